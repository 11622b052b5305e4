import { constant, join, type Sql, sql } from '../sql/sql.ts'

const LISTS = ['String', 'Int64', 'UInt64', 'Float64', 'Bool']

/** What a path of the JSON column holds, a Dynamic: a text, number, boolean or a list of these. */
export const customTexts = (value: Sql): { isList: Sql; list: Sql; texts: Sql } => {
  const lists = LISTS.map(
    (type) =>
      sql`arrayMap(x -> ifNull(toString(x), ''), dynamicElement(${value}, ${constant(`'Array(Nullable(${type}))'`)}))`,
  )
  const list = sql`arrayConcat(${join([...lists, sql`arrayMap(x -> ifNull(toString(x), ''), dynamicElement(${value}, 'Array(Dynamic)'))`])})`
  const isList = sql`startsWith(dynamicType(${value}), 'Array')`
  // Most are plain texts, and for these the rest need not be looked at, nor what type each is.
  const plain = sql`dynamicElement(${value}, 'String')`
  const texts = sql`if(isNotNull(${plain}), arrayFilter(x -> x != '', [assumeNotNull(${plain})]),
    if(isNull(${value}), [], arrayFilter(x -> x != '', if(${isList}, ${list}, [ifNull(toString(${value}), '')]))))`
  return { isList, list, texts }
}
