import { Button, Checkbox, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import { MOST_STEPS, type Performed, type Step, TIME_UNITS, type TimeFrame } from '../../../../model/audience/rule.ts'
import { Icon } from '../../../../ui/icon.tsx'
import { useFrame } from '../../../../ui/scope/frame.ts'
import { TimePicker } from '../../../../ui/time-picker/time-picker.tsx'
import style from './builder.module.css'
import { StepEditor } from './step-editor.tsx'

interface Props {
  label: string
  performed: Performed
  onChange: (performed: Performed) => void
}

/** What was done: one step or several in order, how often, within what, and when. */
export const PerformedEditor = ({ label, performed, onChange }: Props) => {
  const { sequence } = performed
  /** Of a step that was just added: its list of events is open. */
  const [fresh, setFresh] = useState<number | null>(sequence.length === 1 && sequence[0]!.query === '' ? 0 : null)
  const putSteps = (steps: Step[]) => {
    const { count, ...rest } = performed
    onChange({ ...rest, sequence: steps, ...(count && steps.length === 1 && { count }) })
  }
  const add = () => {
    setFresh(sequence.length)
    putSteps([...sequence, { query: '' }])
  }
  return (
    <div className={style.performed}>
      <ol className={style.steps}>
        {sequence.map((step, i) => (
          <StepEditor
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name of their own
            key={i}
            label={`${label}, step ${i + 1}`}
            step={step}
            place={i}
            isOnly={sequence.length === 1}
            startsOpen={fresh === i}
            onChange={(next) => putSteps(sequence.map((one, at) => (at === i ? next : one)))}
            onRemove={() => putSteps(withoutStep(sequence, i))}
          />
        ))}
      </ol>
      <Button
        variant="subtle"
        leftSection={<Icon name="plus" />}
        disabled={sequence.length >= MOST_STEPS}
        aria-label={`${label}: add a step`}
        onClick={add}
      >
        Then
      </Button>
      <div className={style.limits}>
        {sequence.length === 1 && <CountInput label={label} performed={performed} onChange={onChange} />}
        {sequence.length > 1 && (
          <Checkbox
            label="in the same session"
            aria-label={`${label}: in the same session`}
            checked={performed.same_session ?? false}
            onChange={(event) => {
              const { same_session: _, ...rest } = performed
              onChange(event.currentTarget.checked ? { ...rest, same_session: true } : rest)
            }}
          />
        )}
        <FrameInput label={label} performed={performed} onChange={onChange} />
      </div>
    </div>
  )
}

/** The first step can't be one that was not done. */
const withoutStep = (sequence: readonly Step[], index: number): Step[] => {
  const [first, ...rest] = sequence.filter((_, i) => i !== index)
  return [{ query: first!.query }, ...rest]
}

const OPERATORS = [
  { value: '>=', label: 'at least' },
  { value: '=', label: 'exactly' },
  { value: '<=', label: 'at most' },
  { value: '>', label: 'more than' },
  { value: '<', label: 'fewer than' },
  { value: '!=', label: 'not' },
]

const CountInput = ({ label, performed, onChange }: Props) => {
  const { operator, value } = performed.count ?? { operator: '>=' as const, value: 1 }
  const put = (count: NonNullable<Performed['count']>) => {
    const { count: _, ...rest } = performed
    const isUsual = count.operator === '>=' && count.value === 1
    onChange(isUsual ? rest : { ...rest, count })
  }
  return (
    <span className={style.limit}>
      <Select
        aria-label={`${label}: how often, compared`}
        w={104}
        allowDeselect={false}
        data={OPERATORS}
        value={operator}
        onChange={(next) => next && put({ operator: next as typeof operator, value })}
      />
      <NumberInput
        aria-label={`${label}: how often`}
        w={72}
        min={0}
        max={1e9}
        clampBehavior="strict"
        allowDecimal={false}
        value={value}
        onChange={(next) => typeof next === 'number' && put({ operator, value: next })}
      />
      {value === 1 ? 'time' : 'times'}
    </span>
  )
}

const KINDS = [
  { value: 'ever', label: 'at any time' },
  { value: 'past', label: 'in the past' },
  { value: 'fixed', label: 'between' },
]
const PAST = { value: 7, unit: 'day' } as const

const FrameInput = ({ label, performed, onChange }: Props) => {
  const { span } = useFrame()
  const frame = performed.time_frame
  const kind = !frame ? 'ever' : 'from' in frame ? 'fixed' : 'past'
  const put = (next: TimeFrame | undefined) => {
    const { time_frame: _, ...rest } = performed
    onChange(next ? { ...rest, time_frame: next } : rest)
  }
  const choose = (next: string | null) => {
    if (next === 'ever') put(undefined)
    if (next === 'past') put(PAST)
    if (next === 'fixed') put({ from: span.from, to: span.to })
  }
  return (
    <span className={style.limit}>
      <Select aria-label={`${label}: when`} w={108} allowDeselect={false} data={KINDS} value={kind} onChange={choose} />
      {frame && 'value' in frame && <PastInput label={label} frame={frame} onChange={put} />}
      {frame && 'from' in frame && <FixedInput frame={frame} onChange={put} />}
    </span>
  )
}

type Past = Extract<TimeFrame, { value: number }>

const PastInput = ({ label, frame, onChange }: { label: string; frame: Past; onChange: (frame: Past) => void }) => (
  <>
    <NumberInput
      aria-label={`${label}: how long`}
      w={72}
      min={1}
      max={100_000}
      clampBehavior="strict"
      allowDecimal={false}
      value={frame.value}
      onChange={(value) => typeof value === 'number' && value >= 1 && onChange({ ...frame, value })}
    />
    <Select
      aria-label={`${label}: unit of time`}
      w={100}
      allowDeselect={false}
      data={TIME_UNITS.map((unit) => ({ value: unit, label: `${unit}s` }))}
      value={frame.unit}
      onChange={(unit) => onChange({ ...frame, unit: TIME_UNITS.find((one) => one === unit) ?? 'day' })}
    />
  </>
)

type Fixed = Extract<TimeFrame, { from: number }>

const FixedInput = ({ frame, onChange }: { frame: Fixed; onChange: (frame: TimeFrame) => void }) => {
  const { scope, now, setScope } = useFrame()
  return (
    <TimePicker
      range={frame}
      span={frame}
      zone={scope.zone}
      now={now}
      onChange={(range) => 'from' in range && onChange(range)}
      onZone={(zone) => setScope({ zone })}
    />
  )
}
