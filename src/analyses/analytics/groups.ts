import { attributeOf, withoutAt } from '../../model/attribute.ts'
import { facetPath } from '../../query/facet-path.ts'
import type { Fields } from '../../query/field.ts'
import { measureColumn } from '../../query/measure.ts'
import { unpackedTexts } from '../../sessions/custom-texts.ts'
import { and, constant, f64, join, type Sql, sql, str, u32, word } from '../../sql/sql.ts'
import type { AnalyticsQuery, GroupBy } from './definition.ts'

/** What an event without a value of a group-by is shown as, and what a limit folds away. */
export const MISSING = 'N/A'
export const OTHER = 'Other'
/** Stands for `OTHER` in SQL, where a real value may be called so too. */
export const OTHER_KEY = '\u0001other'

export interface Groups {
  /** Each limit, and whether a larger value ranks first; what it ranks by is the question's own count of events. */
  counted: readonly Ranked[] | undefined
  /** `g1`, `g2`, …: each event's values; a list is counted once for each element. */
  selected: readonly Sql[]
  aliases: readonly Sql[]
  /** Leaves out events without a value where that is asked for. */
  where: Sql
  /** The groups within the limits: first the top values of the first attribute, in each the top of the second, … */
  top(rows: Sql): Sql
  /** Of one attribute the groups within its limit, with a value that is computed in the same look at the events. */
  topWith(rows: Sql, value: Sql): Sql
  /** Of one attribute, where events counted by its texts tell them. */
  packed: Packed | undefined
  other: boolean
  /** How groups of a single attribute are to be ordered, where that is said. */
  sort: Rank | undefined
}

export interface Packed {
  /** Rows `{g1, n}`: how many of the events have each value. */
  counts(events: Sql): Sql
  ranked: Ranked
}

/** By a measure, or without one by their name. */
export interface Rank {
  by: Sql | undefined
  way: Sql
}

export interface Ranked {
  limit: number
  by: 'most' | 'least' | 'first' | 'last'
}

export const groupsOf = (query: AnalyticsQuery, fields: Fields, pointer: string): Groups => {
  const aliases = query.group_by.map((_, i) => word(`g${i + 1}`))
  const keys = query.group_by.map((group, i) => keyOf(group, fields, `${pointer}/group_by/${i}`))
  const excluded = query.group_by.flatMap((group, i) =>
    group.should_exclude_missing ? [sql`${aliases[i]!} != ''`] : [],
  )
  const ranks = query.group_by.map((group, i) => rankOf(group, query, fields, `${pointer}/group_by/${i}/sort`))
  return {
    counted: countedOf(query),
    selected: keys.map((key, i) => sql`${key} AS ${aliases[i]!}`),
    aliases,
    where: and(excluded),
    other: query.group_by.some((group) => group.other),
    sort: query.group_by.length === 1 && query.group_by[0]!.sort ? ranks[0] : undefined,
    top: (rows) =>
      query.group_by.reduce<Sql>(
        (above, group, depth) => topOf(rows, above, depth, group, aliases, ranks[depth]!),
        sql``,
      ),
    packed: packedOf(query, fields, pointer),
    topWith: (rows, value) => topOf(rows, sql``, 0, query.group_by[0]!, aliases, ranks[0]!, sql`, ${value}`),
  }
}

const packedOf = (query: AnalyticsQuery, fields: Fields, pointer: string): Packed | undefined => {
  const [group, ...others] = query.group_by
  if (!group || others.length || group.histogram || query.compute.aggregation !== 'count') return undefined
  const { packed } = fields.of(facetPath(group, `${pointer}/group_by/0`))
  if (!packed || !ranksByCount(group)) return undefined
  const counts = (events: Sql) => sql`SELECT g1, sum(n) AS n FROM (
  SELECT arrayJoin(emptyArrayToSingle(${unpackedTexts(sql`packed`)})) AS g1, n FROM (
    SELECT ${packed} AS packed, count() AS n FROM (${events}) GROUP BY packed))
WHERE ${group.should_exclude_missing ? sql`g1 != ''` : sql`1`} GROUP BY g1`
  return { counts, ranked: rankedOf(group) }
}

