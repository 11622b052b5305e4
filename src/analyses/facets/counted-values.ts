import { FACET_TYPES } from '../../engine/schema/0010-facet-values.ts'
import { EVENT_TYPES } from '../../model/attribute.ts'
import type { Search } from '../../model/search/ast.ts'
import { attributesOf } from '../../model/search/attributes-of.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { both } from '../../model/search/terms-of.ts'
import { typesOf } from '../../query/event-types.ts'
import { createFields } from '../../query/field.ts'
import { predicateOf } from '../../query/predicate.ts'
import { holdsTerm } from '../../query/sequence-search.ts'
import { keptFrom, mayBeHot, type Scope } from '../../query/source.ts'
import { countsAll, FACET_FILTERS, mayBeCounted } from '../../sessions/facet-rows.ts'
import { and, constant, type Sql, sql, str, strs, u64 } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import { scannedValues } from './scanned-values.ts'

const DAY = 86_400_000

/**
 * Values from the counts of whole days, and from events where there are none: the ends of the range, open sessions,
 * types that are not counted; less those of sessions that were settled and brought back. Parts with rows `{value, n}`,
 * to be added up. Undefined where counts don't tell what is asked.
 */
export const countedValues = async (
  { path, search }: { path: string; search: Search },
  scope: Scope,
  asking: Asking,
): Promise<Sql[] | undefined> => {
  const days = wholeDays(scope)
  if (scope.way === 'events' || !days || !mayBeCounted(path) || !toldByCounts(search)) return undefined
  const { committed, superseded } = scope.picture
  if (committed === 0n) return undefined
  const [counts] = await asking.run<{ whole: number }>(countsAll(path, committed))
  if (!counts?.whole) return undefined
  const within = { ...scope, ...days }
  const parts = [countsOf(path, search, within)]
  const { from, to } = scope
  for (const end of [
    { ...scope, to: days.from },
    { ...scope, from: days.to },
  ])
    if (end.from < end.to && end.from >= from && end.to <= to) parts.push(scannedValues(path, search, end))
  const others = typesOf(search).filter((type) => !isCounted(type))
  if (others.length) parts.push(scannedValues(path, ofTypes(search, others), within))
  const counted = ofTypes(search, FACET_TYPES)
  if (superseded) parts.push(scannedValues(path, counted, { ...within, only: 'superseded' }, -1))
  if (mayBeHot(within)) parts.push(scannedValues(path, counted, { ...within, only: 'hot' }))
  return parts
}

/** The whole days (UTC) of a range of which nothing has been dropped. */
const wholeDays = (scope: Scope): { from: number; to: number } | undefined => {
  const from = Math.max(scope.from, keptFrom(scope, FACET_TYPES))
  const days = { from: Math.ceil(from / DAY) * DAY, to: Math.floor(scope.to / DAY) * DAY }
  return days.from < days.to ? days : undefined
}

const toldByCounts = (search: Search): boolean =>
  !holdsTerm(search) && attributesOf(search).every((path) => FACET_FILTERS.has(path))

const isCounted = (type: string): boolean => (FACET_TYPES as readonly string[]).includes(type)

const ofTypes = (search: Search, types: readonly string[]): Search =>
  both(search, parseSearch(`@type:(${types.join(' OR ')})`))

const countsOf = (path: string, search: Search, { from, to, picture }: Scope): Sql => {
  const fields = createFields()
  const types = typesOf(search).filter((type) => isCounted(type))
  const where = [
    sql`path = ${str(path)}`,
    sql`day >= ${day(from)} AND day < ${day(to)}`,
    sql`batch <= ${u64(picture.committed)}`,
    ...(types.length < EVENT_TYPES.length ? [sql`type IN ${strs(types)}`] : []),
    predicateOf(search, fields),
  ]
  return sql`SELECT value, toInt64(sum(events)) AS n FROM facet_values WHERE ${and(where)} GROUP BY value`
}

const day = (ms: number): Sql => constant(`toDate('${new Date(ms).toISOString().slice(0, 10)}')`)
