import { ActionIcon, Button, NumberInput, SegmentedControl, Select, Switch } from '@mantine/core'
import { useState } from 'react'
import { FacetSelect } from '../../../ui/facet-select.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { useSurroundings } from '../../../ui/scope/surroundings.ts'
import { ComparePart } from '../../journey/page/compare-part.tsx'
import style from '../../journey/page/editor.module.css'
import type { Step } from '../../journey/page/step.ts'
import { StepCard } from '../../journey/page/step-card.tsx'
import { useNextEvents } from '../../journey/page/use-next-events.ts'
import {
  FIRST_LIMIT,
  MOST_EVERY,
  MOST_GROUPS,
  PERIODS,
  PERS,
  periodOf,
  type Question,
  UNITS,
  WEEK_DAYS,
  type WeekDay,
} from './question.ts'
import type { ChangeQuestion } from './use-question.ts'
import { PERIOD_WORDS } from './words.ts'

interface Props {
  question: Question
  change: ChangeQuestion
}

/** What is asked: who starts, who comes back, in which periods. Every change asks at once. */
export const Editor = (props: Props) => {
  const isWhole = props.question.show === 'grid' || props.question.show === 'time'
  return (
    <div className={style.editor}>
      <Events {...props} isWhole={isWhole} />
      <Who {...props} />
      <Periods {...props} isWhole={isWhole} />
      {isWhole && <Breakdown {...props} />}
      {isWhole && (
        <ComparePart
          versus={props.question.versus}
          onVersus={(versus) => props.change({ versus, group: null, ...(versus && { by: null }) })}
        />
      )}
    </div>
  )
}

const Events = ({ question, change, isWhole }: Props & { isWhole: boolean }) => (
  <>
    <section className={style.part} aria-labelledby="start-title">
      <h2 className={style.title} id="start-title">
        {isWhole ? 'Who did' : 'Who do'}
      </h2>
      <Event
        name="the start event"
        step={question.start}
        before={[]}
        per={question.per}
        onChange={(start) => change({ start })}
      />
    </section>
    {isWhole && (
      <section className={style.part} aria-labelledby="back-title">
        <h2 className={style.title} id="back-title">
          and came back to do
        </h2>
        {question.back ? (
          <Event
            name="the return event"
            step={question.back}
            before={[question.start]}
            per={question.per}
            onChange={(back) => change({ back })}
            onRemove={() => change({ back: null })}
          />
        ) : (
          <Button variant="subtle" leftSection={<Icon name="plus" />} onClick={() => change({ back: question.start })}>
            The same. Choose another event
          </Button>
        )}
        <SegmentedControl
          fullWidth
          w="100%"
          aria-label="When somebody has returned"
          data={[
            { value: 'on', label: 'in the period' },
            { value: 'after', label: 'in it or later' },
          ]}
          value={question.on}
          onChange={(on) => change({ on: on === 'after' ? 'after' : 'on' })}
        />
      </section>
    )}
  </>
)

interface EventProps {
  name: string
  step: Step
  /** What comes before it: proposes what often follows. */
  before: readonly Step[]
  per: Question['per']
  onChange: (step: Step) => void
  onRemove?: () => void
}

const Event = ({ before, ...rest }: EventProps) => {
  const [asking, setAsking] = useState(false)
  const around = useSurroundings()
  const followed = { steps: before, per: rest.per, within: '7d' }
  const next = useNextEvents(followed, around, asking && before.length > 0)
  return (
    <ul className={style.steps}>
      <StepCard {...rest} next={next} onAskNext={setAsking} />
    </ul>
  )
}

const Who = ({ question, change }: Props) => (
  <section className={style.part} aria-labelledby="who-title">
    <h2 className={style.title} id="who-title">
      Counted
    </h2>
    <SegmentedControl
      fullWidth
      w="100%"
      aria-label="What is counted"
      data={PERS.map((value) => ({ value, label: value === 'user' ? 'Users' : 'Accounts' }))}
      value={question.per}
      onChange={(per) => change({ per: per === 'account' ? 'account' : 'user' })}
    />
  </section>
)

