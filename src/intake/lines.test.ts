import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_LINE_BYTES, readLines } from './lines.ts'

const read = (body: Buffer | string) =>
  [...readLines(Buffer.from(body))].map((line) => ('event' in line ? line.event : line.fault.reason))

test('blank lines, a byte order mark and carriage returns are skipped', () => {
  expect(read('\uFEFF{"a":1}\r\n\n  \r\n{"b":2}\n')).toEqual([{ a: 1 }, { b: 2 }])
  expect(read('\n{"a":1}')).toEqual([{ a: 1 }])
  expect(read('')).toEqual([])
})

test('a broken line stands alone', () => {
  const broken = Buffer.concat([Buffer.from('{"a":1}\n{"b":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}\n{"c":3}')])
  expect(read(broken)).toEqual([{ a: 1 }, 'broken_utf8', { c: 3 }])
  expect(read('{"a":1}\n{"b":\n[1]\n"x"\n{"c":3}')).toEqual([
    { a: 1 },
    'malformed_json',
    'malformed_json',
    'malformed_json',
    { c: 3 },
  ])
  const long = `{"a":"${'x'.repeat(MAX_LINE_BYTES)}"}`
  expect(read(`${long}\n{"c":3}`)).toEqual(['line_too_long', { c: 3 }])
})

test('half a surrogate pair becomes the replacement character, as key and as value', () => {
  expect(read('{"\\ud800":{"a":["\\udc00x","\\ud83d\\ude00"]}}')).toEqual([{ '\uFFFD': { a: ['\uFFFDx', '😀'] } }])
})

test('__proto__ is a key like any other', () => {
  const [event] = read('{"__proto__":{"a":1},"b":"\\ud800"}') as [object]
  expect(Object.entries(event)).toEqual([
    ['__proto__', { a: 1 }],
    ['b', '\uFFFD'],
  ])
})

test('whatever the bytes, good lines around them come through', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      const body = Buffer.concat([Buffer.from('{"first":1}\n'), Buffer.from(noise), Buffer.from('\n{"last":1}')])
      const lines = read(body)
      expect(lines[0]).toEqual({ first: 1 })
      expect(lines.at(-1)).toEqual({ last: 1 })
    }),
  )
})
