import { ActionIcon, Button, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import { FacetSelect } from '../../ui/facet-select.tsx'
import { Icon } from '../../ui/icon.tsx'
import { type Breakdown, FIRST_BREAKDOWN, FIRST_QUERY, NAMES, type Question } from './address.ts'
import style from './editor.module.css'
import { FacetPanel } from './facet-panel.tsx'
import { Formulas } from './formulas.tsx'
import { replaced, without } from './lists.ts'
import { QueryEditor } from './query-editor.tsx'
import { mostBreakdowns, numberOf, queriesOf, takesFormulas } from './request.ts'
import type { ChangeQuestion } from './use-question.ts'

interface Props {
  question: Question
  change: ChangeQuestion
}

/** What is asked: queries, formulas, breakdowns. Every change asks at once. */
export const Editor = (props: Props) => (
  <div className={style.editor}>
    <Queries {...props} />
    {takesFormulas(props.question.show) && <Formulas {...props} />}
    {props.question.show === 'distribution' && <NumberSelect {...props} />}
    {mostBreakdowns(props.question.show) > 0 && <Breakdowns {...props} />}
    <FacetPanel {...props} />
  </div>
)

const Queries = ({ question, change }: Props) => {
  const { queries, show } = question
  const shown = queriesOf(question)
  return (
    <section className={style.part} aria-label="What is counted">
      {shown.map((query, i) => (
        <QueryEditor
          key={NAMES[i]}
          name={NAMES[i]!}
          query={query}
          counts={show !== 'list'}
          onChange={(next) => change({ queries: replaced(queries, i, next) })}
          onRemove={
            queries.length > 1 && takesFormulas(show) ? () => change({ queries: without(queries, i) }) : undefined
          }
        />
      ))}
      {takesFormulas(show) && queries.length < NAMES.length && (
        <Button
          variant="subtle"
          leftSection={<Icon name="plus" />}
          onClick={() => change({ queries: [...queries, queries.at(-1) ?? FIRST_QUERY] })}
        >
          Add query
        </Button>
      )}
    </section>
  )
}

/** Which number's values are counted in ranges. */
const NumberSelect = ({ question, change }: Props) => (
  <section className={style.part} aria-label="Distribution">
    <h2 className={style.title}>Distribution of</h2>
    <FacetSelect label="Number" value={numberOf(question)} types={['number']} onChange={(of) => change({ of })} />
  </section>
)

const Breakdowns = ({ question, change }: Props) => {
  const { by, show } = question
  const [adding, setAdding] = useState(false)
  const most = mostBreakdowns(show)
  const add = (path: string) => {
    setAdding(false)
    change({ by: [...by, { path, ...FIRST_BREAKDOWN }] })
  }
  return (
    <section className={style.part} aria-labelledby="breakdown-title">
      <h2 className={style.title} id="breakdown-title">
        Broken down by
      </h2>
      {by.slice(0, most).map((one, i) => (
        <BreakdownEditor
          key={one.path}
          breakdown={one}
          onChange={(next) => change({ by: replaced(by, i, next) })}
          onRemove={() => change({ by: without(by, i) })}
        />
      ))}
      {adding && <FacetSelect label="Attribute to break down by" value={null} autoOpen onChange={add} />}
      {!adding && by.length < most && (
        <Button variant="subtle" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
          Add breakdown
        </Button>
      )}
    </section>
  )
}

interface BreakdownProps {
  breakdown: Breakdown
  onChange: (next: Breakdown) => void
  onRemove: () => void
}

const BreakdownEditor = ({ breakdown, onChange, onRemove }: BreakdownProps) => (
  <div className={style.card}>
    <div className={style.row}>
      <div className={style.grow}>
        <FacetSelect label="Attribute" value={breakdown.path} onChange={(path) => onChange({ ...breakdown, path })} />
      </div>
      <ActionIcon aria-label={`Drop the breakdown by ${breakdown.path}`} onClick={onRemove}>
        <Icon name="close" />
      </ActionIcon>
    </div>
    <div className={style.row}>
      <Select
        aria-label="Which values"
        w={84}
        allowDeselect={false}
        data={[
          { value: 'desc', label: 'Top' },
          { value: 'asc', label: 'Bottom' },
        ]}
        value={breakdown.order}
        onChange={(order) => onChange({ ...breakdown, order: order === 'asc' ? 'asc' : 'desc' })}
      />
      <NumberInput
        aria-label="How many values"
        w={76}
        min={1}
        max={10_000}
        clampBehavior="strict"
        allowDecimal={false}
        value={breakdown.limit}
        onChange={(limit) => typeof limit === 'number' && limit >= 1 && onChange({ ...breakdown, limit })}
      />
      <Select
        aria-label="The rest"
        className={style.grow}
        allowDeselect={false}
        data={[
          { value: 'other', label: 'with Other' },
          { value: 'only', label: 'without Other' },
        ]}
        value={breakdown.other ? 'other' : 'only'}
        onChange={(rest) => onChange({ ...breakdown, other: rest === 'other' })}
      />
    </div>
  </div>
)
