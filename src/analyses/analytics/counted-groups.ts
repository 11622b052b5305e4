import { and, constant, join, type Sql, sql, str, u32 } from '../../sql/sql.ts'
import { type Groups, OTHER_KEY, type Packed, type Ranked } from './groups.ts'

/**
 * Events counted by group, and over time by period `at`, within the limits of the groups: from one look at the events,
 * because what the limits rank by is added up from the counts. Rows `{g1…, value}` (`og1…` with an "other"), with `at`
 * if over time.
 */
export const countedWithin = (groups: Groups, ranked: readonly Ranked[], rows: Sql, at?: Sql): Sql =>
  withRanks(groups, ranked, countsOf(groups.aliases, rows, at), at)

/** The same of one attribute whose values are counted by the texts that events have. */
export const countedPacked = (groups: Groups, { counts, ranked }: Packed, events: Sql): Sql =>
  groups.other ? withRanks(groups, [ranked], counts(events)) : firstOf(ranked, counts(events))

const firstOf = (ranked: Ranked, counts: Sql): Sql =>
  sql`SELECT g1, toFloat64(n) AS value FROM (${counts}) ORDER BY ${rankOf(ranked, sql`g1`, sql`n`)} LIMIT ${u32(ranked.limit)}`

/** `counts` have `n` of each group and period. */
const withRanks = (groups: Groups, ranked: readonly Ranked[], counts: Sql, at?: Sql): Sql => {
  const { aliases } = groups
  const keys = join(aliases)
  const all = at ? sql`${keys}, at` : keys
  const sums = aliases.map((_, i) => sql`sum(n) OVER (PARTITION BY ${upTo(aliases, i)}) AS n${index(i)}`)
  const places = ranked.map(
    (one, i) =>
      sql`dense_rank() OVER (${within(aliases, i)}ORDER BY ${rankOf(one, aliases[i]!, sql`n${index(i)}`)}) AS r${index(i)}`,
  )
  const kept = and(ranked.map(({ limit }, i) => sql`r${index(i)} <= ${u32(limit)}`))
  const ordered = sql`SELECT *, ${join(places)} FROM (SELECT *, ${join(sums)} FROM (${counts}))`
  if (!groups.other) return sql`SELECT ${all}, toFloat64(n) AS value FROM (${ordered}) WHERE ${kept}`
  const folded = join(aliases.map((alias) => sql`if(${kept}, toString(${alias}), ${str(OTHER_KEY)}) AS o${alias}`))
  const others = join(aliases.map((alias) => sql`o${alias}`))
  const shown = at ? sql`${others}, at` : others
  return sql`SELECT ${folded}${at ? sql`, at` : sql``}, toFloat64(sum(n)) AS value FROM (${ordered}) GROUP BY ${shown}`
}

/**
 * Several texts are told apart by numbers made of them once a value, and a text and a time by one number, which is
 * cheaper.
 */
const countsOf = (aliases: readonly Sql[], rows: Sql, at?: Sql): Sql => {
  const [first, ...others] = aliases as [Sql, ...Sql[]]
  if (!others.length && !at) return sql`SELECT ${first}, count() AS n FROM (${rows}) GROUP BY ${first}`
  const moment = at ? [sql`at`] : []
  const numbers = aliases.map((alias) => sql`sipHash64(${alias})`)
  const keys = at && !others.length ? [sql`bitXor(${numbers[0]!}, toUInt64(at))`] : [...numbers, ...moment]
  const own = [...aliases, ...moment]
  const values = own.map((one) => sql`any(${one}) AS v${one}`)
  const placed = at ? sql`SELECT *, ${at} AS at FROM (${rows})` : rows
  const counted = sql`SELECT ${join(values)}, count() AS n FROM (${placed}) GROUP BY ${join(keys)}`
  return sql`SELECT ${join(own.map((one) => sql`v${one} AS ${one}`))}, n FROM (${counted})`
}

const index = (i: number): Sql => constant(String(i + 1))

const upTo = (aliases: readonly Sql[], i: number): Sql => join(aliases.slice(0, i + 1))

const within = (aliases: readonly Sql[], i: number): Sql => (i ? sql`PARTITION BY ${upTo(aliases, i - 1)} ` : sql``)

const rankOf = ({ by }: Ranked, alias: Sql, count: Sql): Sql => {
  if (by === 'first') return sql`${alias}`
  if (by === 'last') return sql`${alias} DESC`
  return sql`${count} ${constant(by === 'most' ? 'DESC' : 'ASC')}, ${alias}`
}
