import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine } from '../engine/engine.ts'
import { openEngine } from '../engine/open.ts'
import {
  and,
  constant,
  f64,
  i64,
  join,
  name,
  or,
  path,
  render,
  type Sql,
  sql,
  str,
  strs,
  toText,
  u32,
  u64,
  u64s,
  word,
} from './sql.ts'

const TAG = { tag: 'sql-test' }
let folder: string
let engine: Engine

beforeAll(async () => {
  folder = await mkdtemp(joinPath(tmpdir(), 'wayworn-sql-'))
  engine = await openEngine({ kind: 'embedded', folder, connections: 1 })
  await engine.command(
    sql`CREATE TABLE kept (n UInt32, custom JSON(max_dynamic_paths = 512)) ENGINE MergeTree ORDER BY n`,
    TAG,
  )
})
afterAll(async () => {
  await engine?.close()
  await rm(folder, { recursive: true, force: true })
})

const only = async <Row>(statement: Sql): Promise<Row> => (await engine.query<Row>(statement, TAG)).rows[0]!

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'\\\'"`{}():;.,%_-/*\n\r\t\b\f\0 aN0é😀',
        '\\N',
        '\\0',
        '{p1:String}',
        '--',
        '/*',
        "'; DROP TABLE kept",
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  // No store can hold half a surrogate pair; intake replaces them (lines.ts).
  .map((parts) => Buffer.from(parts.join('')).toString())

test('a hole takes pieces of SQL only', () => {
  for (const bare of ['x', 1, null, undefined, ['a'], { parts: 'x' }]) {
    expect(() => sql`SELECT ${bare as unknown as Sql}`).toThrow(/is no Sql/)
  }
  expect(() => (sql as unknown as (text: string) => Sql)('SELECT 1')).toThrow(/template tag/)
  expect(() => word('a b')).toThrow(/plain name/)
  expect(() => word('a;')).toThrow(/plain name/)
})

test('values travel beside the text, equal ones once', () => {
  const { text, params } = render(
    sql`SELECT ${str('a')}, ${str('a')}, ${u32(1)}, ${u64(1n)}, ${and([])}, ${or([])}, ${join([])}`,
  )
  expect(text).toBe('SELECT {p1:String}, {p1:String}, {p2:UInt32}, {p3:UInt64}, 1, 0, ')
  expect(params).toEqual({ p1: 'a', p2: 1, p3: '1' })
})

test('any text comes back as it went', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 20 }), async (texts) => {
      const each = join(texts.map((text, i) => sql`${str(text)} AS ${word(`t${i}`)}`))
      const row = await only<Record<string, unknown>>(sql`SELECT ${strs(texts)} AS all, ${each}`)
      expect(row.all).toEqual(texts)
      for (const [i, text] of texts.entries()) expect(row[`t${i}`]).toBe(text)
    }),
    { numRuns: 60 },
  )
})

test('the statement for people says the same as the one that ran', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 10 }), async (texts) => {
      const written = toText(sql`SELECT ${strs(texts)} AS all, ${str(texts[0]!)} AS first`)
      expect(await only(constant(written))).toEqual({ all: texts, first: texts[0] })
    }),
    { numRuns: 40 },
  )
  const none = toText(
    sql`SELECT transform('a', ${strs([])}, ${strs([])}, 'b') AS text, toTypeName(${u64s([])}) AS type`,
  )
  expect(await only(constant(none))).toEqual({ text: 'b', type: 'Array(UInt64)' })
})

test('numbers keep every digit', async () => {
  const doubles = fc
    .oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(2 ** 53, -(2 ** 63), 1e21))
    .map((n) => n + 0)
  await fc.assert(
    fc.asyncProperty(
      doubles,
      fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
      fc.bigInt(0n, 2n ** 64n - 1n),
      async (f, i, u) => {
        const row = await only(sql`SELECT ${f64(f)} AS f, toString(${i64(i)}) AS i, toString(${u64(u)}) AS u`)
        expect(row).toEqual({ f, i: String(i), u: String(u) })
      },
    ),
    { numRuns: 40 },
  )
})

test('a name is a name, whatever it holds', async () => {
  const odd = 'a`b\\c"; --'
  await engine.command(sql`CREATE TABLE ${name(odd)} (n UInt8) ENGINE Memory`, TAG)
  expect(await only(sql`SELECT count() AS n FROM ${name(odd)}`)).toEqual({ n: 0 })
})

const HOSTILE_KEYS = [
  ...[
    '',
    '.',
    '..',
    'a.',
    '.a',
    'a..b',
    'a`b',
    '`',
    '``',
    '\\',
    '\\`',
    '`) AS x, (`',
    "'",
    '"',
    '{p1:String}',
    'a b',
    'a\nb',
    '\0',
  ],
  ...[
    '^a',
    '^`a`',
    'a.^`b`',
    ':Int64',
    ':`Int64`',
    'a.:`Int64`',
    ':`',
    'a[]',
    'size0',
    'null',
    '__proto__',
    'é😀',
    'custom',
    '\u2028',
  ],
]
let kept = 0

const readBack = async (key: string, value: unknown) => {
  const n = ++kept
  await engine.insert('kept', JSON.stringify({ n, custom: { [key]: value } }))
  const of = path('custom', key)
  const row = await only<{ got: unknown; kind: string }>(
    sql`SELECT ${of} AS got, dynamicType(${of}) AS kind FROM kept WHERE n = ${u32(n)}`,
  )
  expect([key, row.got]).toEqual([key, value])
}

test.each(HOSTILE_KEYS)('a JSON key %j is read and nothing else', (key) => readBack(key, `value of ${key}`))

test('no JSON key breaks out of its path', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, (key) => readBack(key, 'there')),
    { numRuns: 150 },
  )
})
