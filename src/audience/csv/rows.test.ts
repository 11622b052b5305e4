import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decoded } from './decode.ts'
import { csvRows } from './rows.ts'

/** In pieces of the given sizes, over and over. */
async function* pieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!
    yield bytes.subarray(at, at + size)
    at += size
  }
}

const read = async (bytes: Buffer | string, sizes: readonly number[] = [7]) => {
  const rows: { line: number; fields: string[] }[] = []
  for await (const some of csvRows(decoded(pieces(Buffer.from(bytes as string), sizes)))) rows.push(...some)
  return rows
}

const fields = async (text: string) => (await read(text)).map((row) => row.fields)

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`
const ENCODINGS = {
  'utf-8': (text: string) => Buffer.from(text),
  'utf-8 with mark': (text: string) => Buffer.from(`\ufeff${text}`),
  'utf-16le with mark': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16be with mark': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
}

test('what is written is read, whatever the encoding, separator, line ends and pieces', async () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.constantFrom('a,b', 'x;y', '"', '""', 'two\nlines', '\r\n', '\t', "'"),
  )
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 })
  const written = fc.record({
    table,
    encoding: fc.constantFrom(...(Object.keys(ENCODINGS) as (keyof typeof ENCODINGS)[])),
    separator: fc.constantFrom(',', ';', '\t'),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
    last: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(written, async ({ table: rows, encoding, separator, end, sizes, last }) => {
      const heading = ['id', 'name']
      const lines = [heading.join(separator), ...rows.map((row) => row.map(quoted).join(separator))]
      const text = lines.join(end) + (last ? end : '')
      const expected = [heading, ...rows.filter((row) => row.some((field) => field !== ''))]
      expect((await read(ENCODINGS[encoding](text), sizes)).map((row) => row.fields)).toEqual(expected)
    }),
    { numRuns: 300 },
  )
})

test.each<[string, string, string[][]]>([
  [
    'the line that Excel writes above',
    'sep=;\r\nid;name\r\n1;a,b\r\n',
    [
      ['id', 'name'],
      ['1', 'a,b'],
    ],
  ],
  ['one column', 'id\nx\ny', [['id'], ['x'], ['y']]],
  ['empty lines', 'id\n\n\nx\n\n', [['id'], ['x']]],
  ['quotation marks inside of plain fields', 'id\na "b" c\n', [['id'], ['a "b" c']]],
  ['a row that is too short', 'id,name\nx\n', [['id', 'name'], ['x']]],
  ['nothing', '', []],
])('%s', async (_, text, expected) => expect(await fields(text)).toEqual(expected))

test('lines are counted as an editor counts them', async () => {
  const rows = await read('id,note\r\n1,"two\r\nlines"\r\n\r\n2,x')
  expect(rows.map((row) => row.line)).toEqual([1, 2, 5])
})

test('UTF-16 without a mark is told by its zero bytes', async () => {
  expect((await read(Buffer.from('id\nx', 'utf16le'))).map((row) => row.fields)).toEqual([['id'], ['x']])
})

test('a row without end is refused', async () => {
  const endless = async function* () {
    yield 'id\n"'
    for (let i = 0; i < 40; i++) yield 'x'.repeat(65_536)
  }
  const reading = (async () => {
    for await (const _ of csvRows(endless()));
  })()
  await expect(reading).rejects.toMatchObject({
    code: 'invalid_field',
    message: expect.stringMatching(/line 2 .*1 MB/),
  })
})

test.each([1, 2, 3, 5, 100])('Windows-1252 is told by marks that are no UTF-8, in pieces of %i', async (size) => {
  const bytes = Buffer.concat([Buffer.from('id;name\n1;Ren'), Buffer.from([0xe9, 0x80, 0x0a, 0xfc, 0xe9])])
  expect((await read(bytes, [size])).map((row) => row.fields)).toEqual([
    ['id', 'name'],
    ['1', 'Ren\u00e9\u20ac'],
    ['\u00fc\u00e9'],
  ])
})

test('bytes that are no text are refused', async () => {
  const bytes = Buffer.concat([Buffer.from('id\n\u00fc\n'), Buffer.from([0xe9, 0x0a])])
  await expect(read(bytes)).rejects.toMatchObject({ code: 'invalid_field' })
  await expect(read(bytes, [100])).rejects.toMatchObject({ code: 'invalid_field' })
})
