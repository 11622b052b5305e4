import { attributeOf, placeOf } from '../../model/attribute.ts'
import { filtered } from '../../query/filter.ts'
import { sql, u32, word } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'

/** What the events of a range say about one attribute. */
export interface FacetDetail {
  /** Events that have a value. */
  events: number
  /** Different values. */
  cardinality: number
  /** The most frequent values, long ones cut. */
  examples: { value: string; count: number }[]
  /** Of the first and last event with a value, epoch ms. */
  first_seen: number | null
  last_seen: number | null
  /** Of the values that are numbers. */
  min: number | null
  max: number | null
  /** What a custom attribute was sent as, such as `Int64` and `String`; empty for others. */
  types: string[]
}

const EXAMPLES = 20
const EXAMPLE_LENGTH = 256

export const facetDetail = async (
  { path, query, from, to }: { path: string; query: string; from: number; to: number },
  asking: Asking,
): Promise<FacetDetail> => {
  const events = filtered({ search: { query } }, asking.scope(from, to))
  const field = events.fields.of(path)
  const values = field.several ? sql`arrayJoin(${field.texts})` : sql`toString(${field.text})`
  const distinct = field.several ? sql`uniqExactArray(${field.texts})` : sql`uniqExact(${field.text})`
  const isCustom = attributeOf(path) === undefined && placeOf(path).kind === 'custom'
  const types = isCustom ? sql`arraySort(groupUniqArray(dynamicType(${word(field.alias)})))` : sql`emptyArrayString()`
  const [[all], examples] = await Promise.all([
    asking.run<Omit<FacetDetail, 'examples'>>(sql`
SELECT toFloat64(count()) AS events, toFloat64(${distinct}) AS cardinality,
  minOrNull(toUnixTimestamp64Milli(date)) AS first_seen, maxOrNull(toUnixTimestamp64Milli(date)) AS last_seen,
  minOrNull(${field.number}) AS min, maxOrNull(${field.number}) AS max, ${types} AS types
FROM (${events.rows()}) WHERE ${field.exists}`),
    asking.run<{ value: string; count: number }>(sql`
SELECT substringUTF8(value, 1, ${u32(EXAMPLE_LENGTH)}) AS value, count FROM (
  SELECT value, toFloat64(count()) AS count FROM (SELECT ${values} AS value FROM (${events.rows()}) WHERE ${field.exists})
  WHERE value != '' GROUP BY value ORDER BY count DESC, value LIMIT ${u32(EXAMPLES)})
ORDER BY count DESC, value`),
  ])
  return { ...all!, examples }
}