/** Or by the names of the groups, which need no measure. */
const ranksByCount = ({ sort }: GroupBy): boolean =>
  !sort || sort.type === 'alphabetical' || sort.aggregation === 'count'

/** Set where all groups can be kept at hand: they are few, and what the limits rank them by adds up. */
const countedOf = ({ group_by, compute }: AnalyticsQuery): Ranked[] | undefined => {
  const few = group_by.every(({ facet, histogram, source }) => !histogram && !source && hasFewValues(facet))
  if (!few || compute.aggregation !== 'count' || !group_by.every(ranksByCount)) return undefined
  return group_by.map(rankedOf)
}

const rankedOf = ({ limit, sort }: GroupBy): Ranked => {
  if (sort?.type === 'alphabetical') return { limit, by: sort.order === 'desc' ? 'last' : 'first' }
  return { limit, by: sort?.order === 'asc' ? 'least' : 'most' }
}

const hasFewValues = (facet: string): boolean => attributeOf(withoutAt(facet))?.storage === 'enum'

const keyOf = (group: GroupBy, fields: Fields, pointer: string): Sql => {
  const field = fields.of(facetPath(group, pointer))
  if (group.histogram) return rangeOf(field.number, group.histogram)
  return field.several ? sql`arrayJoin(emptyArrayToSingle(${field.texts}))` : field.text
}

/** The lower end of the range that a number falls into; '' outside of all of them. */
const rangeOf = (number: Sql, { interval = 1, min = 0, max = 1 }: NonNullable<GroupBy['histogram']>): Sql =>
  sql`if(ifNull(${number} >= ${f64(min)} AND ${number} < ${f64(max)}, 0),
    toString(${f64(min)} + ${f64(interval)} * floor(assumeNotNull(${number} - ${f64(min)}) / ${f64(interval)})), '')`

const rankOf = ({ sort }: GroupBy, { compute }: AnalyticsQuery, fields: Fields, pointer: string): Rank => ({
  by: sort?.type === 'alphabetical' ? undefined : measureColumn(sort ?? compute, fields, pointer).expression,
  way: constant((sort?.order ?? 'desc') === 'asc' ? 'ASC' : 'DESC'),
})

const topOf = (
  rows: Sql,
  above: Sql,
  depth: number,
  group: GroupBy,
  aliases: readonly Sql[],
  { by, way }: Rank,
  value = sql``,
): Sql => {
  const here = join(aliases.slice(0, depth + 1))
  const parents = join(aliases.slice(0, depth))
  const within = depth ? sql` WHERE (${parents}) GLOBAL IN (${above})` : sql``
  const limit = depth ? sql`LIMIT ${u32(group.limit)} BY ${parents}` : sql`LIMIT ${u32(group.limit)}`
  const ties = join(aliases.slice(0, depth + 1).map((alias) => sql`${alias} ${by ? constant('ASC') : way}`))
  const order = by ? sql`${by} ${way} NULLS LAST, ${ties}` : ties
  return sql`SELECT ${here}${value} FROM (${rows})${within} GROUP BY ${here} ORDER BY ${order} ${limit}`
}

/** The groups' values, those beyond the limits as one. */
export const foldedKeys = (groups: Groups, kept: Sql): Sql => {
  const tuple = sql`(${join(groups.aliases)})`
  const other = sql`(${join(groups.aliases.map(() => str(OTHER_KEY)))})`
  const folded = sql`if(${tuple} GLOBAL IN (${kept}), tuple(${join(groups.aliases.map((alias) => sql`toString(${alias})`))}), tuple${other})`
  return join(
    groups.aliases.map(
      (alias, i) => sql`tupleElement(${folded}, ${constant(String(i + 1))}) AS ${aliasOfFolded(alias)}`,
    ),
  )
}

const aliasOfFolded = (alias: Sql): Sql => sql`o${alias}`

/** The condition that keeps the groups within the limits, if there are any. */
export const withinLimits = (groups: Groups, kept: Sql): Sql =>
  groups.aliases.length ? sql`(${join(groups.aliases)}) GLOBAL IN (${kept})` : sql`1`
