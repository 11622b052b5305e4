import { constant, join, type Sql, sql, str } from '../../src/sql/sql.ts'

/** A number of 64 bits that looks drawn by lot and is always the same for the same keys. */
export const lot = (what: string, ...keys: readonly Sql[]): Sql => sql`cityHash64(${join([str(what), ...keys])})`

/** The same as a number from 0 to 1, 1 excluded. */
export const share = (what: string, ...keys: readonly Sql[]): Sql =>
  sql`(bitShiftRight(${lot(what, ...keys)}, 11) / 9007199254740992)`

export const strings = (of: readonly string[]): Sql => sql`[${join(of.map(str))}]`

/** One of these texts for each number, from 0 on; past the end it begins again. */
export const nth = (of: readonly string[], number: Sql): Sql =>
  sql`arrayElement(${strings(of)}, 1 + ${number} % ${constant(String(of.length))})`

/** One of these texts, each as often as its weight says; weights are whole numbers. */
export const weighted = (of: Readonly<Record<string, number>>, number: Sql): Sql =>
  nth(
    Object.entries(of).flatMap(([text, weight]) => Array.from({ length: weight }, () => text)),
    number,
  )

/** A UUID made from a text that says what it is for. */
export const uuid = (text: Sql): Sql => sql`UUIDNumToString(MD5(${text}))`

/** The number that rows of a session are kept by: `sessionKeyOf` of `src/lib/ids.ts`, asked of the engine. */
export const keyOf = (kind: 's' | 'e', applicationId: string, id: Sql): Sql =>
  sql`reinterpretAsUInt64(substring(SHA1(concat(${str(`${kind}\0${applicationId}\0`)}, ${id})), 1, 8))`
