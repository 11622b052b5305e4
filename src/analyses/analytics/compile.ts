import type { Unit } from '../../model/attribute.ts'
import {
  type Buckets,
  bucketsOf,
  type Calendar,
  checkZone,
  defaultInterval,
  type Interval,
} from '../../query/bucket.ts'
import type { Fields } from '../../query/field.ts'
import { filtered } from '../../query/filter.ts'
import { measureColumn } from '../../query/measure.ts'
import type { Scope } from '../../query/source.ts'
import { and, join, type Sql, sql } from '../../sql/sql.ts'
import type { AnalyticsQuery } from './definition.ts'
import { foldedKeys, type Groups, groupsOf, withinLimits } from './groups.ts'

export interface Compiled {
  /** Rows `{g1…, value}`, with `at` (epoch ms) if over time. */
  statement: Sql
  groups: number
  unit: Unit | undefined
  /** Value where there is no event. */
  empty: 0 | null
  buckets?: Buckets
}

/** Whose events count: a condition over the events' fields. */
type Audience = (fields: Fields) => Sql

/** One number a group. */
export const compileScalar = (query: AnalyticsQuery, scope: Scope, pointer: string, audience?: Audience): Compiled => {
  const { keys, value, rows, from, measure } = parts(query, scope, pointer, audience)
  const grouped = keys.length ? sql`GROUP BY ${join(keys)} ORDER BY value DESC NULLS LAST, ${join(keys)}` : sql``
  return {
    statement: sql`SELECT ${join([...keys, value])} FROM (${from(rows)}) ${grouped}`,
    groups: keys.length,
    ...measure,
  }
}

/** One number a group and period. */
export const compileTimeseries = (
  query: AnalyticsQuery,
  scope: Scope,
  pointer: string,
  zone: string | undefined,
  audience?: Audience,
): Compiled => {
  const buckets = bucketsOf(
    intervalOf(query, scope, pointer, zone),
    scope.from,
    scope.to,
    `${pointer}/compute/interval`,
  )
  const { keys, value, rows, from, measure } = parts(query, scope, pointer, audience)
  return {
    statement: sql`SELECT ${join([...keys, sql`${buckets.start} AS at`, value])} FROM (${from(rows)})
GROUP BY ${join([...keys, sql`at`])} ORDER BY ${join([...keys, sql`at`])}`,
    groups: keys.length,
    buckets,
    ...measure,
  }
}

const parts = (query: AnalyticsQuery, scope: Scope, pointer: string, audience: Audience | undefined) => {
  const events = filtered(query.query, scope, audience)
  const { expression, unit, empty } = measureColumn(query.compute, events.fields, `${pointer}/compute`)
  const groups = groupsOf(query, events.fields, pointer)
  const plain = events.rows()
  const rows = groups.aliases.length
    ? sql`SELECT *, ${join(groups.selected)} FROM (${plain}) WHERE ${groups.where}`
    : plain
  return {
    rows,
    keys: groups.other ? groups.aliases.map((alias) => sql`o${alias}`) : groups.aliases,
    value: sql`${expression} AS value`,
    from: (all: Sql) => limited(groups, all),
    measure: { unit, empty },
  }
}

const limited = (groups: Groups, rows: Sql): Sql =>
  groups.other
    ? sql`SELECT *, ${foldedKeys(groups, rows)} FROM (${rows})`
    : sql`SELECT * FROM (${rows}) WHERE ${and([withinLimits(groups, rows)])}`

const intervalOf = (query: AnalyticsQuery, scope: Scope, pointer: string, zone: string | undefined): Interval => {
  const { interval, rollup } = query.compute
  if (rollup) {
    const timezone = checkZone(rollup.timezone ?? zone, `${pointer}/compute/rollup/timezone`)
    return { kind: 'calendar', calendar: { ...(rollup as Calendar), timezone } }
  }
  return interval ? { kind: 'fixed', ms: interval } : defaultInterval(scope.from, scope.to)
}
