import { withoutAt } from '../../model/attribute.ts'
import type { Buckets } from '../../query/bucket.ts'
import type { Fields } from '../../query/field.ts'
import { filtered } from '../../query/filter.ts'
import { mayBeHot, type Scope } from '../../query/source.ts'
import { i64s, join, type Sql, sql } from '../../sql/sql.ts'
import type { Entity } from '../journey/entity.ts'
import { MOST_PERIODS, periodBit } from '../journey/period-bits.ts'
import { sequencePeriods } from '../journey/sequence-periods.ts'
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
  const rows = (starts: readonly number[], within: Scope) => activeRows({ query, entity, audience }, within, starts)
  if (buckets) return overTime(buckets, scope, entity, rows)
  const all = rows([scope.from], scope)
  return all && sql`SELECT toFloat64(uniqExact(who)) AS value FROM (${all})`
}

/** As many periods at a time as fit into a number: none needs to know of the others. */
const overTime = (
  { starts }: Buckets,
  scope: Scope,
  entity: Entity,
  rows: (starts: readonly number[], within: Scope) => Sql | undefined,
): Sql | undefined => {
  const parts: Sql[] = []
  for (let first = 0; first < starts.length; first += MOST_PERIODS) {
    const some = starts.slice(first, first + MOST_PERIODS)
    const within = { ...scope, from: Math.max(scope.from, some[0]!), to: starts[first + MOST_PERIODS] ?? scope.to }
    const told = rows(some, within)
    if (!told) return undefined
    parts.push(
      sql`SELECT ${i64s(some)}[number + 1] AS at, ${inPeriods(entity, told)} GROUP BY toUInt8(position) AS number`,
    )
  }
  return parts.length ? join(parts, sql`\nUNION ALL\n`) : undefined
}

/** Users come back in many periods, and are put together first; hardly any session lies in two. */
const inPeriods = ({ kind }: Entity, rows: Sql): Sql => {
  const periods = sql`ARRAY JOIN bitPositionsToArray(bits) AS position`
  if (kind === 'session') return sql`toFloat64(uniqExact(who)) AS value FROM (${rows}) ${periods}`
  return sql`toFloat64(count()) AS value FROM (SELECT groupBitOr(bits) AS bits FROM (${rows}) GROUP BY who) ${periods}`
}

interface Asked {
  query: AnalyticsQuery['query']
  entity: Entity
  audience: ((fields: Fields) => Sql) | undefined
}

/** Rows `{who, bits}` of the periods in which each did what is asked about; there may be several of one. */
const activeRows = (asked: Asked, scope: Scope, starts: readonly number[]): Sql | undefined => {
  const { query, entity, audience } = asked
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
    starts,
  )
  if (!told) return undefined
  return mayBeHot(scope) ? sql`${told}\nUNION ALL\n${openOnes(asked, scope, starts)}` : told
}

const openOnes = ({ query, entity, audience }: Asked, scope: Scope, starts: readonly number[]): Sql => {
  const events = filtered(query, { ...scope, only: 'hot' }, audience)
  const { text, exists } = events.fields.keyOf(entity.path)
  const bits = periodBit(starts, sql`toUnixTimestamp64Milli(date)`)
  return sql`SELECT ${text} AS who, ${bits} AS bits FROM (${events.rows()}) WHERE ${exists}`
}
