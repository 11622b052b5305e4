import type { AudienceFilters } from '../model/audience/filters.ts'
import { and, attributeMatch, join, not, or, type Search, type SearchLeaf } from '../model/search/ast.ts'
import { tryParseSearch } from '../model/search/parse.ts'
import { printSearch } from '../model/search/print.ts'
import type { Rollup } from '../ui/time/bucket.ts'

/** Parts of requests in a form in which two that ask the same are equal. */

/** What a request asks as one text. It says nothing of names without a value, of empty lists, and of the order of names. */
export const textOfAsked = (asked: unknown): string => JSON.stringify(bare(asked)) ?? ''

const bare = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(bare)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, inner]) => [name, bare(inner)] as const)
  return Object.fromEntries(entries.filter(([, inner]) => !isNothing(inner)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0)

/** A search with its conditions in one order. A text that can't be read stays. */
export const searchAsked = (text: string | null | undefined): string => {
  const reading = tryParseSearch(text ?? '')
  return reading.ok ? printSearch(inOrder(spread(reading.search))) : text!
}

/** `@k:(a OR b)` as `@k:a OR @k:b`. */
export const spread = (search: Search): Search => {
  if (search.kind === 'and' || search.kind === 'or') return join<SearchLeaf>(search.kind, search.of.map(spread))
  if (search.kind === 'not') return not<SearchLeaf>(spread(search.of))
  if (search.kind !== 'attribute' || search.match.kind !== 'or') return search
  return or(search.match.of.map((one) => attributeMatch(search.attribute, one)))
}

const inOrder = (search: Search): Search => {
  if (search.kind === 'not') return not<SearchLeaf>(inOrder(search.of))
  if (search.kind !== 'and' && search.kind !== 'or') return search
  const asking = search.of.filter(({ kind }) => search.kind === 'or' || kind !== 'all')
  const printed = asking.map(inOrder).map((one) => [printSearch(one), one] as const)
  const parts = printed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
  return search.kind === 'and' ? and(parts) : or(parts)
}

/** Of segments alone only which they are. */
export const audienceAsked = (filters: AudienceFilters | null | undefined): object | undefined => {
  if (!filters || filters.users?.length || filters.accounts?.length || filters.formula) return filters ?? undefined
  return { segments: filters.segments?.map((one) => one.segment_id).sort() }
}

/** The segment that the bar can name. */
export const segmentIn = (filters: AudienceFilters | null | undefined): string =>
  filters?.segments?.[0]?.segment_id ?? ''

interface Periods {
  interval?: number | undefined
  rollup?: (Rollup & { alignment?: string | undefined; timezone?: string | undefined }) | undefined
}

/** The periods of a time series. An interval is told as those of the calendar where they are the same. */
export const periodsAsked = ({ interval, rollup }: Periods, zone: string) => {
  if (rollup) return rollup.timezone === zone ? { ...rollup, timezone: undefined } : rollup
  if (interval === undefined) return undefined
  return (zone === 'UTC' && rollupOfInterval(interval)) || { interval }
}

export const rollupAsked = (periods: Periods, zone: string): Rollup | null => {
  const asked = periodsAsked(periods, zone)
  return asked && 'type' in asked ? { type: asked.type, quantity: asked.quantity } : null
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Intervals count from 1970; so do days of the calendar, but its hours from midnight and its minutes from the hour. */
const rollupOfInterval = (ms: number): Rollup | null => {
  if (ms % DAY === 0) return { type: 'day', quantity: ms / DAY }
  if (ms % HOUR === 0 && DAY % ms === 0) return { type: 'hour', quantity: ms / HOUR }
  return ms % MINUTE === 0 && HOUR % ms === 0 ? { type: 'minute', quantity: ms / MINUTE } : null
}
