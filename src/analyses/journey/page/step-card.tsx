import { ActionIcon, Tooltip } from '@mantine/core'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { FilterField } from '../../../ui/filter/filter-bar.tsx'
import { Icon } from '../../../ui/icon.tsx'
import style from './editor.module.css'
import { EventPicker } from './event-picker.tsx'
import type { Entity, EventName, Step } from './step.ts'
import type { Next } from './use-next-events.ts'
import { eventWords, KIND_WORDS, stepWords } from './words.ts'

interface Props {
  /** What it is called in a sentence: `step 2`, `the return event`. */
  name: string
  step: Step
  per: Entity
  /** What often comes at this place. Asked for while a list of events is open. */
  next: readonly Next[]
  onAskNext: (asking: boolean) => void
  onChange: (step: Step) => void
  onRemove?: () => void
  /** Where it may be left out. */
  canBeOptional?: boolean
  /** Of steps that have an order. */
  handle?: HandleProps
  dragged?: boolean
}

interface HandleProps {
  /** From 1. */
  number: number
  /** By so many places. */
  onMove: (by: number) => void
  onPointerDown: (event: PointerEvent<HTMLElement>) => void
}

const upper = (text: string) => text[0]!.toUpperCase() + text.slice(1)

/** One step: the events that make it, its filter, and where it stands. */
export const StepCard = (props: Props) => {
  const { name, step, onChange, onRemove, canBeOptional, handle, dragged } = props
  const [filtering, setFiltering] = useState(false)
  const isFiltered = step.filter !== '' || filtering
  return (
    <li
      className={style.card}
      data-dragged={dragged || undefined}
      aria-label={`${upper(name)}: ${stepWords(step)}${step.optional ? ', may be left out' : ''}`}
    >
      <div className={style.row}>
        {handle && <Handle {...handle} />}
        <div className={style.events}>
          {step.events.map((event, i) => (
            <EventField
              // biome-ignore lint/suspicious/noArrayIndexKey: alternatives have no name of their own
              key={i}
              {...props}
              event={event}
              place={i}
            />
          ))}
        </div>
        <div className={style.tools}>
          {canBeOptional && <Optional {...props} />}
          <Alternative {...props} />
          <Tooltip label={isFiltered ? 'Drop its filter' : 'Filter this event'}>
            <ActionIcon
              size={24}
              variant={isFiltered ? 'light' : 'subtle'}
              color={isFiltered ? 'accent' : 'gray'}
              aria-label={isFiltered ? `Drop the filter of ${name}` : `Filter ${name}`}
              onClick={() => {
                setFiltering(!isFiltered)
                if (step.filter !== '') onChange({ ...step, filter: '' })
              }}
            >
              <Icon name="filter" size={14} />
            </ActionIcon>
          </Tooltip>
          {onRemove && (
            <ActionIcon size={24} aria-label={`Remove ${name}`} onClick={onRemove}>
              <Icon name="close" size={14} />
            </ActionIcon>
          )}
        </div>
      </div>
      {isFiltered && (
        <div className={style.filter} role="group" aria-label={`Filter of ${name}`}>
          <FilterField value={step.filter} onChange={(filter) => onChange({ ...step, filter })} />
        </div>
      )}
    </li>
  )
}

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, Home: -99, End: 99 }

/** Drag it, or press an arrow key on it. */
const Handle = ({ number, onMove, onPointerDown }: HandleProps) => {
  const onKeyDown = (event: KeyboardEvent) => {
    const by = STEPS[event.key]
    if (by === undefined) return
    event.preventDefault()
    onMove(by)
  }
  return (
    <button
      type="button"
      className={style.handle}
      data-handle={number}
      aria-label={`Step ${number}: move it with the arrow keys`}
      title="Drag to reorder, or press ↑ and ↓"
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
    >
      {number}
    </button>
  )
}

const EventField = ({ name, step, per, next, onAskNext, onChange, event, place }: Props & FieldOf) => {
  const [opened, setOpened] = useState(false)
  const { events } = step
  const put = (picked: EventName) => onChange({ ...step, events: events.map((e, i) => (i === place ? picked : e)) })
  const words = `${KIND_WORDS[event.kind].one}: ${eventWords(event)}`
  return (
    <>
      {place > 0 && <span className={style.or}>or</span>}
      <div className={style.event}>
        <EventPicker
          label={`${upper(name)}${place ? `, alternative ${place + 1}` : ''}: ${words}. Change it`}
          variant="field"
          opened={opened}
          onOpened={(now) => {
            setOpened(now)
            onAskNext(now)
          }}
          next={next}
          per={per}
          onPick={put}
        >
          <span className={style.face} title={words}>
            <span className={style.kind}>{KIND_WORDS[event.kind].one}</span>
            <bdi className={style.name}>{eventWords(event)}</bdi>
          </span>
        </EventPicker>
        {events.length > 1 && (
          <ActionIcon
            size={24}
            aria-label={`Drop ${eventWords(event)} from ${name}`}
            onClick={() => onChange({ ...step, events: events.filter((_, i) => i !== place) })}
          >
            <Icon name="close" size={12} />
          </ActionIcon>
        )}
      </div>
    </>
  )
}

interface FieldOf {
  event: EventName
  /** Among the step's alternatives, from 0. */
  place: number
}

/** Whether those who leave it out go on. */
const Optional = ({ name, step, onChange }: Props) => {
  const { optional, ...rest } = step
  return (
    <Tooltip label={optional ? 'May be left out' : 'Must be made'}>
      <ActionIcon
        size={24}
        variant={optional ? 'light' : 'subtle'}
        color={optional ? 'accent' : 'gray'}
        aria-label={`${upper(name)} may be left out`}
        aria-pressed={optional ?? false}
        onClick={() => onChange(optional ? rest : { ...rest, optional: true })}
      >
        <Icon name="skip" size={14} />
      </ActionIcon>
    </Tooltip>
  )
}

/** Another event that makes the step as well. */
const Alternative = ({ name, step, per, next, onAskNext, onChange }: Props) => {
  const [opened, setOpened] = useState(false)
  const add = (event: EventName) => {
    const has = step.events.some((e) => e.kind === event.kind && e.name === event.name)
    if (!has) onChange({ ...step, events: [...step.events, event] })
  }
  return (
    <EventPicker
      label={`Add an alternative to ${name}`}
      variant="small"
      opened={opened}
      onOpened={(now) => {
        setOpened(now)
        onAskNext(now)
      }}
      next={next}
      per={per}
      onPick={add}
    >
      <span title="Add an alternative: any of them makes the step">or</span>
    </EventPicker>
  )
}