const Periods = ({ question, change, isWhole }: Props & { isWhole: boolean }) => {
  const { span } = useFrame()
  const now = periodOf(question, span)
  const auto = `${PERIOD_WORDS[periodOf({ period: null }, span)]}, as suits the range`
  return (
    <section className={style.part} aria-labelledby="periods-title">
      <h2 className={style.title} id="periods-title">
        In periods of a
      </h2>
      <Select
        aria-label="Length of a period"
        w="100%"
        allowDeselect={false}
        data={[{ value: '', label: auto }, ...PERIODS.map((value) => ({ value, label: PERIOD_WORDS[value] }))]}
        value={question.period ?? ''}
        onChange={(period) => change({ period: PERIODS.find((p) => p === period) ?? null })}
      />
      {now === 'week' && (
        <div className={style.row}>
          <span className={style.label}>from</span>
          <Select
            aria-label="First day of a week"
            className={style.grow}
            allowDeselect={false}
            data={WEEK_DAYS.map((value) => ({ value, label: value[0]!.toUpperCase() + value.slice(1) }))}
            value={question.weekStart}
            onChange={(day) => change({ weekStart: day as WeekDay })}
          />
        </div>
      )}
      {isWhole && <EveryInput question={question} change={change} />}
      {isWhole && (
        <Switch
          label={`Each ${question.per} in the first cohort only`}
          checked={question.first}
          onChange={(event) => change({ first: event.currentTarget.checked })}
        />
      )}
    </section>
  )
}

/** Return periods of so many days, weeks or months instead of those of the calendar. */
const EveryInput = ({ question, change }: Props) => {
  const { every } = question
  if (!every) {
    return (
      <Button variant="subtle" onClick={() => change({ every: { value: 7, unit: 'day' } })}>
        Return periods of a length of their own
      </Button>
    )
  }
  return (
    <div className={style.row}>
      <span className={style.label}>return every</span>
      <NumberInput
        aria-label="Length of a return period"
        w={64}
        min={1}
        max={MOST_EVERY}
        clampBehavior="strict"
        allowDecimal={false}
        value={every.value}
        onChange={(value) => typeof value === 'number' && value >= 1 && change({ every: { ...every, value } })}
      />
      <Select
        aria-label="Unit of a return period"
        className={style.grow}
        allowDeselect={false}
        data={UNITS.map((value) => ({ value, label: `${value}s` }))}
        value={every.unit}
        onChange={(unit) => change({ every: { ...every, unit: UNITS.find((u) => u === unit) ?? 'day' } })}
      />
      <ActionIcon aria-label="As the cohorts' periods" onClick={() => change({ every: null })}>
        <Icon name="close" />
      </ActionIcon>
    </div>
  )
}

const Breakdown = ({ question, change }: Props) => {
  const [adding, setAdding] = useState(false)
  const { by } = question
  return (
    <section className={style.part} aria-labelledby="breakdown-title">
      <h2 className={style.title} id="breakdown-title">
        Broken down by
      </h2>
      {by ? (
        <div className={style.row}>
          <div className={style.grow}>
            <FacetSelect
              label="Attribute"
              value={by.path}
              onChange={(path) => change({ by: { ...by, path }, group: null })}
            />
          </div>
          <NumberInput
            aria-label="How many values"
            w={56}
            min={1}
            max={MOST_GROUPS}
            clampBehavior="strict"
            allowDecimal={false}
            value={by.limit}
            onChange={(limit) => typeof limit === 'number' && limit >= 1 && change({ by: { ...by, limit } })}
          />
          <ActionIcon aria-label={`Drop the breakdown by ${by.path}`} onClick={() => change({ by: null, group: null })}>
            <Icon name="close" />
          </ActionIcon>
        </div>
      ) : adding ? (
        <FacetSelect
          label="Attribute to break down by"
          value={null}
          autoOpen
          onChange={(path) => {
            setAdding(false)
            change({ by: { path, limit: FIRST_LIMIT }, versus: null, group: null })
          }}
        />
      ) : (
        <Button variant="subtle" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
          Add breakdown
        </Button>
      )}
    </section>
  )
}
