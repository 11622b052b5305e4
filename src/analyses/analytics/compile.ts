import type { Unit } from '../../model/attribute.ts'
import type { OtherPeriod } from '../../model/time-frame/other-period.ts'
import { type Buckets, bucketsOf } from '../../query/bucket.ts'
import { intervalAsked } from '../../query/checked-calendar.ts'
import type { Fields } from '../../query/field.ts'
import { filtered } from '../../query/filter.ts'
import { measureColumn } from '../../query/measure.ts'
import type { Scope } from '../../query/source.ts'
import { join, type Sql, sql } from '../../sql/sql.ts'
import { type Opposite, oppositeBuckets } from './compare.ts'
import { countedPacked, countedWithin } from './counted-groups.ts'
import type { AnalyticsQuery } from './definition.ts'
import { foldedKeys, type Groups, groupsOf, withinLimits } from './groups.ts'
import { uniqueEntities } from './unique-entities.ts'

export interface Compiled {
  /** Rows `{g1…, value}`, with `at` (epoch ms) if over time. */
  statement: Sql
  groups: number
  unit: Unit | undefined
  /** Value where there is no event. */
  empty: 0 | null
  buckets?: Buckets
  /** The groups that rank first; undefined without group-bys. */
  top?: Sql
  /** Set where `buckets` are those of another period. */
  opposite?: Opposite['of']
}

/** What a question is compiled with besides its own query. */
export interface Around {
  /** Whose events count: a condition over the events' fields. */
  audience?: Audience
  other?: Other | undefined
  /** Tops of all queries that are shown together: each of them shows the groups of all. */
  tops?: readonly Sql[] | undefined
}

/** Another period whose events are asked for, in the groups of the own period. */
export interface Other {
  scope: Scope
  period: OtherPeriod
}

type Audience = (fields: Fields) => Sql

/** One number a group. */
export const compileScalar = (query: AnalyticsQuery, scope: Scope, pointer: string, around: Around = {}): Compiled => {
  const { keys, value, rows, measure, once, groups } = parts(query, scope, pointer, around)
  const quick = once?.()
  const order = orderOf(
    groups,
    keys,
    quick ? (groups.counted || groups.packed ? sql`value` : sql`place`) : groups.sort?.by,
  )
  const grouped = keys.length ? sql`GROUP BY ${join(keys)} ${order}` : sql``
  const unique = around.other ? undefined : uniqueEntities(query, scope, around.audience)
  if (unique) return { statement: unique, groups: 0, ...measure }
  return {
    statement: quick
      ? sql`SELECT ${join([...keys, sql`value`])} FROM (${quick}) ${order}`
      : sql`SELECT ${join([...keys, value])} FROM (${rows}) ${grouped}`,
    groups: keys.length,
    ...measure,
  }
}

/** As the sort of a single attribute says, else from the greatest value on. */
const orderOf = ({ sort }: Groups, keys: readonly Sql[], by: Sql | undefined): Sql => {
  if (!sort) return sql`ORDER BY value DESC NULLS LAST, ${join(keys)}`
  return sort.by && by
    ? sql`ORDER BY ${by} ${sort.way} NULLS LAST, ${join(keys)}`
    : sql`ORDER BY ${join(keys)} ${sort.way}`
}

/** One number a group and period. */
export const compileTimeseries = (
  query: AnalyticsQuery,
  scope: Scope,
  pointer: string,
  zone: string | undefined,
  around: Around = {},
): Compiled => {
  const { other } = around
  const interval = intervalAsked(query.compute, scope, zone, `${pointer}/compute`)
  const own = bucketsOf(interval, scope.from, scope.to, `${pointer}/compute/interval`)
  const opposite = other && oppositeBuckets(own, interval, other.period)
  const buckets = opposite?.buckets ?? own
  const { keys, value, rows, measure, once } = parts(query, scope, pointer, around)
  const quick = once?.(buckets.start)
  const unique = other ? undefined : uniqueEntities(query, scope, around.audience, own)
  const order = sql`ORDER BY ${join([...keys, sql`at`])}`
  const counted =
    quick ??
    unique ??
    sql`SELECT ${join([...keys, sql`${buckets.start} AS at`, value])} FROM (${rows})
GROUP BY ${join([...keys, sql`at`])}`
  return {
    statement: sql`${counted} ${order}`,
    groups: keys.length,
    buckets: opposite ? { ...buckets, starts: own.starts, ends: own.ends } : own,
    ...(opposite ? { opposite: opposite.of } : {}),
    ...measure,
  }
}

const parts = (query: AnalyticsQuery, scope: Scope, pointer: string, { audience, other, tops }: Around) => {
  const own = side(query, scope, pointer, audience)
  const shown = other ? side(query, other.scope, pointer, audience) : own
  const top = own.groups.aliases.length ? { top: own.groups.top(own.rows) } : {}
  const kept = tops ? join(tops, sql` UNION ALL `) : top.top
  // Groups of another period or of other queries too are found by a look of their own.
  const once = other || tops ? undefined : inOneLook(own)
  return {
    ...(once ? { once } : {}),
    groups: own.groups,
    keys: own.groups.other ? own.groups.aliases.map((alias) => sql`o${alias}`) : own.groups.aliases,
    value: sql`${shown.expression} AS value`,
    rows: kept ? limited(own.groups, kept, shown.rows) : shown.rows,
    measure: { unit: own.unit, empty: own.empty, ...top },
  }
}

/**
 * The groups within their limits with their values, where the events need to be looked at only once for both; `place` is
 * what they are sorted by.
 */
const inOneLook = ({ groups, plain, rows, expression }: ReturnType<typeof side>) => {
  const { aliases, counted } = groups
  if (aliases.length && counted) return (at?: Sql) => countedWithin(groups, counted, rows, at)
  const { packed } = groups
  if (packed) return (at?: Sql) => (at ? undefined : countedPacked(groups, packed, plain))
  if (aliases.length !== 1 || groups.other) return undefined
  const found = sql`${expression} AS value, ${groups.sort?.by ?? expression} AS place`
  return (at?: Sql) => (at ? undefined : groups.topWith(rows, found))
}

/** The events of one period, with their groups. */
const side = (query: AnalyticsQuery, scope: Scope, pointer: string, audience: Audience | undefined) => {
  const events = filtered(query.query, scope, audience)
  const measure = measureColumn(query.compute, events.fields, `${pointer}/compute`)
  const groups = groupsOf(query, events.fields, pointer)
  const plain = events.rows()
  const rows = groups.aliases.length
    ? sql`SELECT *, ${join(groups.selected)} FROM (${plain}) WHERE ${groups.where}`
    : plain
  return { ...measure, groups, plain, rows }
}

/** `rows` in the groups that are kept. */
const limited = (groups: Groups, kept: Sql, rows: Sql): Sql =>
  groups.other
    ? sql`SELECT *, ${foldedKeys(groups, kept)} FROM (${rows})`
    : sql`SELECT * FROM (${rows}) WHERE ${withinLimits(groups, kept)}`
