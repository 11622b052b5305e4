import { constant, join, type Sql, sql, str } from '../sql/sql.ts'

const LISTS = ['String', 'Int64', 'UInt64', 'Float64', 'Bool']

/**
 * What a path of the JSON column holds, a Dynamic: a text, number, boolean or a list of these. `packed` is one text for all
 * of its texts, which is cheaper to group by than each of them.
 */
export const customTexts = (value: Sql): { isList: Sql; list: Sql; texts: Sql; packed: Sql } => {
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
  const packed = sql`multiIf(isNotNull(${plain}) AND NOT startsWith(assumeNotNull(${plain}), ${str(LISTED)}), assumeNotNull(${plain}),
    isNull(${value}), '', isNull(${plain}) AND NOT ${isList}, ifNull(toString(${value}), ''),
    concat(${str(LISTED)}, toJSONString(${texts})))`
  return { isList, list, texts, packed }
}

/** What begins so is a list as JSON. */
const LISTED = '\u0001'

/** The texts in what `packed` made of them. */
export const unpackedTexts = (packed: Sql): Sql =>
  sql`if(startsWith(${packed}, ${str(LISTED)}), JSONExtract(substring(${packed}, 2), 'Array(String)'), [${packed}])`
