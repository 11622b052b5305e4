import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHome, startHome, type TestHome } from '../../test/support/homes.ts'
import type { ClientEngine } from '../engine/client-engine.ts'
import { migrate } from '../engine/migrate.ts'
import { watchWrites } from '../engine/watch-writes.ts'
import { type Loading, loadOnce } from '../intake/load.ts'
import { createOpenSessions } from '../intake/open-sessions.ts'
import { createViewsInPieces } from '../intake/views-in-pieces.ts'
import { sessionKeyOf } from '../lib/ids.ts'
import { createMutex } from '../lib/mutex.ts'
import { filtered } from '../query/filter.ts'
import { withUserKeys } from '../query/identity.ts'
import { FIRST_PICTURE } from '../sessions/picture.ts'
import { recoverPictures } from '../sessions/recover.ts'
import { removeSettled, SETTLE_DEFAULTS, settle } from '../sessions/settle.ts'
import { constant, type Sql, setOf, setsIn, sql, str, u64s, word } from '../sql/sql.ts'
import { type Asking, ask } from './asking.ts'
import { createHeld } from './held.ts'
import { createHeldLinks } from './held-links.ts'
import { createHeldSets } from './held-sets.ts'
import { createKeptAnswers } from './kept-answers.ts'

let home: TestHome
let raw: ClientEngine
beforeAll(async () => {
  home = await startHome('embedded')
  raw = await openHome(home)
  await migrate(raw)
})
afterAll(async () => {
  await raw.close()
  await home.stop()
})

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 22, 12)

const TABLES = ['events_hot', 'events', 'session_index', 'superseded', 'identity_links', 'view_documents'] as const

/** A store with the loader and settling as in a server, on a clock that stands still. */
const openStore = async () => {
  for (const table of TABLES)
    await raw.everywhere((local) => sql`TRUNCATE TABLE ${word(local(table))}`, { tag: 'test' })
  const { engine, writes } = watchWrites(raw)
  const pictures = await recoverPictures(engine, { read: async () => FIRST_PICTURE, write: async () => {} })
  const sessions = createOpenSessions(engine, pictures)
  const exclusive = createMutex()
  const records: { sequence: bigint; payload: Buffer }[] = []
  let position = 0n
  const loading: Loading = {
    log: {
      read: async (after) => records.filter((record) => record.sequence > after),
      waitFor: async () => {},
      position: () => position,
      advance: async (to) => {
        position = to
      },
    },
    engine,
    exclusive,
    sessions,
    pieces: createViewsInPieces(engine),
    onTrouble: () => {},
    clock: () => NOW,
  }
  const settling = {
    engine,
    pictures,
    exclusive,
    watchLoads: () => sessions.watch(),
    left: (keys: readonly bigint[]) => sessions.left(keys),
    clock: () => NOW,
  }
  const kept = createKeptAnswers(writes, () => NOW)
  const held = createHeld(raw, writes, () => NOW)
  return {
    kept,
    load: async (event: { at: number; session: string; user?: string; device?: string }) => {
      records.push({ sequence: BigInt(records.length + 1), payload: Buffer.from(`e${lineOf(event, records.length)}`) })
      await loadOnce(loading)
    },
    settle: async () => {
      await settle(settling, { ...SETTLE_DEFAULTS, quietMs: 0 })
      await removeSettled(settling)
    },
    ask: <R>(work: (asking: Asking) => Promise<R>, keep: boolean) =>
      ask({ engine, pictures, clock: () => NOW, ...(keep ? { kept, held } : {}) }, { tag: 'test' }, work),
  }
}

const dateText = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '')

const lineOf = (event: { at: number; session: string; user?: string; device?: string }, index: number) =>
  JSON.stringify({
    session_key: sessionKeyOf('app', event.session, ''),
    event_id: `e${index}`,
    revision: '0',
    type: 'view',
    date: dateText(event.at),
    received_at: dateText(NOW - 3_600_000),
    application_id: 'app',
    session_id: event.session,
    usr_id: event.user ?? '',
    usr_anonymous_id: event.device ?? '',
    custom: { context: { date: '1999-01-01 00:00:00.000' } },
    more: '',
  })

const QUERIES = ['', '@session.is_active:true', '@usr.id:u1']
const RANGES: [number, number][] = [
  [NOW - 30 * DAY, NOW + DAY],
  [NOW - 30 * DAY, NOW - 5 * DAY],
]

const countOf =
  (query: string, [from, to]: [number, number]) =>
  (asking: Asking) => {
    const events = filtered({ search: { query } }, asking.scope(from, to))
    return asking.run(sql`SELECT toFloat64(count()) AS n, toFloat64(min(date)) AS first FROM (${events.rows()})`)
  }

