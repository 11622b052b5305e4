import type { Engine } from '../src/engine/engine.ts'
import { constant, i64, type Sql, sql } from '../src/sql/sql.ts'
import type { Span } from './questions/question.ts'

const TAG = { tag: 'bench-peer', lane: 'background' as const, limits: { seconds: 3600, bytes: 8 * 2 ** 30 } }

/**
 * The events as PostHog lays them out: sorted by day, event and person, and with the user already stitched onto each row. Of
 * the columns only those that the questions read.
 */
export const fillPeer = async (engine: Engine): Promise<void> => {
  const { rows } = await engine.query(sql`EXISTS TABLE peer_events`, TAG).catch(() => ({ rows: [] }))
  if ((rows[0] as { result?: number } | undefined)?.result) return
  await engine.command(constant(TABLE), TAG)
  await engine.command(constant(FILL), TAG)
}

const TABLE = `CREATE TABLE peer_events (
  app LowCardinality(String), ts DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)), type LowCardinality(String),
  name LowCardinality(String), user_key UInt64, session_id String CODEC(ZSTD(1)), country LowCardinality(String),
  device LowCardinality(String), loading_time Nullable(Int64), properties JSON(max_dynamic_paths = 512)
) ENGINE = MergeTree PARTITION BY toYYYYMM(ts) ORDER BY (app, toDate(ts), type, name, user_key, ts)`

const FILL = `INSERT INTO peer_events SELECT application_id, date, toString(type),
  multiIf(type = 'action', toString(action_name), type = 'server', toString(event_name), toString(view_name)),
  cityHash64(if(usr_id = '', linked_user, usr_id)), session_id, geo_country, device_type, view_loading_time, custom
FROM events LEFT JOIN (SELECT anonymous_id, argMin(user_id, (first_date, first_arrival)) AS linked_user FROM identity_links GROUP BY anonymous_id) AS links
  ON usr_anonymous_id = links.anonymous_id`

/** The asked range, over the peer's table. */
export const PEER_RANGE = 'ts >= fromUnixTimestamp64Milli({from:Int64}) AND ts < fromUnixTimestamp64Milli({to:Int64})'

/** A question over the peer's table. */
export const peerStatement = (text: string, { from, to }: Span): Sql => {
  const parts = text.split(/\{(from|to):Int64\}/)
  return parts.reduce<Sql>(
    (done, part, i) => sql`${done}${i % 2 ? i64(part === 'from' ? from : to) : constant(part)}`,
    sql``,
  )
}
