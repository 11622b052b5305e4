import type { EventType } from '../../model/attribute.ts'
import { keyOf } from './0019-person-keys.ts'
import type { Dialect } from './dialect.ts'

/** Of each type of events the column that counts them. */
export const USER_COUNTS: Readonly<Record<EventType, string>> = {
  session: 'sessions',
  view: 'views',
  action: 'actions',
  error: 'errors',
  resource: 'resources',
  long_task: 'long_tasks',
  vital: 'vitals',
  server: 'servers',
}

const KEYS = 'usr_id, device_number, session_key, batch'
const FILLED = `${KEYS}, start, last, events, ${Object.values(USER_COUNTS).join(', ')}`

const filled = (events: string): string => `
SELECT usr_id, if(usr_id = '', ${keyOf('usr_anonymous_id')}, toUInt64(0)) AS device_number, session_key, batch,
  min(date) AS start, max(date) AS last, toUInt32(count()) AS events,
  ${Object.entries(USER_COUNTS)
    .map(([type, column]) => `toUInt32(countIf(type = '${type}')) AS ${column}`)
    .join(', ')}
FROM ${events} WHERE usr_id != '' OR usr_anonymous_id != '' GROUP BY ${KEYS}`

/**
 * `session_users`: how many events of each type, and in all, each user has in each settled session, and between which
 * moments; where no user is named, each device by its number (`device_number`, else 0). In the order of users, and in small
 * pieces: to count for some reads little more than theirs. Filled by whatever is inserted into `events`; rows of one user
 * and session may be several, to be added up.
 */
export const sessionUsers = (d: Dialect): string[] => {
  /** Each node copies its own rows, but where one node speaks for all. */
  const whole = (table: string) => (d.onCluster ? table : d.local(table))
  const view = `${d.local('session_users_from_events')}${d.onCluster}`
  const counts = ['events', ...Object.values(USER_COUNTS)].map((column) => `${column} UInt32 CODEC(T64)`)
  return [
    `CREATE TABLE IF NOT EXISTS ${d.local('session_users')}${d.onCluster} (
  usr_id String CODEC(ZSTD(1)), device_number UInt64 CODEC(ZSTD(1)),
  session_key UInt64 CODEC(ZSTD(1)), batch UInt64 CODEC(T64),
  start DateTime64(3, 'UTC') CODEC(T64), last DateTime64(3, 'UTC') CODEC(T64),
  ${counts.join(', ')},
  INDEX reach (start, last) TYPE minmax GRANULARITY 1
) ENGINE = ${d.engine('MergeTree')} PARTITION BY toMonday(start) ORDER BY (usr_id, device_number, start)
SETTINGS index_granularity = 1024, min_compress_block_size = 4096, max_compress_block_size = 16384`,
    ...d.spread('session_users', 'session_key'),
    `DROP VIEW IF EXISTS ${view}`,
    `TRUNCATE TABLE ${d.local('session_users')}${d.onCluster}`,
    `INSERT INTO ${whole('session_users')} (${FILLED}) ${filled(whole('events'))}
SETTINGS distributed_foreground_insert = 1, max_partitions_per_insert_block = 0, max_bytes_before_external_group_by = 1073741824`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS ${view} TO ${d.local('session_users')}
AS ${filled(d.local('events'))}`,
  ]
}
