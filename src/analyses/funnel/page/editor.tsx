import { ActionIcon, Button, NumberInput, SegmentedControl, Select } from '@mantine/core'
import { useState } from 'react'
import { FacetSelect } from '../../../ui/facet-select.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { ComparePart } from '../../journey/page/compare-part.tsx'
import style from '../../journey/page/editor.module.css'
import { ENTITIES, type Entity } from '../../journey/page/step.ts'
import { StepList } from '../../journey/page/step-list.tsx'
import { WindowInput } from '../../journey/page/window-input.tsx'
import { stepChoices } from '../../journey/page/words.ts'
import { CountingPart } from './counting-part.tsx'
import { type Breakdown, FIRST_LIMIT, MOST_GROUPS, type Question, type Show, withinOf } from './question.ts'
import type { ChangeQuestion } from './use-question.ts'

const ALONE: ReadonlySet<Show> = new Set(['duration', 'rules'])
const HINT = 'The steps show the comparison; this view shows the question alone.'

interface Props {
  question: Question
  change: ChangeQuestion
  adding: boolean
  onAdding: (adding: boolean) => void
}

/** What is asked: the steps, who makes them, by what they are broken down. Every change asks at once. */
export const Editor = (props: Props) => (
  <div className={style.editor}>
    <StepList
      followed={props.question}
      canBeOptional
      onSteps={(steps) => props.change({ steps })}
      adding={props.adding}
      onAdding={props.onAdding}
    />
    <Followed {...props} />
    <CountingPart {...props} />
    <BreakdownPart {...props} />
    <ComparePart
      versus={props.question.versus}
      onVersus={(versus) => props.change(versus ? { versus, by: null } : { versus })}
      hint={ALONE.has(props.question.show) ? HINT : undefined}
    />
  </div>
)

const ENTITY_LABELS: Record<Entity, string> = { session: 'Session', user: 'User', account: 'Account' }

/** Whose journeys, how long they may take, and whether one who makes it twice counts twice. */
const Followed = ({ question, change }: Props) => (
  <section className={style.part} aria-labelledby="followed-title">
    <h2 className={style.title} id="followed-title">
      Made by one
    </h2>
    <SegmentedControl
      fullWidth
      w="100%"
      aria-label="Made by one"
      data={ENTITIES.map((value) => ({ value, label: ENTITY_LABELS[value] }))}
      value={question.per}
      onChange={(per) => change({ per: ENTITIES.find((e) => e === per) ?? 'session' })}
    />
    {question.per !== 'session' && (
      <WindowInput
        followed={{ ...question, within: withinOf(question) }}
        onWithin={(within) => change({ within: within ?? (question.counting.preset ? '1d' : null) })}
      />
    )}
    <Select
      aria-label="How conversions count"
      w="100%"
      allowDeselect={false}
      data={[
        { value: 'unique', label: `Each ${question.per} counts once` },
        { value: 'total', label: 'Every conversion counts' },
      ]}
      value={question.count}
      onChange={(count) => change({ count: count === 'total' ? 'total' : 'unique' })}
    />
  </section>
)

const BreakdownPart = ({ question, change }: Props) => {
  const [adding, setAdding] = useState(false)
  const { by } = question
  return (
    <section className={style.part} aria-labelledby="breakdown-title">
      <h2 className={style.title} id="breakdown-title">
        Broken down by
      </h2>
      {by && (question.show === 'duration' || question.show === 'rules') && (
        <p className={style.hint}>This view shows everybody, whatever the breakdown.</p>
      )}
      {by && <BreakdownEditor by={by} question={question} change={change} />}
      {!by && adding && (
        <FacetSelect
          label="Attribute to break down by"
          value={null}
          autoOpen
          onChange={(path) => {
            setAdding(false)
            change({ by: { path, limit: FIRST_LIMIT, step: 1 }, versus: null })
          }}
        />
      )}
      {!by && !adding && (
        <Button variant="subtle" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
          Add breakdown
        </Button>
      )}
    </section>
  )
}

const BreakdownEditor = ({ by, question, change }: Pick<Props, 'question' | 'change'> & { by: Breakdown }) => {
  const put = (part: Partial<Breakdown>) => change({ by: { ...by, ...part } })
  return (
    <>
      <div className={style.row}>
        <div className={style.grow}>
          <FacetSelect label="Attribute" value={by.path} onChange={(path) => put({ path })} />
        </div>
        <ActionIcon aria-label={`Drop the breakdown by ${by.path}`} onClick={() => change({ by: null })}>
          <Icon name="close" />
        </ActionIcon>
      </div>
      <div className={style.row}>
        <span className={style.label}>at</span>
        <Select
          aria-label="Step whose value counts"
          className={style.grow}
          allowDeselect={false}
          data={stepChoices(question.steps).filter((_, i) => !question.steps[i]!.optional)}
          value={String(by.step)}
          onChange={(step) => put({ step: Number(step) })}
        />
        <span className={style.label}>top</span>
        <NumberInput
          aria-label="How many values"
          w={64}
          min={1}
          max={MOST_GROUPS}
          clampBehavior="strict"
          allowDecimal={false}
          value={by.limit}
          onChange={(limit) => typeof limit === 'number' && limit >= 1 && put({ limit })}
        />
      </div>
    </>
  )
}
