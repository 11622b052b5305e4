import { constant, type Sql, sql } from '../sql/sql.ts'

const COLUMNS =
  constant(`application_id, session_id, view_id, index_in_view, start, end, records_count, has_full_snapshot,
  creation_reason, source, raw_size`)

/**
 * The segments that `where` picks, each once: those that are there for as long as recordings are kept, and those of
 * recordings that somebody keeps for longer. `data` is read where it is asked for.
 */
export const recordedSegments = (where: Sql, data: 'with_data' | 'without_data' = 'without_data'): Sql => {
  const columns = data === 'with_data' ? sql`${COLUMNS}, data` : COLUMNS
  const of = (table: string) => sql`SELECT ${columns} FROM ${constant(table)} FINAL WHERE ${where}`
  return sql`(SELECT ${columns} FROM (${of('replay_segments')} UNION ALL ${of('replay_kept')})
  LIMIT 1 BY session_id, view_id, index_in_view, start)`
}
