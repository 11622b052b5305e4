import { and, constant, type Sql, sql, u64 } from '../sql/sql.ts'
import type { Picture } from './picture.ts'

/** Which rows of `events` count under this picture. */
export const settledVisible = (picture: Picture): Sql =>
  picture.superseded
    ? sql`(batch <= ${u64(picture.committed)} AND (session_key, batch) GLOBAL NOT IN (
        SELECT session_key, batch FROM superseded WHERE number <= ${u64(picture.reopened)}))`
    : sql`batch <= ${u64(picture.committed)}`

/** Settled rows that do not count any more, since their session was brought back: those that `settledVisible` leaves out. */
export const settledSuperseded = ({ committed, reopened }: Picture): Sql => {
  const copies = (columns: Sql) => sql`SELECT ${columns} FROM superseded WHERE number <= ${u64(reopened)}`
  return sql`(batch <= ${u64(committed)} AND session_key GLOBAL IN (${copies(sql`session_key`)})
    AND (session_key, batch) GLOBAL IN (${copies(sql`session_key, batch`)}))`
}

/** Which rows of `events_hot FINAL` count under this picture. */
export const hotVisible = (picture: Picture): Sql => {
  const reopened = sql`reopened <= ${u64(picture.reopened)}`
  if (picture.committed === picture.removed) return reopened
  return and([reopened, sql`session_key GLOBAL NOT IN (${leaving(picture)})`])
}

/** Sessions that were settled but are still in `events_hot`. */
export const leaving = ({ committed, removed, reopened }: Picture, columns = constant('session_key')): Sql => sql`
  SELECT ${columns} FROM session_index
  WHERE batch > ${u64(removed)} AND batch <= ${u64(committed)} AND (session_key, batch) GLOBAL NOT IN (
    SELECT session_key, batch FROM superseded WHERE number <= ${u64(reopened)})`
