import type { Engine } from '../../src/engine/engine.ts'
import { deriveFacets } from '../../src/sessions/facet-rows.ts'
import type { Pictures } from '../../src/sessions/picture.ts'
import { constant, i64, join, type Sql, sql, str, u64, word } from '../../src/sql/sql.ts'
import { devicesOf, type Traffic } from './visit.ts'

export interface CopyOptions {
  engine: Engine
  pictures: Pictures
  /** What was made first, in batches up to this one. */
  traffic: Traffic
  batches: bigint
  /** How often it is to be there afterwards: copies that are there already are not made again. */
  times: number
  /** Copies happen later than the original, at most so much, ms. */
  latest: number
  onProgress?(done: number): void
}

/** One copy of all that is there: its number, from 1 on, and what its rows differ by. */
interface Copy {
  number: number
  later: number
  batches: bigint
  traffic: Traffic
}

const TAG = { tag: 'bench-copy', lane: 'background' as const, limits: { seconds: 3600, bytes: 8 * 2 ** 30 } }
const SPREAD = constant(
  'SETTINGS max_insert_threads=2, min_insert_block_size_rows=400000, min_insert_block_size_bytes=0',
)

/**
 * Makes many events of some, several times as fast as settling them does: rows are copied inside the engine, as other
 * sessions, views, users, devices and accounts, at another time, in batches of their own. What the engine derives
 * from inserted events, and what is counted of their values, is derived from these too; sequences are copied by the same
 * rule. Throws if any table does not
 * hold as many rows afterwards as it should.
 */
export const multiply = async ({ engine, pictures, traffic, batches, times, latest, onProgress }: CopyOptions) => {
  const known = timesIn(pictures, batches)
  const before = await sizesOf(engine)
  await setAside(engine, batches)
  await engine.command(constant('SYSTEM STOP MERGES events'), TAG)
  for (let number = known; number < times; number += 1) {
    const copy = { number, later: laterBy(number, latest), batches, traffic }
    for (const table of COPIED) await engine.command(copied(table, copy), TAG)
    for (let one = 1n; one <= batches; one += 1n) await deriveFacets(engine, batches * BigInt(number) + one)
    const batch = batches * BigInt(number + 1)
    await pictures.change({ ...pictures.current(), committed: batch, removed: batch })
    onProgress?.(number)
  }
  for (const table of COPIED) await engine.command(sql`DROP TABLE ${aside(table)}`, TAG)
  await engine.command(constant('SYSTEM START MERGES events'), TAG)
  for (const table of ['events', 'session_users']) await engine.command(sql`OPTIMIZE TABLE ${word(table)} FINAL`, TAG)
  const after = await sizesOf(engine)
  // Where everybody comes once, whether an attribute has too many values a day to be counted hangs on the hour.
  const names = Object.keys(after).filter((name) => !(traffic.once && name === 'facet_values'))
  const wrong = names.filter((name) => after[name]! * known !== times * before[name]!)
  if (wrong.length) throw new Error(`copied wrongly: ${wrong.map((one) => `${one} ${after[one]}`).join(', ')}`)
}

/** How often what was made first is there. */
export const timesIn = (pictures: Pictures, batches: bigint): number => Number(pictures.current().committed / batches)

/** Spread over the time evenly, however many there will be. */
const laterBy = (number: number, latest: number): number => Math.round(latest * ((number * GOLDEN) % 1))
const GOLDEN = (Math.sqrt(5) - 1) / 2

/** Those that inserts of events do not fill by themselves; `event_kinds` holds for all copies. */
const COPIED = ['events', 'session_index', 'sequences', 'sequenced_batches'] as const

/**
 * What was made first, in tables of its own: copies come to lie between it, and to read it there would mean to read them
 * all. Merges of `events` wait until all copies are there: each row is merged once then.
 */
const setAside = async (engine: Engine, batches: bigint): Promise<void> => {
  for (const table of COPIED) {
    const own = aside(table)
    await engine.command(sql`DROP TABLE IF EXISTS ${own}`, TAG)
    await engine.command(sql`CREATE TABLE ${own} AS ${word(table)}`, TAG)
    await engine.command(
      sql`INSERT INTO ${own} ${SPREAD} SELECT * FROM ${word(table)} WHERE batch <= ${u64(batches)}`,
      TAG,
    )
  }
}

const aside = (table: (typeof COPIED)[number]): Sql => word(`bench_first_${table}`)

