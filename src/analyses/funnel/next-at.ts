import { type Sql, sql } from '../../sql/sql.ts'

/**
 * For each number of `asked` (ascending) the value of the first of `places` (ascending) at or after it, 0 if there is
 * none. Both are merged by sorting: an array looked up from within a lambda would be copied for each element.
 */
export const nextAt = (asked: Sql, places: Sql, values: Sql): Sql => {
  const order = sql`arrayConcat(arrayMap(a -> a * 2, ${asked}), arrayMap(p -> p * 2 + 1, ${places}))`
  const merged = sql`arraySort((v, o) -> o, arrayConcat(arrayMap(a -> toInt64(0), ${asked}), ${values}), ${order})`
  return sql`arrayFilter((v, o) -> o % 2 = 0, arrayReverseFill(v -> v > 0, ${merged}), arraySort(${order}))`
}
