import type { Engine } from '../../engine/engine.ts'
import { pause } from '../../lib/pause.ts'
import { and, constant, or, type Sql, sql, str, strs, u64s, word } from '../../sql/sql.ts'
import { batchesOf, deriveFacets, forgetFacets } from '../facet-rows.ts'
import { hotEvents } from '../hot-rows.ts'
import { forgetKept } from '../kept-profiles.ts'
import type { Pictures } from '../picture.ts'
import { type Belongings, PERSONAL_TABLES, type PersonalTable, type Whom } from './tables.ts'
import type { TombstoneKind, Tombstones } from './tombstones.ts'

export interface Erasing {
  engine: Engine
  pictures: Pictures
  tombstones: Tombstones
  /** After this, everything about these sessions lies among the open ones. */
  makeOpen(keys: ReadonlySet<bigint>): Promise<unknown>
  clock(): number
}

export interface Erasure {
  whom: Whom
  /** Segments and imported tables whose rows name them by their id or their email. */
  listedBy: Belongings['listedBy']
}

/** What was removed, in rows. */
export interface Receipt {
  erasedAt: number
  events: number
  sessions: number
  devices: number
  /** Of every other table that held something. */
  tables: Record<string, number>
}

const TAG = { tag: 'erase', limits: { seconds: 600 } }
const SESSIONS_AT_ONCE = 2_000
const LONGEST_WAIT_MS = 30_000

/**
 * Removes a person: the events that name them, the anonymous ones of devices whose first user they were, and all that
 * hangs on these; or an account: the events that name it, whoever did them. Sessions that others were seen in too are
 * rolled up anew without them. To be called while nothing is loaded or settled; when it breaks off, it can be called
 * again. Undefined if there is nothing of them.
 */
export const erase = async (erasing: Erasing, { whom, listedBy }: Erasure): Promise<Receipt | undefined> => {
  const { engine, tombstones, clock } = erasing
  const ask = async <Row>(statement: Sql) => (await engine.query<Row>(statement, TAG)).rows
  const isUser = whom.kind === 'user'
  const devices = isUser ? (await ask<{ id: string }>(devicesOf(whom.id))).map((row) => row.id) : []
  const mine = isUser ? ofUser(whom.id, devices) : sql`account_id = ${str(whom.id)}`
  const emails = isUser ? (await ask<{ email: string }>(emailsOf(whom.id))).map((row) => row.email) : []
  const keys = (await ask<{ key: string }>(sessionsOf(mine))).map((row) => BigInt(row.key))
  const whole: Belongings = { whom, emails, listedBy, sessionKeys: [], sessionIds: [], viewIds: [] }
  const erasedAt = clock()
  await tombstones.add([whom, ...named('device', devices)], erasedAt)
  await forgetKept(engine, erasing.pictures)

  const receipt: Receipt = { erasedAt, events: 0, sessions: keys.length, devices: devices.length, tables: {} }
  /** Batches whose values are to be counted anew; until then they are read from the events. */
  const uncounted = new Set<bigint>()
  for (let i = 0; i < keys.length; i += SESSIONS_AT_ONCE) {
    const sessionKeys = keys.slice(i, i + SESSIONS_AT_ONCE)
    await erasing.makeOpen(new Set(sessionKeys))
    const found = await theirsIn(erasing, sessionKeys, mine)
    receipt.events += found.events
    const part = { ...whole, sessionKeys, sessionIds: found.sessionIds, viewIds: found.viewIds }
    await tombstones.add([...named('session', part.sessionIds), ...named('view', part.viewIds)], erasedAt)
    await unheld(erasing.pictures)
    await removeOpen(engine, sessionKeys, mine)
    const batches = (await batchesOf(engine, sessionKeys)).filter((batch) => !uncounted.has(batch))
    await forgetFacets(engine, batches)
    for (const batch of batches) uncounted.add(batch)
    await removeFrom(engine, 'sessions', part, receipt)
  }
  for (const batch of uncounted) await deriveFacets(engine, batch)
  await removeFrom(engine, 'person', whole, receipt)
  const nothing = !keys.length && Object.values(receipt.tables).every((rows) => rows === 0)
  return nothing ? undefined : receipt
}