/** Of whoever was in a session with the event of that query: their other events. */
const eventsOfThose =
  (query: string, [from, to]: [number, number]) =>
  (asking: Asking) => {
    const scope = asking.scope(from, to)
    const those = filtered({ search: { query } }, scope)
    const named = those.fields.keyOf('usr.id')
    const set = setOf('key', sql`SELECT ${named.text} FROM (${those.rows()}) WHERE ${named.exists}`)
    const events = filtered({ search: { query: '' } }, scope)
    const user = events.fields.keyOf('usr.id')
    return asking.run(
      sql`SELECT toFloat64(countIf(${user.text} GLOBAL IN (${set}))) AS n, toFloat64(countIf(${user.text} GLOBAL NOT IN (${set}))) AS others FROM (${events.rows()})`,
    )
  }

type Store = Awaited<ReturnType<typeof openStore>>
type Step = { kind: 'load'; days: number; session: string; user: string } | { kind: 'settle' } | { kind: 'ask' }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('load' as const),
    days: fc.constantFrom(0.001, 1, 6, 9),
    session: fc.constantFrom('s1', 's2', 's3'),
    user: fc.constantFrom('', 'u1', 'u2'),
  }),
  fc.constant({ kind: 'settle' as const }),
  fc.constant({ kind: 'ask' as const }),
  fc.constant({ kind: 'ask' as const }),
)

const OF_THOSE = RANGES.map((range) => eventsOfThose('@session.is_active:true', range))

const check = async (store: Store) => {
  for (const ofThose of OF_THOSE) expect(await store.ask(ofThose, true)).toEqual(await store.ask(ofThose, false))
  for (const query of QUERIES) {
    for (const range of RANGES) {
      const question = countOf(query, range)
      expect([query, range, await store.ask(question, true)]).toEqual([query, range, await store.ask(question, false)])
    }
  }
}

test('a kept answer is what the engine would answer now, whatever is loaded and settled between', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      const store = await openStore()
      for (const one of steps) {
        if (one.kind === 'ask') await check(store)
        else if (one.kind === 'settle') await store.settle()
        else await store.load({ at: NOW - one.days * DAY, session: one.session, user: one.user, device: 'd' })
      }
      await check(store)
    }),
    { numRuns: 5 },
  )
}, 240_000)

const isKept = (store: Store, question: (asking: Asking) => Promise<unknown>) =>
  store.ask(async (asking) => {
    await question(asking)
    return asking.kept?.()
  }, true)

test('answers stay until something is loaded; those over settled days stay after that, too', async () => {
  const store = await openStore()
  await store.load({ at: NOW - 9 * DAY, session: 'old' })
  await store.settle()
  const [all, old] = [countOf('', RANGES[0]!), countOf('', RANGES[1]!)]
  const state = async () => [await isKept(store, all), await isKept(store, old)]
  expect(await state()).toEqual([false, false])
  expect(await state()).toEqual([true, true])
  await store.load({ at: NOW - DAY, session: 'new' })
  expect(await state()).toEqual([false, true])
  await store.load({ at: NOW - 9 * DAY, session: 'late' })
  expect(await state()).toEqual([false, false])
})

test('a set is made once for all statements that name it, anew when its rows may have changed, and none is left behind', async () => {
  const { engine, writes } = watchWrites(raw)
  await raw.everywhere((local) => sql`TRUNCATE TABLE ${word(local('segment_members'))}`, { tag: 'test' })
  const put = (segment: string, ids: readonly string[]) =>
    engine.insert(
      'segment_members',
      ids.map((value) => JSON.stringify({ segment_id: segment, version: 1, value, line: 1 })).join('\n'),
    )
  await put('s', ['a', 'b', 'c'])
  const held = createHeldSets(raw, writes, () => NOW, { sets: 2 })
  const members = (segment: string) =>
    setOf('id', sql`SELECT value FROM segment_members WHERE segment_id = ${str(segment)} AND version = 1`)
  const among = (segment: string) => sql`SELECT arrayJoin(['a', 'z']) AS id WHERE id IN (${members(segment)})`
  const asked = async (statement: Sql) => {
    let isHeld = false
    const rows = await held.reading(statement, async (told) => {
      isHeld = setsIn(told).length === 0
      return (await raw.query<{ id: string }>(told, { tag: 'test' })).rows.map(({ id }) => id)
    })
    return [isHeld, rows]
  }
  const inTable = async () =>
    (await raw.query(constant('SELECT hold, toFloat64(count()) AS n FROM held_sets GROUP BY hold'), { tag: 'test' }))
      .rows
  expect(await asked(among('s'))).toEqual([false, ['a']])
  expect(await asked(among('s'))).toEqual([true, ['a']])
  expect(await inTable()).toMatchObject([{ n: 3 }])
  // Other events may come: the rows of one upload stay as they are, until some of them are removed.
  await engine.insert('events_hot', lineOf({ at: NOW, session: 'x' }, 99))
  expect(await asked(among('s'))).toEqual([true, ['a']])
  await engine.everywhere((local) => sql`DELETE FROM ${word(local('segment_members'))} WHERE value = 'a'`, {
    tag: 'test',
  })
  expect(await asked(among('s'))).toEqual([false, []])
  expect(await asked(among('s'))).toEqual([true, []])
  expect(await inTable()).toMatchObject([{ n: 2 }])
  for (const other of ['p', 'q', 'r'])
    for (const isHeld of [false, true]) expect(await asked(among(other))).toEqual([isHeld, []])
  await expect.poll(inTable).toEqual([])
})

