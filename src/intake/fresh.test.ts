import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { readFixture } from '../../test/fixtures/read.ts'
import { emptyTables } from '../../test/support/event-world.ts'
import { openHome, startHome, type TestHome } from '../../test/support/homes.ts'
import type { ClientEngine } from '../engine/client-engine.ts'
import { constant } from '../sql/sql.ts'
import type { Part } from './batch.ts'
import { createFresh } from './fresh.ts'
import type { FreshBlock } from './fresh-block.ts'
import { arrivalOf, LINE_TABLES, withArrival } from './log-lines.ts'
import { anyContexts, HOSTILE, partOf } from './testing/hostile.ts'
import { openIntake } from './testing/open-intake.ts'

let home: TestHome
let engine: ClientEngine

beforeAll(async () => {
  home = await startHome('embedded')
  engine = await openHome(home)
})
afterAll(async () => {
  await engine.close()
  await home.stop()
})
beforeEach(() => emptyTables(engine))

const fail = (error: Error) => {
  throw error
}

const TAG = { tag: 'test' }

/** Every column as text, of `custom` also the types of its values. */
const stored = async (table: string): Promise<string[]> => {
  const { rows: columns } = await engine.query<{ name: string; type: string }>(
    constant(`SELECT name, type FROM system.columns WHERE table = '${table}' ORDER BY name`),
    TAG,
  )
  const texts = columns.flatMap(({ name, type }) =>
    type.startsWith('JSON') ? [`toString(${name})`, `toString(JSONAllPathsWithTypes(${name}))`] : [`toString(${name})`],
  )
  const { rows } = await engine.query<{ row: string[] }>(
    constant(
      `SELECT [${texts.map((text) => `ifNull(${text}, 'nothing')`).join(', ')}] AS row FROM ${table} FINAL ORDER BY arrival`,
    ),
    TAG,
  )
  return rows.map(({ row }) => row.join(' | '))
}

const withoutArrival = (row: string): string => row.replaceAll(/\b\d{6,40}\b/g, 'n')

/** A log that gives numbers, or refuses what a test says. */
const numbers = (from = 1n) => {
  let next = from
  let refusing = false
  return {
    last: () => next - 1n,
    refuse: (on: boolean) => {
      refusing = on
    },
    append: async (): Promise<bigint> => {
      if (refusing) throw new Error('no room')
      return next++
    },
  }
}

const insertBlock = async (block: FreshBlock) => {
  await engine.insertBlock('events_hot', block.events.block())
  await engine.insertBlock('view_documents', block.documents.block())
}

const insertLines = async (records: readonly Part[][]) => {
  for (const letter of ['e', 'd'] as const) {
    const lines = records.flatMap((parts, record) =>
      parts.flatMap((part, index) =>
        part.letter === letter ? [withArrival(JSON.stringify(part.row), arrivalOf(BigInt(record + 1), index))] : [],
      ),
    )
    await engine.insert(LINE_TABLES[letter], lines.join('\n'))
  }
}

/** What comes of a capture of a real SDK. */
const captured = async (name: string): Promise<Part[][]> => {
  const records: Part[][] = []
  const { app } = await openIntake({ append: async (_payload, parts) => void records.push([...parts]) })
  for (const { method, url, headers, body, track } of readFixture(name).requests) {
    const { 'content-length': _, host: __, ...kept } = headers
    if (track === 'rum') await app.inject({ method, url, headers: kept, payload: body })
  }
  await app.close()
  return records
}

const event = (context: string, id: string): Part => ({ letter: 'e', row: partOf(context, id) })

test('what is loaded from memory is what would be loaded from the log', async () => {
  const many = JSON.stringify(
    Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`path${i}`, i % 7 ? i : `${i}`])),
  )
  const hostile = [...HOSTILE.map(([, context]) => context), many, ...anyContexts(300)]
  const records = [
    hostile.slice(0, 5).map((context, i) => event(context, `a${i}`)),
    ...(await captured('03-v7-spa-tabs-view_update')),
    ...(await captured('01-v7-journey-string-proxy')),
    hostile.slice(5).map((context, i) => event(context, `b${i}`)),
  ]
  await insertLines(records)
  const fromLog = [await stored('events_hot'), await stored('view_documents')]
  expect(fromLog.map((rows) => rows.length > 5)).toEqual([true, true])

  const log = numbers()
  const fresh = createFresh(log, fail)
  // Twice, the second time with the columns that the first one has left.
  for (const round of [1n, 2n]) {
    await emptyTables(engine)
    for (const parts of records) await fresh.append(Buffer.alloc(1), parts)
    const block = (await fresh.next(log.last() - BigInt(records.length)))!
    expect([block.first, block.last]).toEqual([log.last() - BigInt(records.length) + 1n, log.last()])
    await insertBlock(block)
    fresh.drop(block)
    if (round === 1n) {
      expect(await stored('events_hot')).toEqual(fromLog[0])
      expect(await stored('view_documents')).toEqual(fromLog[1])
    } else expect((await stored('events_hot')).map(withoutArrival)).toEqual(fromLog[0]!.map(withoutArrival))
  }
})