const copied = (table: (typeof COPIED)[number], copy: Copy): Sql => {
  const other = changesOf(copy)
  const changed = CHANGED[table].map((name) => sql`${other[name]!} AS ${word(name)}`)
  return sql`INSERT INTO ${word(table)} ${SPREAD} SELECT * REPLACE (${join(changed)}) FROM ${aside(table)}`
}

const CHANGED: Record<(typeof COPIED)[number], readonly string[]> = {
  events: [
    ...['date', 'received_at', 'arrival', 'batch', 'session_key', 'session_id', 'event_id', 'view_id', 'tab_id'],
    ...['session_initial_view_id', 'session_last_view_id', 'action_id', 'error_id'],
    ...['usr_id', 'usr_email', 'usr_anonymous_id', 'account_id', 'account_name'],
  ],
  session_index: ['session_key', 'batch', 'first_date', 'last_date'],
  sequences: [
    ...['start', 'last', 'arrivals', 'batch', 'session_key', 'session_id', 'usr_id', 'usr_anonymous_id', 'account_id'],
  ],
  sequenced_batches: ['batch'],
}

const changesOf = ({ number, later, batches, traffic }: Copy): Record<string, Sql> => {
  const otherId = (id: Sql) => sql`if(${id} = '', '', UUIDNumToString(MD5(concat(${id}, ${str(`-${number}`)}))))`
  const ids = ['session_id', 'event_id', 'view_id', 'tab_id', 'session_initial_view_id', 'session_last_view_id']
    .concat(['error_id', 'usr_anonymous_id'])
    .map((name) => [name, otherId(word(name))] as const)
  const numbered = (name: string, before: string, after: string, step: number) =>
    sql`if(${word(name)} = '', '', concat(${str(before)}, toString(toUInt64(extract(${word(name)}, '\\\\d+')) + ${u64(step * number)}), ${str(after)}))`
  const moved = (name: string) => [name, sql`${word(name)} + toIntervalMillisecond(${i64(later)})`] as const
  // Numbers of devices are those of people; an account has 40 of them.
  const people = 40 * Math.ceil(devicesOf(traffic) / 40)
  const arrivals = u64(BigInt(number * traffic.sessions) << 20n)
  return {
    ...Object.fromEntries(ids),
    ...Object.fromEntries(['date', 'received_at', 'first_date', 'last_date', 'start', 'last'].map(moved)),
    action_id: sql`arrayMap(x -> ${otherId(constant('x'))}, action_id)`,
    usr_id: numbered('usr_id', 'u-', '', people),
    usr_email: numbered('usr_email', 'u', '@example.com', people),
    account_id: numbered('account_id', 'acc-', '', people / 40),
    account_name: numbered('account_name', 'Company ', '', people / 40),
    arrival: sql`arrival + ${arrivals}`,
    arrivals: sql`arrayMap(x -> x + ${arrivals}, arrivals)`,
    session_key: sql`cityHash64(session_key, ${u64(number)})`,
    batch: sql`batch + ${u64(batches * BigInt(number))}`,
  }
}

/** Of each table what there is of it, and of people and sessions how many different ones. */
const sizesOf = async (engine: Engine): Promise<Record<string, number>> => {
  const counts = ['events', 'session_index', 'sequences', 'sequenced_batches'].map(
    (table) => sql`(SELECT toFloat64(count()) FROM ${word(table)}) AS ${word(table)}`,
  )
  const different = [
    sql`(SELECT toFloat64(uniqExact(session_key)) FROM session_index) AS keys`,
    sql`(SELECT toFloat64(uniqExact(session_id)) FROM sequences WHERE session_id != '') AS sessions`,
    sql`(SELECT toFloat64(sum(events)) FROM seen_sessions) AS seen`,
    sql`(SELECT toFloat64(sum(events)) FROM session_users) AS session_users`,
    sql`(SELECT toFloat64(sum(events)) FROM facet_values) AS facet_values`,
    sql`(SELECT toFloat64(uniqExact(anonymous_id, user_id)) FROM identity_links) AS links`,
    sql`(SELECT toFloat64(uniqExact(usr_id)) FROM sequences WHERE usr_id != '') AS users`,
    sql`(SELECT toFloat64(uniqExact(account_id)) FROM sequences WHERE account_id != '') AS accounts`,
  ]
  return (await engine.query<Record<string, number>>(sql`SELECT ${join([...counts, ...different])}`, TAG)).rows[0]!
}
