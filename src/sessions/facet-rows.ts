import { deleteRows } from '../engine/delete-rows.ts'
import type { Engine } from '../engine/engine.ts'
import { FACET_TYPES } from '../engine/schema/0010-facet-values.ts'
import { ATTRIBUTES, type Attribute, attributeOf, placeOf } from '../model/attribute.ts'
import { constant, join, path as jsonPath, type Sql, sql, str, strs, u32, u64, u64s } from '../sql/sql.ts'
import { column } from './columns.ts'
import { customTexts } from './custom-texts.ts'
import { missingBatches } from './missing-batches.ts'

/** Attributes whose combinations each have counts of their own: a search over these alone can be answered from counts. */
export const FACET_FILTERS: ReadonlySet<string> = new Set(['type', 'application.id', 'session.type', 'device.type'])

/** Of texts with many values those that are not ids. Users are not among them: who that is shows only when asked. */
const TEXTS = new Set([
  ...['usr.name', 'usr.email', 'account.id', 'account.name', 'view.url_path', 'view.referrer', 'session.referrer'],
  ...['session.initial_view.url_path', 'session.last_view.url_path'],
])
const OF_OTHER_TYPES = new Set(['Error', 'Resource', 'Performance'])

const isCounted = ({ path, storage, group }: Attribute): boolean =>
  TEXTS.has(path) || (path !== 'action.id' && ['enum', 'list'].includes(storage) && !OF_OTHER_TYPES.has(group))

const COUNTED = ATTRIBUTES.filter(isCounted)

/** Whether the values of an attribute may be among the counts: custom ones all may. */
export const mayBeCounted = (path: string): boolean => {
  const attribute = attributeOf(path)
  return attribute ? isCounted(attribute) : placeOf(path).kind === 'custom'
}

/** An attribute with more rows than this in one batch is left out of it. */
const MOST_ROWS = 50_000
const MOST_CUSTOM = 100
const ANY_CUSTOM = '*'
const TAG = { tag: 'facets', lane: 'background' as const, limits: { seconds: 3600 } }

/** Fills `facet_values` with all events of one batch of `events`, whether they still count or not. Once a batch. */
export const deriveFacets = async (engine: Engine, batch: bigint): Promise<void> => {
  const found = await customPaths(engine, batch)
  const customs = found.slice(0, MOST_CUSTOM).filter(({ path }) => placeOf(path).kind === 'custom')
  await engine.command(insert(batch, ofColumns(batch)), TAG)
  await engine.command(insert(batch, ofOthers(batch, customs)), TAG)
  await engine.command(note(batch, found.length > MOST_CUSTOM ? [ANY_CUSTOM] : []), TAG)
}

const customPaths = async (engine: Engine, batch: bigint): Promise<{ path: string; lists: number }[]> => {
  const { rows } = await engine.query<{ path: string; lists: number }>(
    sql`SELECT pair.1 AS path, max(startsWith(pair.2, 'Array')) AS lists
    FROM (SELECT arrayJoin(JSONAllPathsWithTypes(custom)) AS pair FROM ${eventsOf(batch)})
    GROUP BY path ORDER BY count() DESC, path LIMIT ${u32(MOST_CUSTOM + 1)}`,
    TAG,
  )
  return rows
}

const eventsOf = (batch: bigint): Sql => sql`events WHERE batch = ${u64(batch)} AND type IN ${strs(FACET_TYPES)}`

const FILTERS = [...FACET_FILTERS].map((path) => attributeOf(path)!)
const filters = join(FILTERS.map(column))
const KEYS = sql`day, ${filters}`
const dayOf = constant("toDate(date, 'UTC') AS day")

const insert = (batch: bigint, rows: Sql): Sql => sql`INSERT INTO facet_values (path, value, ${KEYS}, events, batch)
${constant('SETTINGS distributed_foreground_insert=1, max_partitions_per_insert_block=0')}
SELECT path, value, ${KEYS}, events, ${u64(batch)} FROM (${rows}) WHERE value != '' LIMIT ${u32(MOST_ROWS + 1)} BY path`