test('a block tells which records it holds, and none that the log has refused', async () => {
  const log = numbers(7n)
  const fresh = createFresh(log, fail)
  const append = (id: string) => fresh.append(Buffer.from('x'), [event('{}', id)])
  expect(await fresh.next(6n)).toBeUndefined()
  await Promise.all([append('a'), append('b')])
  const first = (await fresh.next(6n))!
  expect([first.first, first.last, first.events.rows]).toEqual([7n, 8n, 2])
  await append('c')
  expect(await fresh.next(6n)).toBe(first)
  fresh.drop(first)

  // What is loaded already, or in part, comes from the log.
  expect(await fresh.next(9n)).toBeUndefined()
  await append('d')
  log.refuse(true)
  await expect(append('e')).rejects.toThrow('no room')
  log.refuse(false)
  await append('f')
  expect(await fresh.next(9n)).toBeUndefined()
  await append('g')
  expect((await fresh.next(11n))!.first).toBe(12n)
})

test('more than has room waits in the log only', async () => {
  const fresh = createFresh(numbers(), fail)
  const large = Buffer.alloc(12 * 2 ** 20)
  for (let i = 0; i < 12; i++) await fresh.append(large, [event('{}', `${i}`)])
  const held: bigint[] = []
  for (let after = 0n; ; ) {
    const block = await fresh.next(after)
    if (!block) break
    for (let record = block.first; record <= block.last; record++) held.push(record)
    after = block.last
    fresh.drop(block)
  }
  expect(held).toEqual([1n, 2n, 3n, 4n])
  await fresh.append(large, [event('{}', 'later')])
  expect((await fresh.next(4n))!.first).toBe(13n)
})

test('while the loader gets on a sender waits for room, but not long', async () => {
  const log = numbers()
  const fresh = createFresh(log, fail)
  const append = (id: string) => fresh.append(Buffer.alloc(12 * 2 ** 20), [event('{}', id)])
  for (const id of ['a', 'b', 'c', 'd']) await append(id)
  fresh.drop((await fresh.next(0n))!)
  for (const id of ['e', 'f']) await append(id)
  const second = (await fresh.next(2n))!
  const waiting = append('g')
  await pause(50)
  expect(log.last()).toBe(6n)
  fresh.drop(second)
  await waiting
  expect(log.last()).toBe(7n)
  await append('h')
  // Records are loaded from the log for longer than it waits: this one is in no block.
  expect((await fresh.next(4n))!.first).toBe(5n)
  const last = append('i')
  await pause(1500)
  expect(log.last()).toBe(8n)
  await last
  const held: bigint[] = []
  for (let block = await fresh.next(4n); block; block = await fresh.next(held.at(-1)!)) {
    held.push(block.first, block.last)
    fresh.drop(block)
  }
  expect(held).toEqual([5n, 6n, 7n, 8n])
})

test('nobody waits once the loader stands still', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const log = numbers()
  const fresh = createFresh(log, fail)
  const append = (id: string) => fresh.append(Buffer.alloc(12 * 2 ** 20), [event('{}', id)])
  for (const id of ['a', 'b', 'c', 'd']) await append(id)
  await fresh.next(0n)
  await fresh.next(1n)
  vi.advanceTimersByTime(10_001)
  void append('e')
  await pause(50)
  expect(log.last()).toBe(5n)
  vi.useRealTimers()
})

test('a row that fits into no block is loaded from the log, and the next ones are not', async () => {
  const told: string[] = []
  const fresh = createFresh(numbers(), (error) => told.push(error.message))
  const impossible = partOf('{}', 'a')
  impossible.values[0] = 'no number'
  await fresh.append(Buffer.from('x'), [{ letter: 'e', row: impossible }, event('{}', 'b')])
  expect(told).toEqual([expect.stringContaining('no number')])
  await fresh.append(Buffer.from('x'), [event('{}', 'c')])
  const block = (await fresh.next(0n))!
  expect([block.first, block.last, block.events.rows]).toEqual([2n, 2n, 1])
})
