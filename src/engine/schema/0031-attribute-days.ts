import type { Dialect } from './dialect.ts'

const named = (table: string): string => `
SELECT path, kind, type, application_id, toDate(date) AS day, count() AS events FROM (
  SELECT type, application_id, date, arrayJoin(JSONAllPathsWithTypes(custom)) AS pair, tupleElement(pair, 1) AS path,
    tupleElement(pair, 2) AS kind
  FROM ${table} WHERE type != 'session')
GROUP BY path, kind, type, application_id, day`

/**
 * `attribute_days`: which custom attributes events of a day (UTC) had, and as what. Filled by whatever is inserted into
 * `events_hot` and `events`: an event is noted as it comes, and once more for each further version and when it is settled,
 * so that `events` tells frequent attributes from rare ones and no more.
 */
export const attributeDays = (d: Dialect): string[] => {
  const whole = (table: string) => (d.onCluster ? table : d.local(table))
  const columns = 'path, kind, type, application_id, day, events'
  const tables = ['events_hot', 'events']
  return [
    `CREATE TABLE IF NOT EXISTS ${d.local('attribute_days')}${d.onCluster} (
  path String CODEC(ZSTD(1)), kind LowCardinality(String), type LowCardinality(String),
  application_id LowCardinality(String), day Date, events UInt64
) ENGINE = ${d.engine('SummingMergeTree')} PARTITION BY toYYYYMM(day) ORDER BY (path, kind, type, application_id, day)`,
    ...d.spread('attribute_days', 'cityHash64(path)'),
    ...tables.map((table) => `DROP VIEW IF EXISTS ${d.local(`attribute_days_from_${table}`)}${d.onCluster}`),
    `TRUNCATE TABLE ${d.local('attribute_days')}${d.onCluster}`,
    ...tables.map(
      (table) => `INSERT INTO ${whole('attribute_days')} (${columns}) SELECT ${columns} FROM (${named(whole(table))})`,
    ),
    ...tables.map(
      (
        table,
      ) => `CREATE MATERIALIZED VIEW IF NOT EXISTS ${d.local(`attribute_days_from_${table}`)}${d.onCluster} TO ${d.local('attribute_days')}
AS SELECT ${columns} FROM (${named(d.local(table))})`,
    ),
  ]
}
