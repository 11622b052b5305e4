import { constant, join, or, type Sql, sql, str, u32 } from '../../sql/sql.ts'
import { OTHER_KEY } from '../analytics/groups.ts'
import type { RetentionGroupBy } from './definition.ts'

/** Names of the columns that hold groups. */
export const groupKeys = (groupBy: readonly RetentionGroupBy[]): readonly Sql[] =>
  groupBy.map((_, i) => constant(`g${i + 1}`))

/**
 * Rows `{g1…, c, k, n}` of the groups within the limits: the largest values of the first attribute, in each the largest
 * of the second, and so on, by the entities in their cohorts. What is beyond is left out, or one group "other".
 */
export const withinLimits = (cells: Sql, groupBy: readonly RetentionGroupBy[]): Sql => {
  if (!groupBy.length) return cells
  const keys = groupKeys(groupBy)
  const ranked = groupBy.reduce((rows, group, depth) => rankedBy(rows, group, keys, depth), cells)
  const beyond = or(groupBy.map((group, i) => sql`${rank(i)} > ${u32(group.limit)}`))
  if (!groupBy.some((group) => group.other)) {
    return sql`SELECT ${join(keys)}, c, k, n FROM (${ranked}) WHERE NOT ${beyond} ORDER BY ${ranks(groupBy)}, c, k`
  }
  const folded = keys.map((key, i) => sql`if(${beyond}, ${str(OTHER_KEY)}, ${key}) AS ${name('f', i)}`)
  return sql`
SELECT ${join(keys.map((key, i) => sql`${name('f', i)} AS ${key}`))}, c, k, toFloat64(sum(n)) AS n FROM (
  SELECT ${join(folded)}, ${beyond} AS beyond, ${join(groupBy.map((_, i) => rank(i)))}, c, k, n FROM (${ranked}))
GROUP BY ${join([...groupBy.map((_, i) => name('f', i)), sql`c`, sql`k`])}
ORDER BY max(beyond), ${join(groupBy.map((_, i) => sql`min(${rank(i)})`))}, c, k`
}

const rankedBy = (rows: Sql, group: RetentionGroupBy, keys: readonly Sql[], depth: number): Sql => {
  const here = join(keys.slice(0, depth + 1))
  const parents = depth ? sql`PARTITION BY ${join(keys.slice(0, depth))} ` : sql``
  const size = name('size', depth)
  const way = constant(group.sort?.order === 'asc' ? 'ASC' : 'DESC')
  return sql`
SELECT *, dense_rank() OVER (${parents}ORDER BY ${size} ${way}, ${keys[depth]!}) AS ${rank(depth)} FROM (
  SELECT *, sum(if(k < 0, n, 0)) OVER (PARTITION BY ${here}) AS ${size} FROM (${rows}))`
}

const name = (of: string, i: number): Sql => constant(`${of}${i + 1}`)
const rank = (i: number): Sql => name('rank', i)
const ranks = (groupBy: readonly RetentionGroupBy[]): Sql => join(groupBy.map((_, i) => rank(i)))
