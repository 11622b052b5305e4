import { ActionIcon, Select } from '@mantine/core'
import { useState } from 'react'
import { EventPicker } from '../../../../analyses/journey/page/event-picker.tsx'
import { eventWords, KIND_WORDS } from '../../../../analyses/journey/page/words.ts'
import type { Step } from '../../../../model/audience/rule.ts'
import { FilterField } from '../../../../ui/filter/filter-bar.tsx'
import { Icon } from '../../../../ui/icon.tsx'
import style from './builder.module.css'
import { partsOf, queryOf, type StepParts } from './step.ts'

interface Props {
  label: string
  step: Step
  /** From 0. */
  place: number
  isOnly: boolean
  /** Its list of events is open at first. */
  startsOpen: boolean
  onChange: (step: Step) => void
  onRemove: () => void
}

/** One step of a sequence: whether it was done, which event it is, what must be true of it. */
export const StepEditor = ({ label, step, place, isOnly, startsOpen, onChange, onRemove }: Props) => {
  const [opened, setOpened] = useState(startsOpen)
  const [filtering, setFiltering] = useState(false)
  const parts = partsOf(step)
  const put = (part: Partial<StepParts>) => onChange({ ...step, query: queryOf({ ...parts, ...part }) })
  const isFiltered = parts.filter !== '' || filtering
  const words = parts.kind
    ? `${KIND_WORDS[parts.kind].one}: ${eventWords({ kind: parts.kind, name: parts.name })}`
    : 'Any event'
  return (
    <li className={style.step} aria-label={label}>
      <div className={style.stepRow}>
        {place > 0 && (
          <Select
            aria-label={`${label}: done or not`}
            w={112}
            allowDeselect={false}
            data={[
              { value: 'did', label: 'then' },
              { value: 'not', label: 'then did not' },
            ]}
            value={step.did_not ? 'not' : 'did'}
            onChange={(value) => onChange({ query: step.query, ...(value === 'not' && { did_not: true }) })}
          />
        )}
        <div className={style.event}>
          <EventPicker
            label={`${label}: ${words}. Change it`}
            variant="field"
            opened={opened}
            onOpened={setOpened}
            next={[]}
            per="user"
            onPick={({ kind, name }) => put({ kind, name })}
          >
            <span className={style.face} title={words}>
              {parts.kind && <span className={style.kind}>{KIND_WORDS[parts.kind].one}</span>}
              <bdi className={style.name}>
                {parts.kind ? eventWords({ kind: parts.kind, name: parts.name }) : 'Any event'}
              </bdi>
            </span>
          </EventPicker>
        </div>
        <ActionIcon
          size={24}
          variant={isFiltered ? 'light' : 'subtle'}
          color={isFiltered ? 'accent' : 'gray'}
          aria-label={isFiltered ? `${label}: drop the filter` : `${label}: filter it`}
          onClick={() => {
            setFiltering(!isFiltered)
            if (parts.filter !== '') put({ filter: '' })
          }}
        >
          <Icon name="filter" size={14} />
        </ActionIcon>
        {!isOnly && (
          <ActionIcon size={24} aria-label={`${label}: remove it`} onClick={onRemove}>
            <Icon name="close" size={14} />
          </ActionIcon>
        )}
      </div>
      {isFiltered && (
        <div role="group" aria-label={`${label}: filter`}>
          <FilterField value={parts.filter} onChange={(filter) => put({ filter })} />
        </div>
      )}
    </li>
  )
}
