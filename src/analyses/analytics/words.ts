import { attributeOf, type EventType } from '../../model/attribute.ts'
import { countryName } from '../../ui/chart/countries.ts'
import type { Measure, QueryPart, Versus } from './address.ts'

/** How the page calls what is asked. */

export const EVENT_WORDS: Record<EventType | '', { one: string; many: string }> = {
  '': { one: 'Event', many: 'All events' },
  session: { one: 'Session', many: 'Sessions' },
  view: { one: 'View', many: 'Views' },
  action: { one: 'Action', many: 'Actions' },
  server: { one: 'Server event', many: 'Server events' },
  error: { one: 'Error', many: 'Errors' },
  resource: { one: 'Resource', many: 'Resources' },
  long_task: { one: 'Long task', many: 'Long tasks' },
  vital: { one: 'Vital', many: 'Vitals' },
}

export const STATISTICS: readonly { value: string; label: string }[] = [
  { value: 'avg', label: 'Average of' },
  { value: 'sum', label: 'Sum of' },
  { value: 'min', label: 'Least' },
  { value: 'max', label: 'Greatest' },
  { value: 'median', label: 'Median of' },
  { value: 'pc75', label: 'p75 of' },
  { value: 'pc90', label: 'p90 of' },
  { value: 'pc95', label: 'p95 of' },
  { value: 'pc99', label: 'p99 of' },
]

export const isStatistic = ({ aggregation }: Measure): boolean =>
  aggregation !== 'count' && aggregation !== 'cardinality'

/** Whether parts of it add up to the whole. Unique values and averages don't. */
export const isAdditive = ({ aggregation }: Measure): boolean => aggregation === 'count' || aggregation === 'sum'

export const attributeWord = (path: string): string => attributeOf(path)?.label ?? `@${path}`

/** A group's value as people read it. */
export const tagWord = (path: string, tag: string): string => (path === 'geo.country_iso_code' ? countryName(tag) : tag)

const UNIQUE: Record<string, string> = { 'usr.id': 'Users', 'session.id': 'Sessions', 'account.id': 'Accounts' }

/** `Views`, `Users of actions`, `p95 of Loading time`. */
export const queryWords = ({ event, measure }: QueryPart): string => {
  const { aggregation, metric } = measure
  if (aggregation === 'count' || metric === undefined) return EVENT_WORDS[event].many
  if (aggregation === 'cardinality') {
    const what = UNIQUE[metric] ?? `Unique ${attributeWord(metric)}`
    return event === '' || UNIQUE[metric] === EVENT_WORDS[event].many
      ? what
      : `${what} of ${EVENT_WORDS[event].many.toLowerCase()}`
  }
  const name = STATISTICS.find((s) => s.value === aggregation)?.label ?? `${aggregation} of`
  return `${name} ${attributeWord(metric)}`
}

export const VERSUS_WORDS: Record<Versus, string> = {
  previous: 'the time before',
  previous_day: 'the day before',
  previous_week: 'the week before',
  previous_month: 'the month before',
  previous_year: 'the year before',
}
