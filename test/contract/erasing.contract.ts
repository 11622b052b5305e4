import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { ClientEngine } from '../../src/engine/client-engine.ts'
import type { Home } from '../../src/engine/engine.ts'
import { loadOnce } from '../../src/intake/load.ts'
import { createOpenSessions } from '../../src/intake/open-sessions.ts'
import { dateText } from '../../src/intake/shapes.ts'
import { createFields } from '../../src/query/field.ts'
import { eventSource } from '../../src/query/source.ts'
import { recordingKeeper } from '../../src/replay/kept-recordings.ts'
import { erase } from '../../src/sessions/erase/erase.ts'
import { openTombstones } from '../../src/sessions/erase/tombstones.ts'
import { removeSettled, settle } from '../../src/sessions/settle.ts'
import { sql, word } from '../../src/sql/sql.ts'
import { APPLICATION } from '../support/application.ts'
import { createDisk, emptyTables, startWorld } from '../support/event-world.ts'
import { openHome, startHome, type TestHome } from '../support/homes.ts'
import { action, type SdkEvent, uuidOf, view } from '../support/sdk-events.ts'

vi.setConfig({ testTimeout: 240_000 })

const START = Date.parse('2030-10-26T20:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const ANN = { id: 'ann-4711', name: 'Ann Example', email: 'ann.4711@example.com', anonymous_id: 'tablet' }
const BOB = { id: 'bob', anonymous_id: 'tablet' }
const unknown = (device: string) => ({ anonymous_id: device })
const view_ = (at: number, session: string, user: object, name: string) =>
  view({ at: START + at, session, user: user as never, name, id: `${session}${name}` })

/** Removing a person leaves nothing of them, whatever comes late, and all that is somebody else's. */
export const erasingContract = (kind: Home): void => {
  let home: TestHome
  let engine: ClientEngine
  beforeAll(async () => {
    home = await startHome(kind)
    engine = await openHome(home)
  })
  // Nothing of a first attempt may be left for a second.
  beforeEach(() => emptyTables(engine))
  afterAll(async () => {
    await engine?.close()
    await home?.stop()
  })

  const ask = async <Row>(text: ReturnType<typeof sql>) => (await engine.query<Row>(text, { tag: 'test' })).rows

  /** The tables in which a text stands in any cell of any row. */
  const tablesWith = async (text: string): Promise<string[]> => {
    const tables = await ask<{ name: string }>(
      sql`SELECT name FROM system.tables WHERE database = currentDatabase() AND engine NOT LIKE '%View' ORDER BY name`,
    )
    const found: string[] = []
    for (const { name } of tables) {
      if (JSON.stringify(await ask(sql`SELECT * FROM ${word(name)}`)).includes(text)) found.push(name)
    }
    return found
  }

  const envelope = {
    receivedAt: START,
    application: { id: APPLICATION.id, name: 'Shop' },
    skewMs: 0,
    sdkVersion: '7.16.2',
    tags: '',
    agent: {},
    place: null,
  }
  const segment = (session: string, name: string, data: string) => ({
    application_id: APPLICATION.id,
    session_id: uuidOf(session),
    view_id: uuidOf(`${session}${name}`),
    index_in_view: 0,
    start: START,
    end: START + 1,
    records_count: 1,
    has_full_snapshot: true,
    creation_reason: 'init',
    source: 'browser',
    raw_size: 1,
    data,
    received_at: dateText(START),
  })

  test('nothing is left of a person in any table, and nothing comes back', async () => {
    const disk = createDisk()
    const world = await startWorld(engine, disk, START)
    const tombstones = await openTombstones(engine)
    const loading = { ...world.loading, tombstones }
    const loadAll = async () => {
      while ((await loadOnce(loading)) > 0);
    }
    const log = (events: readonly SdkEvent[]) => world.log(events.map((event) => ({ event, envelope })))
    const names = async () => {
      const fields = createFields()
      const name = sql`${fields.of('usr.id').text} || ' ' || ${fields.of('view.name').text}`
      const rows = await world.ask((asking) =>
        asking.run<{ name: string }>(
          sql`SELECT ${name} AS name FROM (${eventSource(asking.scope(START - HOUR, START + 24 * HOUR), { fields: fields.all(), types: ['view'] })})`,
        ),
      )
      return rows.map((row) => row.name).sort()
    }

    const settled = [
      view_(0, 'shared', unknown('tablet'), 'hers before'),
      view_(MINUTE, 'shared', ANN, 'hers'),
      view_(2 * MINUTE, 'shared', BOB, 'his'),
      view_(0, 'own', ANN, 'alone'),
      action({ at: START + 1, session: 'own', user: ANN, name: 'Pay', view: 'ownalone' }),
      view_(0, 'other', unknown('phone'), 'stranger'),
    ]
    log(settled)
    await engine.insert(
      'replay_segments',
      [segment('own', 'alone', 'QU5O'), segment('shared', 'hers', 'QU5O'), segment('shared', 'his', 'Qk9C')]
        .map((row) => JSON.stringify(row))
        .join('\n'),
    )
    await engine.insert(
      'segment_members',
      [ANN.id, 'bob'].map((value) => JSON.stringify({ segment_id: 'list', version: 1, value, line: 1 })).join('\n'),
    )
    await loadAll()
    world.now += 2 * HOUR
    await settle(world.settling, { quietMs: MINUTE, overMs: 20 * MINUTE, sessions: 1000, copied: 3 })
    await removeSettled(world.settling)
    const recordings = recordingKeeper(
      () => engine,
      () => world.now,
    )
    for (const session of ['own', 'shared']) await recordings.keep(uuidOf(session))
    expect(await recordings.keptSince(uuidOf('own'))).toBe(world.now)
    log([view_(2 * HOUR, 'open', ANN, 'open')])
    await loadAll()
    expect(await tablesWith(ANN.id)).toContain(kind === 'cluster' ? 'events_local' : 'events')

    world.now += MINUTE
    const { makeOpen } = createOpenSessions(engine, world.asking.pictures)
    const erasing = { engine, pictures: world.asking.pictures, tombstones, makeOpen, clock: () => world.now }
    const erasure = { whom: { kind: 'user' as const, id: ANN.id }, listedBy: { id: ['list'], email: [] } }
    const receipt = await erase(erasing, erasure)
    expect(receipt).toMatchObject({
      events: 5,
      sessions: 3,
      devices: 1,
      tables: { replay_segments: 2, replay_kept: 2, segment_members: 1, view_documents: 4 },
    })
    for (const text of [ANN.id, ANN.email, ANN.name]) expect([text, await tablesWith(text)]).toEqual([text, []])
    for (const table of ['replay_segments', 'replay_kept']) {
      expect(await ask(sql`SELECT view_id, data FROM ${word(table)}`)).toEqual([
        { view_id: uuidOf('sharedhis'), data: 'Qk9C' },
      ])
    }
    expect(await names()).toEqual([' stranger', 'bob his'])
    expect(await erase(erasing, erasure)).toBeUndefined()

    // The same again, a later version of a view, and what was recorded meanwhile: all of it happened before.
    log([...settled, view({ at: START, session: 'own', user: ANN, name: 'alone', id: 'ownalone', documentVersion: 9 })])
    log([view_(HOUR, 'late', unknown('tablet'), 'late')])
    await loadAll()
    for (const text of [ANN.id, ANN.email, ANN.name]) expect([text, await tablesWith(text)]).toEqual([text, []])
    expect(await names()).toEqual([' stranger', 'bob his'])

    // What is left of a session is rolled up anew; a person who comes back is a new one.
    log([view_(4 * HOUR, 'new', ANN, 'again')])
    await loadAll()
    world.now += 9 * HOUR
    await settle(world.settling, { quietMs: MINUTE, overMs: 20 * MINUTE, sessions: 1000, copied: 3 })
    await removeSettled(world.settling)
    expect(await names()).toEqual([' stranger', 'ann-4711 again', 'bob his'])
    expect(
      await ask(
        sql`SELECT session_view_count AS views, session_initial_view_name AS first FROM events
          WHERE type = 'session' AND usr_id = 'bob'`,
      ),
    ).toEqual([{ views: 1, first: 'his' }])

    // Of an account, what was done in it goes, and its people stay.
    const account = { id: 'acme-0815', name: 'Acme' }
    const inAccount = view({ at: START + 5 * HOUR, session: 'work', user: BOB, account, name: 'inside' })
    log([inAccount, view_(5 * HOUR, 'work', BOB, 'outside')])
    await loadAll()
    expect(await tablesWith(account.id)).not.toEqual([])
    const ofAccount = { whom: { kind: 'account' as const, id: account.id }, listedBy: { id: [], email: [] } }
    expect(await erase(erasing, ofAccount)).toMatchObject({ events: 1, sessions: 1, devices: 0 })
    log([inAccount])
    await loadAll()
    expect(await tablesWith(account.id)).toEqual([])
    expect(await names()).toEqual([' stranger', 'ann-4711 again', 'bob his', 'bob outside'])
  })
}
