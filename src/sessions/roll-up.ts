import { constant, i64, join, type Sql, sql, word } from '../sql/sql.ts'
import { as, SESSION_LEVEL } from './columns.ts'

const MINUTE = 60_000
/** A session ends after so long without anything happening, and at the latest so long after it began. */
export const IDLE_MS = 15 * MINUTE
export const LONGEST_MS = 240 * MINUTE

/** When an event was over, in epoch ms. */
export const endMs = constant(`(toUnixTimestamp64Milli(date) + intDiv(ifNull(toInt64(multiIf(
  type = 'view', view_time_spent, type = 'action', action_loading_time, type = 'resource', resource_duration,
  type = 'long_task', long_task_duration, type = 'vital', toInt64OrNull(toString(round(vital_duration))), 0)), 0), 1000000))`)

const VIEW_FIELDS = ['id', 'name', 'url', 'url_host', 'url_path', 'url_path_group'] as const
const viewFields = join(VIEW_FIELDS.map((field) => sql`toString(${word(`view_${field}`)})`))

const ofView = (which: 'initial_view' | 'last_view'): Sql[] =>
  VIEW_FIELDS.map((field, i) =>
    as(sql`tupleElement(${word(which)}, ${constant(String(i + 1))})`, `session_${which}_${field}`),
  )

/**
 * One row a session: `application_id`, `session_id`, `first_date`, `last_ms`, which is its last view (its last event, if
 * no view came) as `last_type` and `last_event_id`, and every attribute of level `session`, from rows that carry all
 * columns. Server events belong to a session but neither start nor prolong it.
 */
export const rollUp = (rows: Sql, nowMs: number): Sql => sql`
SELECT application_id, session_id, first_date, last_ms, session_has_replay,
  toNullable(NOT ended AND last_ms > ${i64(nowMs - IDLE_MS)} AND toUnixTimestamp64Milli(first_date) > ${i64(nowMs - LONGEST_MS)}) AS session_is_active,
  toNullable(toInt64(1000000 * (last_ms - toUnixTimestamp64Milli(first_date)))) AS session_time_spent,
  session_view_count, session_action_count, session_error_count, session_resource_count, session_long_task_count,
  session_frustration_count, session_referrer,
  tupleElement(last_event, 1) AS last_type, tupleElement(last_event, 2) AS last_event_id,
  ${join([...ofView('initial_view'), ...ofView('last_view')])}
FROM (
  SELECT application_id, session_id, min(date) AS first_date, max(${endMs}) AS last_ms, max(session_ended) AS ended,
    max(session_has_replay) AS session_has_replay,
    toNullable(toInt64(countIf(type = 'view'))) AS session_view_count,
    toNullable(toInt64(countIf(type = 'action'))) AS session_action_count,
    toNullable(toInt64(countIf(type = 'error'))) AS session_error_count,
    toNullable(toInt64(countIf(type = 'resource'))) AS session_resource_count,
    toNullable(toInt64(countIf(type = 'long_task'))) AS session_long_task_count,
    toNullable(toInt64(sumIf(length(action_frustration_type), type = 'action'))) AS session_frustration_count,
    argMinIf(toString(view_referrer), (date, arrival), type = 'view') AS session_referrer,
    argMinIf((${viewFields}), (date, arrival), type = 'view') AS initial_view,
    argMaxIf((${viewFields}), (date, arrival), type = 'view') AS last_view,
    argMax((toString(type), event_id), (type = 'view', date, arrival)) AS last_event
  FROM (${rows})
  WHERE session_id != '' AND type != 'server'
  GROUP BY application_id, session_id)`

/** Columns of `rollUp` that stand on each event of the session. */
export const SESSION_COLUMNS: readonly string[] = SESSION_LEVEL.map((a) => a.column)
