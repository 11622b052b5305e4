import { ActionIcon, Select } from '@mantine/core'
import { EVENT_TYPES, type EventType } from '../../model/attribute.ts'
import { useFacets } from '../../ui/ask/facets.ts'
import { FacetSelect } from '../../ui/facet-select.tsx'
import { FilterField } from '../../ui/filter/filter-bar.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { Measure, QueryPart } from './address.ts'
import style from './editor.module.css'
import { EVENT_WORDS, STATISTICS } from './words.ts'

interface Props {
  name: string
  query: QueryPart
  /** Whether something is counted, or only listed. */
  counts: boolean
  onChange: (query: QueryPart) => void
  onRemove: (() => void) | undefined
}

const PRODUCT: readonly EventType[] = ['session', 'view', 'action', 'server']
const option = (type: EventType | '') => ({ value: type || '*', label: EVENT_WORDS[type].many })
const EVENTS = [
  { group: 'Product analytics', items: [...PRODUCT.map(option), option('')] },
  { group: 'Performance and errors', items: EVENT_TYPES.filter((t) => !PRODUCT.includes(t)).map(option) },
]

/** One query: which events, viewed as a count of what, which of them. */
export const QueryEditor = ({ name, query, counts, onChange, onRemove }: Props) => (
  <div className={style.card}>
    <div className={style.row}>
      {counts && (
        <span className={style.letter} title={`Query ${name}`}>
          {name}
        </span>
      )}
      <Select
        className={style.grow}
        aria-label={`Events of query ${name}`}
        allowDeselect={false}
        data={EVENTS}
        value={query.event || '*'}
        onChange={(event) => onChange({ ...query, event: EVENT_TYPES.find((t) => t === event) ?? '' })}
      />
      {onRemove && (
        <ActionIcon aria-label={`Drop query ${name}`} onClick={onRemove}>
          <Icon name="close" />
        </ActionIcon>
      )}
    </div>
    {counts && (
      <MeasureEditor name={name} measure={query.measure} onChange={(measure) => onChange({ ...query, measure })} />
    )}
    <FilterField value={query.filter} onChange={(filter) => onChange({ ...query, filter })} />
  </div>
)

/** Counts that have a name of their own. */
const NAMED: Record<string, Measure> = {
  events: { aggregation: 'count' },
  users: { aggregation: 'cardinality', metric: 'usr.id' },
  sessions: { aggregation: 'cardinality', metric: 'session.id' },
  accounts: { aggregation: 'cardinality', metric: 'account.id' },
}

const MEASURES = [
  {
    group: 'Count of',
    items: [
      { value: 'events', label: 'All events' },
      { value: 'users', label: 'Unique users' },
      { value: 'sessions', label: 'Sessions' },
      { value: 'accounts', label: 'Unique accounts' },
      { value: 'cardinality', label: 'Unique values of' },
    ],
  },
  { group: 'Statistic of a number', items: [...STATISTICS] },
]

const nameOf = ({ aggregation, metric }: Measure): string =>
  Object.entries(NAMED).find(([, m]) => m.aggregation === aggregation && m.metric === metric)?.[0] ?? aggregation

const MeasureEditor = ({
  name,
  measure,
  onChange,
}: {
  name: string
  measure: Measure
  onChange: (m: Measure) => void
}) => {
  const facets = useFacets()
  const chosen = nameOf(measure)
  const isKnown = MEASURES.some((g) => g.items.some((i) => i.value === chosen))
  const choose = (value: string) => {
    const named = NAMED[value]
    if (named) return onChange(named)
    const isNumber = value !== 'cardinality'
    const fits = (path: string | undefined) =>
      path !== undefined && (!isNumber || facets.find((f) => f.path === path)?.type === 'number')
    const metric =
      fits(measure.metric) && !(value === 'cardinality' && measure.metric === 'usr.id')
        ? measure.metric!
        : isNumber
          ? 'view.loading_time'
          : 'view.name'
    onChange({ aggregation: value, metric })
  }
  return (
    <div className={style.row}>
      <span className={style.label}>viewed as</span>
      <Select
        className={style.grow}
        aria-label={`Measure of query ${name}`}
        allowDeselect={false}
        data={
          isKnown ? MEASURES : [...MEASURES, { group: 'From the address', items: [{ value: chosen, label: chosen }] }]
        }
        value={chosen}
        onChange={(value) => value && choose(value)}
      />
      {!NAMED[chosen] && (
        <div className={style.grow}>
          <FacetSelect
            label={`Attribute of query ${name}`}
            value={measure.metric ?? null}
            {...(measure.aggregation !== 'cardinality' && { types: ['number'] as const })}
            onChange={(metric) => onChange({ ...measure, metric })}
          />
        </div>
      )}
    </div>
  )
}
