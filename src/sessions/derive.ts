import { deleteRows } from '../engine/delete-rows.ts'
import type { Engine } from '../engine/engine.ts'
import { COUNTS } from '../engine/schema/0035-times-of-types.ts'
import { constant, join, type Sql, sql, str, strs, u64, word } from '../sql/sql.ts'
import { column } from './columns.ts'
import { missingBatches } from './missing-batches.ts'
import { KIND_ATTRIBUTES, SEQUENCE_TYPES, STRETCH_ATTRIBUTES, WHOLE_SESSION_ATTRIBUTES } from './sequence-columns.ts'

const TAG = { tag: 'derive', lane: 'background' as const, limits: { seconds: 3600 } }

/**
 * Fills `sequences` with the sessions of one batch of `events`. To be called once a batch, by one process at a time:
 * it numbers what is called by a new name.
 */
export const deriveSequences = async (engine: Engine, batch: bigint): Promise<void> => {
  await engine.command(numberKinds(batch), TAG)
  await engine.command(sequenceRows(batch), TAG)
  await engine.command(
    sql`INSERT INTO sequenced_batches (batch) ${constant('SETTINGS distributed_foreground_insert=1')} SELECT ${u64(batch)}`,
    TAG,
  )
}

const kindColumns = join(KIND_ATTRIBUTES.map(column))
const stretchColumns = join(STRETCH_ATTRIBUTES.map(column))
const wholeColumns = WHOLE_SESSION_ATTRIBUTES.map(column)

const eventsOf = (batch: bigint, selected: Sql): Sql =>
  sql`SELECT ${selected} FROM events WHERE batch = ${u64(batch)} AND type IN ${strs(SEQUENCE_TYPES)}`

/** Numbers are never given twice, also if an insert was broken off: `page` names numbers that may have got lost. */
const numberKinds = (batch: bigint): Sql => sql`
INSERT INTO event_kinds (kind, page, ${kindColumns}) ${constant('SETTINGS distributed_foreground_insert=1')}
SELECT kind, page, ${kindColumns} FROM (
  SELECT kind, known, ${kindColumns},
    if(type = 'view' AND view_name != '', min(least_page) OVER (PARTITION BY type, view_name), toUInt32(0)) AS page
  FROM (
    SELECT kind, if(page = 0, kind, page) AS least_page, 1 AS known, ${kindColumns} FROM event_kinds
    UNION ALL
    SELECT toUInt32((SELECT max(greatest(kind, page)) FROM event_kinds) + row_number() OVER (ORDER BY ${kindColumns})) AS kind,
      kind AS least_page, 0 AS known, ${kindColumns}
    FROM (SELECT DISTINCT ${kindColumns} FROM (${eventsOf(batch, kindColumns)}))
    WHERE (${kindColumns}) GLOBAL NOT IN (SELECT ${kindColumns} FROM event_kinds)))
WHERE NOT known`

/** Offsets have 32 bits, and server events may lie years from their session: rows are cut so that all fit. */
const SPAN_MS = '2147483648'

const TYPES = Object.entries(COUNTS)
const TYPE_COLUMNS = TYPES.flatMap(([type, count]) => [count, `first_${type}`, `last_${type}`])

/** How many events of a type there are, and when the first and the last. */
const ofType = ([type, count]: [type: string, count: string]): Sql[] => {
  const when = (found: Sql) => sql`toUInt32(if(${word(count)} > 0, ${found} - earliest, 0))`
  const own = sql`type = ${str(type)}`
  return [
    sql`countIf(${own}) AS ${word(count)}`,
    sql`${when(sql`minIf(at, ${own})`)} AS ${word(`first_${type}`)}`,
    sql`${when(sql`maxIf(at, ${own})`)} AS ${word(`last_${type}`)}`,
  ]
}

const sequenceRows = (batch: bigint): Sql => {
  const own = constant(
    `session_key, batch, start, last, plain, ${TYPE_COLUMNS.join(', ')}, kinds, offsets, arrivals, pages`,
  )
  const events = eventsOf(
    batch,
    join([
      kindColumns,
      stretchColumns,
      ...wholeColumns,
      constant('session_key, arrival, toUnixTimestamp64Milli(date) AS at'),
    ]),
  )
  const whole = join(wholeColumns.map((one) => sql`any(e.${one}) AS ${one}`))
  const stretch = join(STRETCH_ATTRIBUTES.map((one) => sql`e.${column(one)} AS ${column(one)}`))
  const keys = sql`session_key, ${stretchColumns}`
  return sql`
INSERT INTO sequences (${stretchColumns}, ${join(wholeColumns)}, ${own})
${constant('SETTINGS distributed_foreground_insert=1, max_partitions_per_insert_block=0')}
SELECT ${stretchColumns}, ${join(wholeColumns)}, session_key, ${u64(batch)} AS batch,
  fromUnixTimestamp64Milli(ordered[1].1, 'UTC') AS start, fromUnixTimestamp64Milli(ordered[-1].1, 'UTC') AS last,
  session_id != '' AND count() OVER (PARTITION BY session_key, application_id, session_id) = 1
    AND NOT arrayExists((a, b) -> a.1 = b.1 AND a.3 != b.3, arrayPopFront(ordered), arrayPopBack(ordered)) AS plain,
  ${join(TYPE_COLUMNS.map(word))},
  arrayMap(e -> e.3, ordered) AS kinds, arrayMap(e -> toUInt32(e.1 - ordered[1].1), ordered) AS offsets,
  arrayMap(e -> e.2, ordered) AS arrivals, arrayDistinct(arrayFilter(page -> page > 0, arrayMap(e -> e.4, ordered))) AS pages
FROM (
  SELECT session_key, ${stretch}, ${whole}, intDiv(at, ${constant(SPAN_MS)}) AS span,
    min(at) AS earliest, ${join(TYPES.flatMap(ofType))},
    arraySort(groupArray((at, arrival, kind, page))) AS ordered
  FROM (${events}) AS e
  INNER JOIN (SELECT kind, page, ${kindColumns} FROM event_kinds) AS k USING (${kindColumns})
  GROUP BY ${keys}, span)`
}

/** Batches up to `committed` that `sequences` does not hold entirely, derived anew. Returns how many. */
export const deriveMissing = async (engine: Engine, committed: bigint): Promise<number> => {
  const batches = await missingBatches(engine, 'sequenced_batches', committed, TAG)
  for (const batch of batches) {
    await deleteRows(engine, 'sequences', sql`batch = ${u64(batch)}`, TAG)
    await deriveSequences(engine, batch)
  }
  return batches.length
}

/** Forgets all sequences, to be derived again with `deriveMissing`. Not while anybody asks. */
export const forgetSequences = async (engine: Engine): Promise<void> => {
  for (const table of ['sequenced_batches', 'sequences', 'event_kinds'])
    await engine.everywhere((local) => sql`TRUNCATE TABLE ${word(local(table))}`, TAG)
}
