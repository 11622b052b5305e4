import { stringifyParams } from '../../../../ui/scope/search-params.ts'
import type { Span } from '../../../../ui/time/range.ts'

interface Wanted {
  search: string
  span: Span
  zone: string
}

/** The list of the events that match, of every type and in this time. */
export const eventsPath = ({ search, span, zone }: Wanted): string => {
  const [from, to] = [span.from, span.to].map((ms) => new Date(ms).toISOString())
  return `/analytics${stringifyParams({ from, to, tz: zone, q: search, a: '*;count', show: 'list' })}`
}
