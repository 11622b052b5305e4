import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { openFileBuffer } from './file-buffer.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'wayworn-file-buffer-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Two pages and a bit, no two runs of eight bytes alike. */
const whole = Buffer.from(Array.from({ length: 10_000 }, (_, i) => (i * 7919 + (i >> 8) * 31) & 255))
const file = path.join(folder, 'whole')
writeFileSync(file, whole)
const paged = openFileBuffer(file)

test('it passes for a Buffer, of the length of the file', () => {
  expect(Buffer.isBuffer(paged)).toBe(true)
  expect(paged.length).toBe(whole.length)
})

const OFFSET = fc.oneof(fc.nat(whole.length - 8), fc.integer({ min: 4080, max: 4104 }), fc.constant(whole.length - 8))

test('it reads what the file in memory does, also across pages and at its end', () => {
  fc.assert(
    fc.property(OFFSET, fc.nat(9000), (at, length) => {
      expect(paged[at]).toBe(whole[at])
      expect(paged.readUInt8(at)).toBe(whole.readUInt8(at))
      expect(paged.readUInt16BE(at)).toBe(whole.readUInt16BE(at))
      expect(paged.readUIntBE(at, 3)).toBe(whole.readUIntBE(at, 3))
      expect(paged.readUInt32BE(at)).toBe(whole.readUInt32BE(at))
      expect(paged.readInt32BE(at)).toBe(whole.readInt32BE(at))
      expect(paged.readDoubleBE(at)).toBe(whole.readDoubleBE(at))
      expect(paged.toString('latin1', at, at + length)).toBe(whole.toString('latin1', at, at + length))
      expect(Buffer.compare(paged.subarray(at, at + length), whole.subarray(at, at + length))).toBe(0)
      expect(Buffer.compare(paged.slice(at), whole.subarray(at))).toBe(0)
    }),
    { numRuns: 300 },
  )
})

test('beyond its end is nothing, and a number there is out of range', () => {
  expect(paged[whole.length]).toBeUndefined()
  expect(() => paged.readUInt32BE(whole.length - 2)).toThrow(/range|bounds/i)
})

test('a file that is not there is named', () => {
  expect(() => openFileBuffer(path.join(folder, 'nowhere'))).toThrow(/nowhere/)
})
