import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { eventStoreOn } from '../../../test/support/evaluator/event-store.ts'
import { openCatalog } from '../../catalog/open.ts'
import { migrate } from '../../engine/migrate.ts'
import { openEngine } from '../../engine/open.ts'
import { lockFolder } from '../../intake/log/folder-lock.ts'
import { forgetSequences } from '../../sessions/derive.ts'
import { join as joined, sql, word } from '../../sql/sql.ts'
import { registerMigrate } from './migrate.ts'

const LOG = { info: () => {}, warn: () => {}, error: () => {} }
const TAG = { tag: 'test' }

let data: string
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'wayworn-migrate-'))
  const catalog = await openCatalog({ folder: join(data, 'catalog'), log: LOG })
  await catalog.picture.write({ committed: 1n, removed: 1n, reopened: 0n })
  await catalog.close()
})
afterAll(() => rmSync(data, { recursive: true }))

const onEvents = async <T>(work: (engine: Awaited<ReturnType<typeof openEngine>>) => Promise<T>): Promise<T> => {
  const engine = await openEngine({ kind: 'embedded', folder: join(data, 'events'), connections: 1 })
  return work(engine).finally(() => engine.close())
}
const sequences = () =>
  onEvents(async (engine) => {
    const told = sql`SELECT session_id AS session, length(kinds) AS events FROM sequences ORDER BY session`
    return (await engine.query(told, TAG)).rows
  })

/** What the command says. */
const run = async (...flags: string[]): Promise<string> => {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const program = new Command('wayworn').exitOverride()
  registerMigrate(program, LOG)
  await program.parseAsync(['node', 'wayworn', 'migrate', '--data', data, ...flags])
  const said = written.mock.calls.map(([text]) => String(text)).join('')
  written.mockRestore()
  return said
}

test('sequences are derived again from the events when that is asked for, and not before', async () => {
  const at = Date.UTC(2031, 5, 2)
  const view = { type: 'view' as const, name: '/a', settled: true }
  await onEvents(async (engine) => {
    const store = await eventStoreOn(engine)
    await store.fill([
      { ...view, at, session: 'one' },
      { ...view, at: at + 1, session: 'one' },
      { ...view, at, session: 'two' },
    ])
    // As if they had been lost, but for the note that they are there.
    await forgetSequences(engine)
    for (const table of ['sequenced_batches', 'session_index'] as const)
      await engine.insert(table, JSON.stringify({ batch: '1' }))
  })
  await run()
  expect(await sequences()).toEqual([])
  expect(await run('--rebuild-sequences')).toMatch(/^Derived the sequences of one batch of sessions\./)
  expect(await sequences()).toEqual([
    { session: 'one', events: 2 },
    { session: 'two', events: 1 },
  ])
  expect(await run()).toBe('Nothing to do: both stores are up to date.\n')
})

test('a data folder that a server has open is left alone', async () => {
  const folder = join(data, 'log')
  const server = await lockFolder(folder)
  await expect(run()).rejects.toMatchObject({ code: 'data_folder_taken', message: expect.stringContaining(folder) })
  await server.release()
  expect(await run()).toBe('Nothing to do: both stores are up to date.\n')
})

test('sequences from before get the times of their types from their lists of events', async () => {
  const at = Date.UTC(2031, 5, 2)
  const times = await onEvents(async (engine) => {
    const store = await eventStoreOn(engine)
    const settled = { session: 'one', settled: true }
    await store.fill([
      { ...settled, type: 'view', name: '/a', at },
      { ...settled, type: 'action', name: 'b', at: at + 5 },
      { ...settled, type: 'view', name: '/c', at: at + 9 },
      { ...settled, type: 'action', name: 'd', at, session: 'two' },
    ])
    const columns = ['view', 'action', 'server'].flatMap((type) => [`first_${type}`, `last_${type}`])
    const told = async () =>
      (await engine.query(sql`SELECT session_id, ${joined(columns.map(word))} FROM sequences ORDER BY session_id`, TAG))
        .rows
    const derived = await told()
    const dropped = joined(columns.map((name) => sql`DROP COLUMN ${word(name)}`))
    await engine.command(sql`ALTER TABLE sequences ${dropped}`, TAG)
    await engine.command(sql`DELETE FROM migrations WHERE name = '0035-times-of-types'`, TAG)
    expect(await migrate(engine)).toEqual(['0035-times-of-types'])
    return { derived, migrated: await told() }
  })
  expect(times.derived).toMatchObject([
    { first_view: 0, last_view: 9, first_action: 5, last_action: 5, last_server: 0 },
    { last_view: 0, first_action: 0, last_action: 0 },
  ])
  expect(times.migrated).toEqual(times.derived)
})
