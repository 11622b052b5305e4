import type { Engine } from '../src/engine/engine.ts'
import { constant, i64, type Sql, sql } from '../src/sql/sql.ts'
import type { Span } from './questions/question.ts'

/**
 * PostHog's layout and the shapes of its questions, by what its source says (github.com/PostHog/posthog; paths below
 * `posthog/`). Where it leaves a choice, the cheaper one is taken here.
 *
 * - `models/event/sql.py`: the sort key, parts by month, UUIDs for events and people, µs, names and ids as plain text.
 * - A view is an event `$pageview` and its page a property, a click is `$autocapture`: steps that are pages are not
 *   apart in the sort key. Properties come as JSON text; those asked for most have a column of text each, what customers
 *   set lies in a map (`clickhouse/property_groups.py`), which its cloud reads (`hogql/modifiers.py`).
 * - `models/person/sql.py`: an event keeps the person that it came with; whom it belongs to since then stands in
 *   `person_distinct_id_overrides`, joined to each question about people, until a weekly job (`dags/person_overrides.py`)
 *   writes it into the events: here the devices of the last week are not written yet.
 * - `hogql_queries/insights/funnels`: each person's events as a sorted array, given to a program beside the engine
 *   (`funnel-udf`). What that takes is not counted here.
 * - `hogql_queries/insights/{paths_query_runner,retention}`: arrays of each person, split where nothing happened for half an hour.
 */
export const fillPeer = async (engine: Engine): Promise<void> => {
  const tag = { tag: 'bench-peer', lane: 'background' as const, limits: { seconds: 3600, bytes: 8 * 2 ** 30 } }
  await Promise.all(TABLES.map((table) => engine.command(constant(table), tag)))
  const { rows } = await engine.query<{ filled: number }>(FILLED, tag)
  if (rows[0]!.filled) return
  for (const statement of [...EMPTIED, FILL, FILL_OVERRIDES]) await engine.command(constant(statement), tag)
}

/** Of the columns only those that the questions read. */
const TABLES = [
  `CREATE TABLE IF NOT EXISTS posthog_events (
  team_id Int64, uuid UUID, event String, timestamp DateTime64(6, 'UTC'), distinct_id String, person_id UUID, session_id String,
  pathname String, country String, device String, loading_time String, custom Map(String, String) CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(timestamp)
ORDER BY (team_id, toDate(timestamp), event, cityHash64(distinct_id), cityHash64(uuid))`,
  `CREATE TABLE IF NOT EXISTS posthog_overrides (team_id Int64, distinct_id String, person_id UUID, is_deleted Int8, version Int64)
ENGINE = ReplacingMergeTree(version) ORDER BY (team_id, distinct_id) SETTINGS index_granularity = 512`,
]
const EMPTIED = ['TRUNCATE TABLE posthog_events', 'TRUNCATE TABLE posthog_overrides']

/** Not where the folder has been filled further since. */
const FILLED = sql`SELECT (SELECT count() FROM posthog_events) = (SELECT count() FROM events WHERE type != 'session')
  AND (SELECT count() > 0 FROM posthog_overrides) AS filled`

const LAST_WEEK = '(SELECT max(date) FROM events) - INTERVAL 7 DAY'
const personOf = (id: string) => `reinterpretAsUUID(sipHash128(${id}))`
const USERS =
  'anonymous_id, argMin(user_id, (first_date, first_arrival)) AS linked_user FROM identity_links GROUP BY anonymous_id'

/** The engine takes long to write JSON as text: each path is read by itself. */
const CUSTOM = [
  'cart.items',
  'cart.value',
  'experiment',
  'product.sku',
  'shop.currency',
  'shop.region',
  'shop.theme',
].map((path) => `'${path}', custom.context.${path}::String`)

const FILL = `INSERT INTO posthog_events
SELECT 1, toUUIDOrZero(event_id), multiIf(type = 'view', '$pageview', type = 'action', '$autocapture', type = 'error', '$exception', toString(event_name)),
  date, if(usr_id = '', usr_anonymous_id, usr_id) AS sent_by, ${personOf("if(linked_user = '', sent_by, linked_user)")}, session_id,
  toString(view_name), toString(geo_country), toString(device_type), ifNull(toString(view_loading_time), ''),
  mapFilter((key, value) -> value != '', map(${CUSTOM.join(', ')}))
FROM events LEFT JOIN (SELECT ${USERS} HAVING min(first_date) < ${LAST_WEEK}) AS links
ON if(usr_id = '', usr_anonymous_id, '') = links.anonymous_id
WHERE type != 'session'`

const FILL_OVERRIDES = `INSERT INTO posthog_overrides
SELECT 1, anonymous_id, ${personOf('linked_user')}, 0, 1 FROM (SELECT ${USERS} HAVING min(first_date) >= ${LAST_WEEK})`

const RANGE =
  'team_id = 1 AND timestamp >= fromUnixTimestamp64Milli({from:Int64}) AND timestamp < fromUnixTimestamp64Milli({to:Int64})'

/** Rows of the asked range. */
export const peerRows = (columns: string, event?: string): string =>
  `SELECT ${columns} FROM posthog_events WHERE ${RANGE}${event ? ` AND event = '${event}'` : ''}`

/** The same with the `person` of each. */
export const peerPeople = (columns: string, event: string): string =>
  `SELECT ${columns}, if(notEmpty(overrides.distinct_id), overrides.person_id, posthog_events.person_id) AS person FROM posthog_events
  LEFT OUTER JOIN (
    SELECT distinct_id, argMax(person_id, version) AS person_id FROM posthog_overrides WHERE team_id = 1
    GROUP BY distinct_id HAVING argMax(is_deleted, version) = 0) AS overrides
  ON posthog_events.distinct_id = overrides.distinct_id WHERE ${RANGE} AND event = '${event}'`

/** A question over the peer's tables: a SELECT with `{from:Int64}` and `{to:Int64}`. */
export const peerStatement = (text: string, { from, to }: Span): Sql => {
  const parts = text.split(/\{(from|to):Int64\}/)
  return parts.reduce<Sql>(
    (done, part, i) => sql`${done}${i % 2 ? i64(part === 'from' ? from : to) : constant(part)}`,
    sql``,
  )
}