/** One look at the events counts them by each column: in a row of one of the sets all other columns are empty. */
const ofColumns = (batch: bigint): Sql => {
  const single = COUNTED.filter(({ path, storage }) => storage !== 'list' && !FACET_FILTERS.has(path))
  const sets = single.map((one) => sql`(${column(one)}, ${KEYS})`)
  const paths = single.map((one) => sql`${column(one)} != '', ${str(one.path)}`)
  const texts = single.map((one) => sql`toString(${column(one)})`)
  return sql`
SELECT multiIf(${join(paths)}, '') AS path, concat(${join(texts)}) AS value, ${KEYS}, events FROM (
  SELECT ${join(single.map(column))}, ${dayOf}, ${filters}, count() AS events FROM ${eventsOf(batch)}
  GROUP BY GROUPING SETS (${join(sets)}))`
}

/** What a column alone does not tell: lists, custom attributes, and what all counts are told apart by. */
const ofOthers = (batch: bigint, customs: readonly { path: string; lists: number }[]): Sql => {
  const lists = COUNTED.filter(({ storage }) => storage === 'list')
  const texts = [
    ...lists.map((one) => [one.path, sql`arrayJoin(arrayMap(x -> toString(x), ${column(one)}))`] as const),
    ...customs.map(({ path, lists }) => [path, customText(jsonPath('custom', path), lists === 1)] as const),
  ]
  const parts = texts.map(
    ([path, text]) => sql`
SELECT ${str(path)} AS path, value, ${KEYS}, events FROM (
  SELECT ${text} AS value, ${dayOf}, ${filters}, count() AS events FROM ${eventsOf(batch)} GROUP BY value, ${KEYS})`,
  )
  const own = FILTERS.map((one) => sql`(${str(one.path)}, toString(${column(one)}))`)
  const ofFilters = sql`
SELECT arrayJoin([${join(own)}]) AS one, one.1 AS path, one.2 AS value, ${KEYS}, events FROM (
  SELECT ${dayOf}, ${filters}, count() AS events FROM ${eventsOf(batch)} GROUP BY ${KEYS})`
  return join([sql`SELECT path, value, ${KEYS}, events FROM (${ofFilters})`, ...parts], sql`\nUNION ALL\n`)
}

const customText = (value: Sql, mayBeList: boolean): Sql =>
  mayBeList ? sql`arrayJoin(${customTexts(value).texts})` : sql`ifNull(toString(${value}), '')`

const note = (batch: bigint, leftOut: readonly string[]): Sql => sql`
INSERT INTO faceted_batches (batch, left_out) ${constant('SETTINGS distributed_foreground_insert=1')}
SELECT ${u64(batch)}, arrayConcat(${strs(leftOut)}, (
  SELECT groupArray(toString(path)) FROM (
    SELECT path FROM facet_values WHERE batch = ${u64(batch)} GROUP BY path HAVING count() > ${u32(MOST_ROWS)})))`

/** Batches up to `committed` whose events are not counted entirely, counted anew. Returns how many. */
export const deriveMissingFacets = async (engine: Engine, committed: bigint): Promise<number> => {
  const batches = await missingBatches(engine, 'faceted_batches', committed, TAG)
  for (const batch of batches) {
    await forgetFacets(engine, [batch])
    await deriveFacets(engine, batch)
  }
  return batches.length
}

/** Forgets what was counted of these batches, to be counted again with `deriveFacets`. */
export const forgetFacets = async (engine: Engine, batches: readonly bigint[]): Promise<void> => {
  for (const table of ['faceted_batches', 'facet_values'])
    await deleteRows(engine, table, sql`batch IN ${u64s(batches)}`, TAG)
}

/** Whether all of these batches, `0 < batch <= committed`, count this attribute. Rows `{whole}`: 1 or 0. */
export const countsAll = (path: string, committed: bigint): Sql => {
  const out = placeOf(path).kind === 'custom' ? [path, ANY_CUSTOM] : [path]
  return sql`SELECT uniqExact(batch) = (SELECT uniqExact(batch) FROM sequenced_batches WHERE batch <= ${u64(committed)})
    AND max(hasAny(left_out, ${strs(out)})) = 0 AS whole FROM faceted_batches WHERE batch <= ${u64(committed)}`
}

/** The batches that any of these sessions was settled in. */
export const batchesOf = async (engine: Engine, sessionKeys: readonly bigint[]): Promise<bigint[]> => {
  const { rows } = await engine.query<{ number: string }>(
    sql`SELECT DISTINCT toString(batch) AS number FROM session_index WHERE session_key IN ${u64s(sessionKeys)}`,
    TAG,
  )
  return rows.map((row) => BigInt(row.number))
}
