import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BlockBuilder } from '../../src/engine/block/block.ts'
import type { ColumnKind } from '../../src/engine/block/kinds.ts'
import type { ClientEngine } from '../../src/engine/client-engine.ts'
import type { Home } from '../../src/engine/engine.ts'
import { migrate } from '../../src/engine/migrate.ts'
import type { WaywornError } from '../../src/lib/errors.ts'
import { constant, sql, str, strs, u32, u64s } from '../../src/sql/sql.ts'
import { openHome, startHome, type TestHome } from '../support/homes.ts'

const TAG = { tag: 'contract' }
/** Minutes of work that no optimisation takes away, in little memory. */
const ENDLESS = sql`SELECT sum(cityHash64(number)) AS n FROM numbers(1000000000000)`
/** Some seconds of it. */
const HEAVY = sql`SELECT sum(sipHash64(toString(number))) AS n FROM numbers(${u32(15_000_000)})`
const HUGE = sql`SELECT length(groupArray(toString(number))) AS n FROM numbers(50000000)`
const ONE = sql`SELECT 1 AS one`

const failure = async (work: Promise<unknown>): Promise<WaywornError> => {
  try {
    await work
  } catch (error) {
    return error as WaywornError
  }
  throw new Error('it did not fail')
}

/** What every home of the events must do alike. */
export const engineContract = (kind: Home): void => {
  let home: TestHome
  let engine: ClientEngine

  beforeAll(async () => {
    home = await startHome(kind)
    engine = await openHome(home)
    await migrate(engine)
    await engine.everywhere(
      (local) =>
        sql`CREATE TABLE ${constant(local('kept'))} (n UInt32, t String, custom JSON) ENGINE MergeTree ORDER BY n`,
      TAG,
    )
    if (engine.cluster) {
      const table = `Distributed('${engine.cluster}', currentDatabase(), 'kept_local', n)`
      await engine.everywhere(() => constant(`CREATE TABLE kept AS kept_local ENGINE ${table}`), TAG)
    }
  })
  afterAll(async () => {
    await engine?.close()
    await home?.stop()
  })

  const count = async (where = sql`1`) =>
    (await engine.query<{ rows: number }>(sql`SELECT count() AS rows FROM kept WHERE ${where}`, TAG)).rows[0]!.rows
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) =>
      JSON.stringify({ n: from + i, t: `t${from + i}`, custom: { a: { b: i } } }),
    )

  test('knows its home and its version', async () => {
    expect([engine.home, await engine.ping()]).toEqual([kind, true])
    expect(engine.version).toMatch(/^\d+\.\d+/)
  })

  test('a block is taken as its rows are', async () => {
    const builder = new BlockBuilder(
      new Map<string, ColumnKind>([
        ['n', 'i64'],
        ['t', 'text'],
        ['custom', 'json'],
      ]),
    )
    const rows = Array.from({ length: 300 }, (_, i) => ({
      n: 5000 + i,
      t: `é${i}`,
      custom: { 'a.b': i % 2 ? i : `${i}` },
    }))
    for (const row of rows) builder.add(row)
    await engine.insertBlock('kept', builder.block())
    const answer = await engine.query<{ n: number; t: string; ab: string }>(
      sql`SELECT n, t, toString(custom.a.b) AS ab FROM kept WHERE n >= 5000 ORDER BY n`,
      TAG,
    )
    expect(answer.rows).toEqual(rows.map(({ n, t }, i) => ({ n, t, ab: `${i}` })))
    await engine.everywhere((local) => sql`DELETE FROM ${constant(local('kept'))} WHERE n >= 5000`, TAG)
  })

  test('migrations can be run again, and make every table on every node', async () => {
    expect(await migrate(engine)).toEqual([])
    const { rows } = await engine.query<{ name: string; engine: string }>(
      sql`SELECT name, engine FROM system.tables WHERE database = currentDatabase() ORDER BY name`,
      TAG,
    )
    const names = [
      'events',
      'events_hot',
      'migrations',
      'replay_images',
      'replay_segments',
      'session_index',
      'set_aside',
    ]
    expect(rows.map((row) => row.name)).toEqual(expect.arrayContaining([...names, 'superseded', 'view_documents']))
    const spread = rows.filter((row) => row.engine === 'Distributed').map((row) => row.name)
    expect(spread).toEqual(kind === 'cluster' ? rows.map((r) => r.name).filter((name) => !name.endsWith('_local')) : [])
  })

  test('inserts lines and answers with rows and what it read', async () => {
    await engine.insert('kept', lines(0, 1000).join('\n'))
    expect(await count()).toBe(1000)
    const found = await engine.query<{ n: number; t: string }>(
      sql`SELECT n, t FROM kept WHERE t IN (${str('t7')}, ${str('t8')}) ORDER BY n`,
      TAG,
    )
    expect(found.rows).toEqual([
      { n: 7, t: 't7' },
      { n: 8, t: 't8' },
    ])
    expect(found.read.rows).toBeGreaterThan(0)
    await engine.insert('kept', '')
    expect(await count()).toBe(1000)
  })

  test('every shard has its part', async () => {
    for (const node of home.nodes) {
      const local = kind === 'cluster' ? 'kept_local' : 'kept'
      const answer = await fetch(`${node.url}/?query=SELECT+count()+FROM+${local}`)
      expect(Number(await answer.text())).toBe(1000 / home.nodes.length)
    }
    expect(home.nodes.length).toBe({ embedded: 0, server: 1, cluster: 2 }[kind])
  })

  test('dates in texts stay texts, and a repeated key does not refuse the row', async () => {
    await engine.insert(
      'kept',
      '{"n":5000,"t":"x","custom":{"d":"2026-01-31T10:00:00.000Z","d2":"2026-01-31"},"gone":1}',
    )
    await engine.insert('kept', '{"n":5001,"t":"x","custom":{"a":1,"a":2}}')
    const { rows } = await engine.query(
      sql`SELECT custom.d AS d, dynamicType(custom.d2) AS kind FROM kept WHERE n = 5000`,
      TAG,
    )
    expect(rows).toEqual([{ d: '2026-01-31T10:00:00.000Z', kind: 'String' }])
    expect(await count(sql`n = 5001`)).toBe(1)
  })

  test('a row that does not fit is refused with all that came with it', async () => {
    for (const bad of ['{"n":"x"}', '{"n":', 'no json', '{"n":1,"custom":{"a":123456789012345678901234567890}}']) {
      const error = await failure(engine.insert('kept', `{"n":9000}\n${bad}\n{"n":9001}`))
      expect([error.code, error.message.includes('\n')]).toEqual(['query_failed', false])
    }
    expect(await count(sql`n >= 9000`)).toBe(0)
  })

  test('errors have the codes of the catalogue', async () => {
    const codes = [
      sql`SELEC 1`,
      sql`SELECT nothing FROM kept`,
      sql`SELECT * FROM no_such_table`,
      sql`SELECT throwIf(1)`,
    ]
    for (const statement of codes) expect((await failure(engine.query(statement, TAG))).code).toBe('query_failed')
  })

  test('an answer that breaks off is an error, not a shorter answer', async () => {
    const breaks = sql`SELECT number, toString(number) AS t, throwIf(number = 299999) AS no FROM numbers(300000)`
    expect((await failure(engine.query(breaks, TAG))).code).toBe('query_failed')
  })

  test('a question past its time ends, and limits that question only', async () => {
    const slow = await failure(engine.query(ENDLESS, { ...TAG, limits: { seconds: 1 } }))
    expect([slow.code, slow.status]).toEqual(['query_too_slow', 422])
    const settings = sql`SELECT name, value FROM system.settings WHERE name IN ('max_execution_time', 'max_memory_usage') ORDER BY name`
    for (let i = 0; i < 6; i++) {
      const { rows } = await engine.query(settings, { ...TAG, limits: { seconds: 33, bytes: 3e9 } })
      expect(rows).toEqual([
        { name: 'max_execution_time', value: '33' },
        { name: 'max_memory_usage', value: '3000000000' },
      ])
    }
    expect(await count(sql`n < 1000`)).toBe(1000)
  })

  test('a question past its memory ends, and hurts no other', async () => {
    const beside = engine.query(HEAVY, TAG)
    const large = await failure(engine.query(HUGE, { ...TAG, limits: { bytes: 50e6 } }))
    expect([large.code, large.status]).toEqual(['query_too_large', 422])
    expect((await beside).rows).toHaveLength(1)
    expect((await engine.query(ONE, TAG)).rows).toEqual([{ one: 1 }])
  })

  test('a small question and an insert do not wait behind heavy ones', async () => {
    let heavyDone = 0
    const heavy = [1, 2].map(() => engine.query(HEAVY, TAG).then(() => heavyDone++))
    expect((await engine.query(sql`SELECT ${str("it's")} AS text`, TAG)).rows).toEqual([{ text: "it's" }])
    await engine.insert('kept', lines(10_000, 10_010).join('\n'))
    expect(heavyDone).toBe(0)
    await Promise.all(heavy)
  })

  test('an aborted question ends at once, and the next ones are answered', async () => {
    const aborter = new AbortController()
    const asked = Array.from({ length: 4 }, () =>
      failure(engine.query(ENDLESS, { ...TAG, limits: { seconds: 2 }, signal: aborter.signal })),
    )
    setTimeout(() => aborter.abort(new Error('gone away')), 100)
    for (const error of await Promise.all(asked)) expect(error.message).toBe('gone away')
    expect((await engine.query(ONE, TAG)).rows).toEqual([{ one: 1 }])
    expect((await failure(engine.query(ONE, { ...TAG, signal: aborter.signal }))).message).toBe('gone away')
  })

  test('takes 20,000 keys in one question', async () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => 2n ** 63n + BigInt(i))
    const texts = Array.from({ length: 2_000 }, (_, i) => `${'k'.repeat(150)}${i}`)
    expect(await count(sql`n < 1000 AND n NOT IN ${u64s(keys)} AND t NOT IN ${strs(texts)}`)).toBe(1000)
    expect(await count(sql`toUInt64(n) + toUInt64('9223372036854775808') IN ${u64s(keys)}`)).toBe(await count())
  })

  describe.runIf(kind === 'embedded')('when embedded', () => {
    test('a folder has one process', async () => {
      const { openInChild } = await import('../support/open-in-child.ts')
      const { folder } = home.address as { folder: string }
      expect(await openInChild(folder)).toBe('data_folder_taken')
    })
  })

  describe.skipIf(kind === 'embedded')('when remote', () => {
    test('a server that goes away is said to be unreachable, and is used again once it is back', async () => {
      const before = await count()
      for (const node of home.nodes) await node.kill()
      expect((await failure(engine.query(ONE, TAG))).code).toBe('engine_unreachable')
      expect((await failure(engine.insert('kept', '{"n":1}'))).code).toBe('engine_unreachable')
      expect(await engine.ping()).toBe(false)
      expect((await failure(openHome(home))).code).toBe('engine_unreachable')
      for (const node of home.nodes) await node.restart()
      expect(await engine.ping()).toBe(true)
      expect(await count()).toBe(before)
    })

    test.runIf(kind === 'cluster')('a shard that is away makes a question fail, never answer for less', async () => {
      await home.nodes[1]!.kill()
      expect((await failure(count())).code).toBe('engine_unreachable')
      expect((await failure(engine.insert('kept', lines(20_000, 20_010).join('\n')))).code).toBe('engine_unreachable')
      await home.nodes[1]!.restart()
      expect(await count()).toBeGreaterThan(1000)
    })
  })
}
