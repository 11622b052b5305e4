import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine } from '../engine/engine.ts'
import { openEngine } from '../engine/open.ts'
import { i64s, sql } from '../sql/sql.ts'
import { periodBounds } from './calendar.ts'
import { periodNumber } from './period-number.ts'

let folder: string
let engine: Engine

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wayworn-period-number-'))
  engine = await openEngine({ kind: 'embedded', folder, connections: 1 })
})

afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true })
})

const DAY = 86_400_000
const FROM = Date.parse('2026-01-31T00:00:00Z')

/** Even ones, ones of the calendar, whose last may be longer than the others, and any. */
const starts = fc.oneof(
  fc
    .tuple(fc.integer({ min: -DAY, max: DAY }), fc.integer({ min: 1, max: 3 * DAY }), fc.integer({ min: 1, max: 300 }))
    .map(([first, step, count]) => Array.from({ length: count }, (_, i) => FROM + first + i * step)),
  fc
    .record({
      type: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
      timezone: fc.constantFrom('UTC', 'Europe/Paris', 'Australia/Lord_Howe', 'Pacific/Chatham'),
      days: fc.integer({ min: 1, max: 200 }),
    })
    .map(({ days, ...calendar }) => periodBounds(calendar, FROM, FROM + days * DAY, 1000).slice(0, -1)),
  fc
    .uniqueArray(fc.integer({ min: -DAY, max: 60 * DAY }), { minLength: 1, maxLength: 20 })
    .map((all) => all.map((ms) => FROM + ms).sort((a, b) => a - b)),
)

const plainly = (begins: readonly number[], ms: number) => begins.findLastIndex((start) => start <= ms)

test('it is the place of the last start that is not later', async () => {
  await fc.assert(
    fc.asyncProperty(starts, fc.array(fc.integer({ min: -2 * DAY, max: 400 * DAY })), async (begins, more) => {
      const around = begins.flatMap((start) => [start - 1, start, start + 1])
      const moments = [...around, ...more.map((ms) => FROM + ms)].filter((ms) => ms >= begins[0]!)
      const numbers = sql`SELECT toString(${periodNumber(begins, sql`ms`)}) AS number FROM (SELECT arrayJoin(${i64s(moments)}) AS ms)`
      const { rows } = await engine.query<{ number: string }>(numbers, { tag: 'period-number' })
      expect(rows.map(({ number }) => Number(number))).toEqual(moments.map((ms) => plainly(begins, ms)))
    }),
    { numRuns: 100 },
  )
})
