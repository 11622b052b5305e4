import { afterAll, beforeAll, expect, test } from 'vitest'
import { APPLICATION_NAME } from '../../bench/traffic/columns.ts'
import { multiply } from '../../bench/traffic/copies.ts'
import { fill } from '../../bench/traffic/fill.ts'
import type { Traffic } from '../../bench/traffic/visit.ts'
import { wholeEvents } from '../../src/analyses/events/search.ts'
import type { ClientEngine } from '../../src/engine/client-engine.ts'
import { deriveMissing, forgetSequences } from '../../src/sessions/derive.ts'
import { SETTLE_DEFAULTS, settle } from '../../src/sessions/settle.ts'
import { constant, sql, time } from '../../src/sql/sql.ts'
import { createDisk, emptyTables, type Sent, startWorld } from '../support/event-world.ts'
import { openHome, startHome, type TestHome } from '../support/homes.ts'
import { untoldBySequences } from '../support/sequence-rows.ts'

const DAY = 86_400_000
const TO = Date.parse('2030-11-01T00:00:00Z')
const TRAFFIC: Traffic = { applicationId: 'an-application', sessions: 60, from: TO - 60 * DAY, to: TO }

let home: TestHome
let engine: ClientEngine
beforeAll(async () => {
  home = await startHome('embedded')
  engine = await openHome(home)
})
afterAll(async () => {
  await engine?.close()
  await home?.stop()
})

/** What only tells how and when a row came. */
const EXCEPT = constant('batch, arrival, received_at, revision, skew_ms')

const settledRows = async () =>
  (
    await engine.query<Record<string, unknown>>(
      sql`SELECT * EXCEPT (${EXCEPT}), toString(session_key) AS session_key FROM events ORDER BY type, event_id`,
      { tag: 'test' },
    )
  ).rows

const links = async () =>
  (await engine.query(sql`SELECT DISTINCT anonymous_id, user_id FROM identity_links ORDER BY ALL`, { tag: 'test' }))
    .rows

test('made-up rows are what intake and settling make of the same events', async () => {
  await emptyTables(engine)
  const disk = createDisk()
  const world = await startWorld(engine, disk, TO + DAY)
  await fill({ engine, pictures: world.settling.pictures, traffic: TRAFFIC, sessionsAtOnce: 25 })
  const made = await settledRows()
  const linked = await links()
  const sent = await world.ask(async (asking): Promise<Sent[]> => {
    const keys = await asking.run<Parameters<typeof wholeEvents>[0][number]>(
      sql`SELECT toString(type) AS type, toUnixTimestamp64Milli(date) AS date_ms, toString(arrival) AS arrival, event_id FROM events WHERE type != 'session' ORDER BY arrival`,
    )
    return (await wholeEvents(keys, asking)).map(({ event, date }, i) => sentOf(event, date, keys[i]!.event_id))
  })
  expect(new Set(sent.map(({ event }) => event.type))).toEqual(new Set(['view', 'action', 'error', 'server']))

  await emptyTables(engine)
  await engine.everywhere((local) => constant(`TRUNCATE TABLE ${local('identity_links')}`), { tag: 'test' })
  const real = await startWorld(engine, createDisk(), TO + DAY)
  real.log(sent)
  while (!(await real.load()));
  real.now = TO + 2 * DAY
  await settle(real.settling, SETTLE_DEFAULTS)

  expect(made.length).toBeGreaterThan(500)
  const differences = (await settledRows()).flatMap((row, i) =>
    Object.keys(row).flatMap((column) =>
      JSON.stringify(row[column]) === JSON.stringify(made[i]![column])
        ? []
        : [{ type: row.type, column, real: row[column], made: made[i]![column] }],
    ),
  )
  expect(differences.slice(0, 12)).toEqual([])
  expect(await links()).toEqual(linked)
})

test('copies are other sessions of other people, and all that is derived from them agrees', async () => {
  await emptyTables(engine)
  await engine.everywhere((local) => constant(`TRUNCATE TABLE ${local('identity_links')}`), { tag: 'test' })
  const world = await startWorld(engine, createDisk(), TO + DAY)
  const { pictures } = world.settling
  await fill({ engine, pictures, traffic: TRAFFIC, sessionsAtOnce: 25 })
  const { committed: batches } = pictures.current()
  for (const times of [2, 3]) await multiply({ engine, pictures, traffic: TRAFFIC, batches, times, latest: DAY })
  const ofBatch = (one: string) => sql`SELECT session_key, batch, min(date) AS first_date, max(date) AS last_date
    FROM ${constant(one)} GROUP BY session_key, batch`
  expect(await world.ask(untoldBySequences)).toEqual([])
  const rows = () => world.ask((asking) => asking.run(sql`SELECT count() AS n FROM sequences`))
  const copied = await rows()
  // What `migrate --rebuild-sequences` does.
  await forgetSequences(engine)
  expect(await rows()).toEqual([{ n: 0 }])
  expect(await deriveMissing(engine, pictures.current().committed)).toBe(3 * Number(batches))
  expect(await rows()).toEqual(copied)
  const told = await world.ask(async (asking) => ({
    sequences: await untoldBySequences(asking),
    index: await asking.run(sql`(${ofBatch('events')}) EXCEPT SELECT * FROM session_index`),
    ids: await asking.run(
      sql`SELECT type, uniqExact(event_id) = count() AS different, uniqExact(session_id) AS sessions, max(date) < ${time(TO + 2 * DAY)} AS within
      FROM events GROUP BY type ORDER BY type`,
    ),
  }))
  expect(told).toMatchObject({ sequences: [], index: [] })
  for (const of of told.ids) expect(of).toMatchObject({ different: 1, within: 1 })
  expect(told.ids).toContainEqual(expect.objectContaining({ type: 'session', sessions: 3 * TRAFFIC.sessions }))
})

/** As it would have been sent: a backend's event names its time and has an id of intake's. */
const sentOf = (event: Record<string, unknown>, date: number, eventId: string): Sent => {
  const isServer = event.type === 'server'
  const { date: _, session, ...rest } = event
  const own = session as Record<string, unknown> | undefined
  // What is made of the whole session is not sent.
  const sent = own && { ...Object.fromEntries(Object.entries(own).filter(([key]) => SENT_OF_SESSION.includes(key))) }
  return {
    event: isServer ? { ...rest, timestamp: date } : { ...rest, date, ...(sent ? { session: sent } : {}) },
    envelope: {
      receivedAt: date + 1000,
      application: { id: TRAFFIC.applicationId, name: APPLICATION_NAME },
      skewMs: 0,
      sdkVersion: '',
      tags: '',
      agent: {},
      place: null,
      ...(isServer ? { eventId } : {}),
    },
  }
}

const SENT_OF_SESSION = ['id', 'type', 'has_replay', 'sampled_for_replay']
