import type { Dialect } from './dialect.ts'

const FIRST_AND_LAST = [
  'application_id',
  'geo_country_iso_code',
  'geo_city',
  'geo_country_subdivision',
  'device_type',
  'os_name',
  'os_version',
  'browser_name',
  'browser_version',
]
const LAST = ['usr_email', 'usr_name', 'account_name']

/** What `seen` says about values: of the first or the last event that has one, as a state to be merged. */
const VALUES: readonly [column: string, state: string][] = [
  ...FIRST_AND_LAST.map((column) => ['argMin', 'first', column] as const),
  ...[...FIRST_AND_LAST, ...LAST].map((column) => ['argMax', 'last', column] as const),
].map(([way, which, column]) => [
  `${which}_${column}`,
  `${way}IfState(toString(${column}), (date, arrival), toUInt8(${column} != ''))`,
])

/** The columns of `seen` beside its keys, and how they are made from events. */
export const SEEN: ReadonlyMap<string, string> = new Map([
  ['first_date', 'min(date)'],
  ['last_date', 'max(date)'],
  ['events', 'count()'],
  ['errors', "countIf(type = 'error')"],
  ['frustrations', "sumIf(length(arrayFilter(x -> x != '', action_frustration_type)), type = 'action')"],
  ['loading_sum', "sumIf(toFloat64(ifNull(view_loading_time, 0)), type = 'view')"],
  ['loading_count', "countIf(type = 'view' AND isNotNull(view_loading_time))"],
  ...VALUES,
])

export const SEEN_KEYS = ['usr_id', 'usr_anonymous_id', 'account_id', 'application_id', 'session_id'] as const

const TYPES: Record<string, string> = {
  first_date: "DateTime64(3, 'UTC')",
  last_date: "DateTime64(3, 'UTC')",
  loading_sum: 'Float64',
}

const typeOf = (column: string): string => {
  const way = /^(argM\w+)IfState/.exec(SEEN.get(column)!)?.[1]
  if (way) return `AggregateFunction(${way}If, String, Tuple(DateTime64(3, 'UTC'), UInt64), UInt8)`
  return TYPES[column] ?? 'UInt64'
}

/** What is filled of `seen`, in order. */
export const FILLED_COLUMNS: string = [...SEEN_KEYS, 'session_key', 'batch', ...SEEN.keys()].join(', ')

export const filled = (table: string): string => `
SELECT ${SEEN_KEYS.join(', ')}, session_key, batch, ${[...SEEN].map(([column, made]) => `${made} AS ${column}`).join(', ')}
FROM ${table} WHERE type != 'session' GROUP BY ${SEEN_KEYS.join(', ')}, session_key, batch`

export const seenColumns = (): string =>
  `usr_id String CODEC(ZSTD(1)), usr_anonymous_id String CODEC(ZSTD(1)), account_id String CODEC(ZSTD(1)),
  application_id LowCardinality(String), session_id String CODEC(ZSTD(1)),
  session_key UInt64 CODEC(ZSTD(1)), batch UInt64 CODEC(Delta(8), ZSTD(1)),
  ${[...SEEN.keys()].map((column) => `${column} ${typeOf(column)}`).join(',\n  ')}`

/**
 * `seen`: what each user, device and account did in each settled session, for profiles: a few rows a session instead of
 * all of its events. Filled by whatever is inserted into `events`; rows of one session may be several, to be merged.
 */
export const seen = (d: Dialect): string[] => [
  `CREATE TABLE IF NOT EXISTS ${d.local('seen')}${d.onCluster} (
  ${seenColumns()}
) ENGINE = ${d.engine('MergeTree')} ORDER BY (usr_id, usr_anonymous_id, session_key)`,
  ...d.spread('seen', 'session_key'),
  `CREATE MATERIALIZED VIEW IF NOT EXISTS ${d.local('seen_from_events')}${d.onCluster} TO ${d.local('seen')}
AS ${filled(d.local('events'))}`,
  `INSERT INTO seen (${FILLED_COLUMNS}) ${filled('events')}`,
]
