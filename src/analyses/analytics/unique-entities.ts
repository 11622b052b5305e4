import { withoutAt } from '../../model/attribute.ts'
import type { Buckets } from '../../query/bucket.ts'
import type { Fields } from '../../query/field.ts'
import { filtered } from '../../query/filter.ts'
import { mayBeHot, type Scope } from '../../query/source.ts'
import { constant, type Sql, sql } from '../../sql/sql.ts'
import type { Entity } from '../journey/entity.ts'
import { sequencePeriods, shortestOf } from '../journey/sequence-periods.ts'
import type { AnalyticsQuery } from './definition.ts'

const ENTITIES: Record<string, Entity> = {
  'usr.id': { kind: 'user', path: 'usr.id' },
  'account.id': { kind: 'account', path: 'account.id' },
  'session.id': { kind: 'session', path: 'session.id' },
}

/** Most sessions lie in one period as long as this: for shorter ones, sequences would have to be taken apart. */
const SHORTEST_MS = 86_400_000

const ANY = { query: { data_source: 'product_analytics' as const, search: { query: '' } }, pointer: '' }

/**
 * How many users, accounts or sessions there were, over time in each period, from sequences: rows `{value}`, with `at`.
 * Undefined where sequences don't carry what is asked.
 */
export const uniqueEntities = (
  { query, compute, group_by }: AnalyticsQuery,
  scope: Scope,
  audience: ((fields: Fields) => Sql) | undefined,
  buckets?: Buckets,
): Sql | undefined => {
  const entity = compute.metric === undefined ? undefined : ENTITIES[withoutAt(compute.metric)]
  if (compute.aggregation !== 'cardinality' || !entity || group_by.length) return undefined
  if (query.data_source !== 'product_analytics') return undefined
  if (buckets && buckets.milliseconds < SHORTEST_MS) return undefined
  const periodOf = (ms: Sql) => buckets?.startOf(ms) ?? constant('toInt64(0)')
  const told = sequencePeriods(
    {
      entity,
      scope,
      nodes: [ANY],
      filter: { text: query.search.query, pointer: '' },
      identifiedOnly: false,
      unnamed: true,
      ...(audience ? { audience } : {}),
    },
    { of: periodOf, shortestMs: shortestOf(buckets?.starts ?? []) },
  )
  if (!told) return undefined
  const rows = mayBeHot(scope) ? sql`${told}\nUNION ALL\n${openOnes(query, scope, entity, audience, periodOf)}` : told
  const value = sql`toFloat64(uniqExact(who)) AS value`
  return buckets ? sql`SELECT e AS at, ${value} FROM (${rows}) GROUP BY at` : sql`SELECT ${value} FROM (${rows})`
}

const openOnes = (
  query: AnalyticsQuery['query'],
  scope: Scope,
  entity: Entity,
  audience: ((fields: Fields) => Sql) | undefined,
  periodOf: (ms: Sql) => Sql,
): Sql => {
  const events = filtered(query, { ...scope, only: 'hot' }, audience)
  const { text, exists } = events.fields.keyOf(entity.path)
  return sql`SELECT ${text} AS who, ${periodOf(sql`toUnixTimestamp64Milli(date)`)} AS e FROM (${events.rows()}) WHERE ${exists}`
}
