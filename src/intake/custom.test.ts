import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClickHouseClient, createClient } from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { events } from '../engine/schema/0001-events.ts'
import { dialectOf } from '../engine/schema/dialect.ts'
import { customPart, putCustom } from './custom.ts'
import type { EventRow, JsonObject } from './shapes.ts'
import { anyContexts, anyValue, HOSTILE, rowOf } from './testing/hostile.ts'

let folder: string
let client: ClickHouseClient

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wayworn-custom-'))
  client = createClient({ connection: createChdbConnection({ path: folder }) } as never)
  for (const statement of events(dialectOf({}))) await client.command({ query: statement })
})

afterAll(async () => {
  await client.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The engine refuses a row with the same path twice, so inserting is the test. */
const insert = async (rows: readonly EventRow[]) => {
  await client.command({ query: 'TRUNCATE TABLE events_hot' })
  await client.insert({
    table: 'events_hot',
    values: rows.map((row, index) => ({ arrival: String(index), ...row })),
    format: 'JSONEachRow',
    clickhouse_settings: {
      type_json_skip_duplicated_paths: 0,
      input_format_try_infer_dates: 0,
      input_format_try_infer_datetimes: 0,
    } as never,
  })
  const answer = await client.query({
    query: 'SELECT event_id, toString(custom) AS custom FROM events_hot ORDER BY arrival',
    format: 'JSONEachRow',
  })
  return (await answer.json()) as { event_id: string; custom: string }[]
}

test('rows with hostile attributes are all taken by the engine', async () => {
  const rows = HOSTILE.map(([name, context]) => rowOf(context, name))
  const kept = await insert(rows)
  expect(kept.map((row) => row.event_id)).toEqual(HOSTILE.map(([name]) => name))
  const of = (name: string) => kept.find((row) => row.event_id === name)!.custom
  expect(of('a value and an object under one name')).toBe('{"context":{"a":1,"a":{"b":2}}}')
  expect(JSON.parse(of('dates and numbers in strings')).context).toEqual({
    a: '2024-01-01',
    b: '2024-01-01 10:00:00',
    c: '12',
    d: 'true',
    e: 'NaN',
  })
})

test('of equal paths the first counts, and the other is kept beside', () => {
  const { custom, more } = rowOf('{"a":{"b":1},"a.b":2,"list":[{"k":"x"}],"list.k":3}', 'id')
  expect(custom).toEqual({ 'context.a.b': 1, 'context.list.k': ['x'] })
  expect(JSON.parse(more)).toEqual({ context: { 'a.b': 2, list: [{ k: 'x' }], 'list.k': 3 } })
})

test('lists of objects are turned into lists by field', () => {
  const { custom, more } = rowOf(
    '{"items":[{"sku":"a","n":1},{"sku":"b","tags":["x","y"]},"loose"],"plain":["p","q"]}',
    'id',
  )
  expect(custom).toEqual({
    'context.items.sku': ['a', 'b'],
    'context.items.n': [1],
    'context.items.tags': ['x', 'y'],
    'context.items': ['loose'],
    'context.plain': ['p', 'q'],
  })
  expect(JSON.parse(more).context).toEqual({ items: [{ sku: 'a', n: 1 }, { sku: 'b', tags: ['x', 'y'] }, 'loose'] })
})

test('what has no end or no place stays readable', () => {
  const { custom, more } = rowOf('{"a":1e999,"b":null,"c":{},"d":[]}', 'id')
  expect(custom).toEqual({})
  expect(JSON.parse(more)).toEqual({ context: { a: 'Infinity', d: [] } })
})

test('any attributes at all are taken by the engine, and no value is lost', async () => {
  const rows = anyContexts(400).map((context, index) => rowOf(context, `e${index}`))
  expect((await insert(rows)).map((row) => row.event_id)).toEqual(rows.map((row) => row.event_id))
})

test('each scalar is either under its path or among the rest', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'a.b', 'b.a'), anyValue), (object) => {
      const plain = JSON.parse(JSON.stringify(object)) as JsonObject
      const part = customPart()
      const rest = putCustom(part, '', plain) ?? {}
      const seen = [...scalars(part.values), ...scalars(rest)].map(String)
      for (const scalar of scalars(plain)) expect(seen).toContain(String(scalar))
    }),
  )
})

const scalars = (value: unknown): unknown[] => {
  if (typeof value !== 'object' || value === null) return value === null ? [] : [value]
  return Object.values(value).flatMap(scalars)
}