const named = (kind: TombstoneKind, ids: readonly string[]) => ids.map((id) => ({ kind, id }))

const ofUser = (userId: string, devices: readonly string[]): Sql =>
  or([
    sql`usr_id = ${str(userId)}`,
    and([sql`usr_id = ''`, sql`usr_anonymous_id != ''`, sql`usr_anonymous_id IN ${strs(devices)}`]),
  ])

const devicesOf = (userId: string): Sql => sql`
SELECT anonymous_id AS id FROM identity_links
WHERE anonymous_id GLOBAL IN (SELECT anonymous_id FROM identity_links WHERE user_id = ${str(userId)})
GROUP BY id HAVING argMax(user_id, earliness) = ${str(userId)}`

const emailsOf = (userId: string): Sql => sql`
SELECT DISTINCT usr_email AS email FROM (${inBoth(sql`usr_email`, sql`usr_id = ${str(userId)} AND usr_email != ''`)})`

const sessionsOf = (mine: Sql): Sql =>
  sql`SELECT DISTINCT toString(session_key) AS key FROM (${inBoth(sql`session_key`, mine)})`

const inBoth = (column: Sql, where: Sql): Sql =>
  sql`SELECT ${column} FROM events_hot WHERE ${where} UNION ALL SELECT ${column} FROM events WHERE ${where}`

/** What there is of them in open sessions, versions resolved. */
const theirsIn = async ({ engine, pictures }: Erasing, keys: readonly bigint[], mine: Sql) => {
  const rows = hotEvents(pictures.current(), sql`session_key IN ${u64s(keys)}`)
  const { rows: sessions } = await engine.query<{ id: string; own: number; all: number; views: string[] }>(
    sql`SELECT session_id AS id, toFloat64(countIf(${mine})) AS own, toFloat64(count()) AS all,
      groupUniqArrayIf(view_id, type = 'view' AND ${mine}) AS views
    FROM (${rows}) GROUP BY application_id, session_id`,
    TAG,
  )
  const whole = sessions.filter(({ id, own, all }) => id && own === all)
  return {
    events: sessions.reduce((sum, { own }) => sum + own, 0),
    sessionIds: whole.map(({ id }) => id),
    viewIds: sessions.flatMap(({ views }) => views.filter(Boolean)),
  }
}

/** Questions that began before still look at the settled copies. */
const unheld = async (pictures: Pictures): Promise<void> => {
  const until = performance.now() + LONGEST_WAIT_MS
  while (pictures.heldBefore(pictures.current().reopened) && performance.now() < until)
    await pause(50, new AbortController().signal)
}

/** Rows of theirs, and earlier versions of what came to be theirs. */
const removeOpen = (engine: Engine, keys: readonly bigint[], mine: Sql): Promise<void> => {
  const among = sql`session_key IN ${u64s(keys)}`
  return engine.everywhere((local) => {
    const table = word(local('events_hot'))
    const theirs = sql`SELECT session_key, type, event_id FROM ${table} FINAL WHERE ${and([among, mine])}`
    return removal(table, and([among, or([mine, sql`(session_key, type, event_id) IN (${theirs})`])]))
  }, TAG)
}

const removeFrom = async (engine: Engine, of: PersonalTable['of'], part: Belongings, receipt: Receipt) => {
  for (const { table, rows } of PERSONAL_TABLES.filter((one) => one.of === of)) {
    const counted = sql`SELECT toFloat64(count()) AS n FROM ${word(table)} WHERE ${rows(part)}`
    const { n } = (await engine.query<{ n: number }>(counted, TAG)).rows[0]!
    if (!n) continue
    await engine.everywhere((local) => removal(word(local(table)), rows(part)), TAG)
    if (table !== 'events') receipt.tables[table] = (receipt.tables[table] ?? 0) + n
  }
}

const removal = (table: Sql, where: Sql): Sql =>
  sql`DELETE FROM ${table} WHERE ${where} ${constant('SETTINGS lightweight_deletes_sync=2')}`