test('a question that names numbers beyond 2^53 is kept like any other, apart from others', async () => {
  const { ask } = await openStore()
  const asked = (number: bigint) =>
    ask((asking) => asking.run<{ n: string }>(sql`SELECT toString(arrayJoin(${u64s([number])})) AS n`), true)
  for (const number of [2n ** 63n, 2n ** 63n + 1n, 2n ** 63n])
    expect(await asked(number)).toEqual([{ n: String(number) }])
})

test('the users of devices are held while nothing is written, and nothing of them is left behind', async () => {
  const { engine, writes } = watchWrites(raw)
  await raw.everywhere((local) => sql`TRUNCATE TABLE ${word(local('identity_links'))}`, { tag: 'test' })
  const see = (days: number, user: string) =>
    engine.insert('events_hot', lineOf({ at: NOW - days * DAY, session: 'x', user, device: 'd' }, 7))
  const held = createHeldLinks(raw, writes)
  const keys = withUserKeys(sql`SELECT toUInt64(0) AS user_key, sipHash64(arrayJoin(['d', 'other'])) AS device_number`)
  const asked = async () => {
    let isHeld = false
    const rows = await held.reading(keys, async (told) => {
      isHeld = setsIn(told).length === 0
      const named = sql`SELECT transform(user_key, [sipHash64('a'), sipHash64('b')], ['a', 'b'], '') AS user FROM (${told})`
      return (await raw.query<{ user: string }>(named, { tag: 'test' })).rows.map(({ user }) => user)
    })
    return [isHeld, rows.sort()]
  }
  const tables = async () =>
    (await raw.query(constant("SELECT name FROM system.tables WHERE name LIKE 'held_links%'"), { tag: 'test' })).rows
  await see(1, 'a')
  for (const isHeld of [false, true, true]) expect(await asked()).toEqual([isHeld, ['', 'a']])
  expect(await tables()).toHaveLength(1)
  // Seen later, but earlier on the device.
  await see(2, 'b')
  for (const isHeld of [false, true]) expect(await asked()).toEqual([isHeld, ['', 'b']])
  await engine.everywhere((local) => sql`DELETE FROM ${word(local('identity_links'))} WHERE user_id = 'b'`, {
    tag: 'test',
  })
  expect(await asked()).toEqual([false, ['', 'a']])
  await expect.poll(tables).toEqual([])
})

test('what depends on the clock or is too large is asked anew; the rest stays within its bounds', async () => {
  const { writes } = watchWrites(raw)
  let now = NOW
  const kept = createKeptAnswers(writes, () => now, { total: 60, each: 30, rows: 2 })
  const answer = async (statement: Sql) =>
    (await kept.answer(statement, async () => (await raw.query(statement, { tag: 'test' })).rows)).kept
  const twice = async (statement: Sql) => [await answer(statement), await answer(statement)]
  expect(await twice(constant('SELECT now64(9) AS t'))).toEqual([false, false])
  expect(await twice(constant('SELECT number FROM system.numbers LIMIT 3'))).toEqual([false, false])
  expect(await twice(constant("SELECT repeat('x', 40) AS t"))).toEqual([false, false])
  for (let i = 0; i < 20; i += 1) expect(await twice(constant(`SELECT ${i} AS n`))).toEqual([false, true])
  expect(kept.size()).toBeLessThanOrEqual(60)
  expect(await answer(constant('SELECT 0 AS n'))).toBe(false)
  expect(await answer(constant('SELECT 0 AS n'))).toBe(true)
  now += 3_600_000
  expect(await answer(constant('SELECT 0 AS n'))).toBe(false)
})
