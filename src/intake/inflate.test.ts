import { constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WaywornError } from '../lib/errors.ts'
import { codingsOf, inflateBody } from './inflate.ts'

const text = '{"type":"view"}\n'.repeat(50)
const inflate = async (body: Buffer, ...codings: string[]) => (await inflateBody(body, codings, 2 ** 22)).toString()
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error) => (error instanceof WaywornError ? error.code : error),
  )

test('gzip, zlib and raw deflate are undone as announced', async () => {
  expect(await inflate(gzipSync(text), 'gzip')).toBe(text)
  expect(await inflate(deflateSync(text), 'deflate')).toBe(text)
  expect(await inflate(deflateRawSync(text), 'deflate')).toBe(text)
  expect(await inflate(gzipSync(deflateSync(text)), ...codingsOf('gzip', 'deflate'))).toBe(text)
})

test('what a proxy has undone, or compressed without a word, is read as well', async () => {
  expect(await inflate(Buffer.from(text), 'deflate')).toBe(text)
  expect(await inflate(Buffer.from(text), 'gzip')).toBe(text)
  expect(await inflate(deflateSync(text))).toBe(text)
})

test('a stream may lack its trailer or its end, and several may stand in a row', async () => {
  const open = deflateSync(text, { finishFlush: constants.Z_SYNC_FLUSH })
  expect(await inflate(open, 'deflate')).toBe(text)
  expect(await inflate(deflateSync(text).subarray(0, -4), 'deflate')).toBe(text)
  expect(await inflate(Buffer.concat([deflateSync(text), deflateSync('b'), deflateSync('c')]), 'deflate')).toBe(
    `${text}bc`,
  )
  const cut = deflateSync(Array.from({ length: 5000 }, (_, i) => `${i * 7919}`).join())
  expect((await inflate(cut.subarray(0, cut.length >> 1), 'deflate')).startsWith('0,7919,15838')).toBe(true)
})

test('bombs are stopped while they go off', async () => {
  const bomb = deflateSync(Buffer.alloc(2 ** 25))
  expect(await codeOf(inflateBody(bomb, ['deflate'], 2 ** 26))).toBe('body_too_large')
  expect(await codeOf(inflateBody(deflateSync(Buffer.alloc(5000, 'ab')), ['deflate'], 4000))).toBe('body_too_large')
  const row = Buffer.concat(Array.from({ length: 40 }, () => deflateSync(Buffer.alloc(2 ** 18))))
  expect(await codeOf(inflateBody(row, ['deflate'], 2 ** 22))).toBe('body_too_large')
  expect(await codeOf(inflateBody(gzipSync(bomb), ['deflate', 'gzip'], 2 ** 26))).toBe('body_too_large')
})

test('what is no compression known here says which is', async () => {
  await expect(inflateBody(Buffer.from('x'), ['br'], 10)).rejects.toThrow(/"br" is not a compression known here/)
})

test('a body of nothing but blanks is empty', async () => {
  expect((await inflate(Buffer.from('\uFEFF'.repeat(40)), 'deflate').catch(() => '')).trim()).toBe('')
})

test('random bytes give bytes or a refusal', async () => {
  const body = fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes))
  await fc.assert(
    fc.asyncProperty(body, fc.constantFrom('gzip', 'deflate'), async (bytes, coding) => {
      expect(['done', 'undecodable_body', 'body_too_large']).toContain(
        await codeOf(inflateBody(bytes, [coding], 2 ** 20)),
      )
    }),
  )
})
