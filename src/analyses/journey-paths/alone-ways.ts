import { withUsers } from '../../query/identity.ts'
import { type Sql, sql } from '../../sql/sql.ts'
import { longest, type Question } from './question.ts'

/** What the code of an event's kind says, in a lambda over `code`. */
export const isStart: Sql = sql`bitTest(code, 0)`
export const isEnd: Sql = sql`bitTest(code, 1)`
export const isShownIn: Sql = sql`bitTest(code, 2)`
export const labelIn: Sql = sql`toUInt32(intDiv(code, 8))`

/** Rows `{session_id, usr_id, codes, offsets}`; `late`: with `device`, and without the users of devices. */
export interface AloneRows {
  rows: Sql
  late: boolean
}

/** Rows `{who, way, ms, user}` of sessions that one row tells: their events follow each other as they stand there. */
export const aloneWays = (question: Question, { rows, late }: AloneRows): Sql => {
  const user = late ? sql`usr_id, device` : sql`usr_id`
  const started = sql`SELECT * FROM (${rows}) WHERE arrayExists(code -> ${isStart}, codes)`
  const followed =
    question.query.conversion_type === 'conversion'
      ? converted(question, started, user)
      : dropped(question, started, user)
  return sql`SELECT who, way, ms, usr_id AS user FROM (${late ? withUsers(followed) : followed})`
}

const converted = (question: Question, started: Sql, user: Sql): Sql => sql`
SELECT toString(session_id) AS who, ${way(sql`arraySlice(before, begun + 1)`)} AS way,
  toInt64(offsets[over]) - toInt64(offsets[begun]) AS ms, ${user}
FROM (
  SELECT session_id, ${user}, offsets, ${overAt(question)} AS over, arraySlice(codes, 1, over - 1) AS before,
    arrayLastIndex(code -> ${isStart}, before) AS begun
  FROM (${started}) WHERE arrayExists(code -> ${isEnd}, codes) AND over > 0)`

const dropped = (question: Question, started: Sql, user: Sql): Sql => {
  const inTime =
    question.windowMs === null ? sql`1` : sql`toInt64(at) - toInt64(offsets[begun]) <= ${longest(question)}`
  return sql`
SELECT toString(session_id) AS who, ${way(sql`after`)} AS way,
  if(empty(times), 0, toInt64(times[-1]) - toInt64(offsets[begun])) AS ms, ${user}
FROM (
  SELECT session_id, ${user}, offsets, arrayLastIndex(code -> ${isStart}, codes) AS begun,
    arraySlice(codes, begun + 1) AS codes_after, arraySlice(offsets, begun + 1) AS offsets_after,
    arrayFilter((code, at) -> code > 0 AND ${inTime}, codes_after, offsets_after) AS after,
    arrayFilter((at, code) -> code > 0 AND ${inTime}, offsets_after, codes_after) AS times
  FROM (${started}) WHERE ${overAt(question)} = 0)`
}

const way = (codes: Sql): Sql => sql`arrayMap(code -> ${labelIn}, arrayFilter(code -> ${isShownIn}, ${codes}))`

/** The place of the first end in time since the last start before, 0 if there is none. */
const overAt = (question: Question): Sql => {
  const since = sql`arrayShiftRight(arrayFill(x -> x > 0, arrayMap((code, at) -> if(${isStart}, toUInt64(at) + 1, 0), codes, offsets)), 1, 0)`
  const inTime = question.windowMs === null ? sql`1` : sql`at + 1 - since <= ${longest(question)}`
  return sql`arrayFirstIndex((code, since, at) -> ${isEnd} AND since > 0 AND ${inTime}, codes, ${since}, offsets)`
}
