import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { constant, sql } from '../sql/sql.ts'
import type { ClientEngine } from './client-engine.ts'
import { migrate } from './migrate.ts'
import { openEngine } from './open.ts'
import { applyRetention, keepsSequences } from './retention.ts'

const folder = mkdtempSync(join(tmpdir(), 'wayworn-retention-'))
const TAG = { tag: 'test' }
let engine: ClientEngine

beforeAll(async () => {
  engine = await openEngine({ kind: 'embedded', folder })
  await migrate(engine)
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const typesLeft = async () =>
  (
    await engine.query<{ of: string }>(sql`SELECT concat(type, ' ', event_id) AS of FROM events ORDER BY of`, TAG)
  ).rows.map((row) => row.of)

test('each type of event goes when its own days are over, and no earlier', async () => {
  await applyRetention(engine, { view: 400, error: 30, replay: 30 })
  const insert = (type: string, id: string, days: number) =>
    engine.command(
      sql`INSERT INTO events (type, event_id, date) SELECT ${constant(`'${type}', '${id}', now64(3) - INTERVAL ${days} DAY`)}`,
      TAG,
    )
  for (const [id, days] of [
    ['young', 29],
    ['old', 31],
    ['ancient', 401],
  ] as const) {
    await insert('view', id, days)
    await insert('error', id, days)
  }
  await engine.command(constant('OPTIMIZE TABLE events FINAL'), TAG)
  expect(await typesLeft()).toEqual(['error young', 'view old', 'view young'])

  await applyRetention(engine, { view: 30, error: 30, replay: 30 })
  await engine.command(constant('OPTIMIZE TABLE events FINAL'), TAG)
  expect(await typesLeft()).toEqual(['error young', 'view young'])
})

test('applied again it changes nothing', async () => {
  const rule = async () =>
    (
      await engine.query<{ of: string }>(
        sql`SELECT create_table_query AS of FROM system.tables WHERE name = 'events'`,
        TAG,
      )
    ).rows[0]!.of
  const before = await rule()
  await applyRetention(engine, { view: 30, error: 30, replay: 30 })
  expect(await rule()).toBe(before)
  expect(before).toContain('TTL')
})

test('sequences answer only where all of their types are kept equally long', () => {
  const all = { view: 456, action: 456, server: 456, error: 30 }
  expect(keepsSequences(all)).toBe(true)
  expect(keepsSequences({ ...all, server: 90 })).toBe(false)
})
