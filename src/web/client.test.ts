import { expect, test } from 'vitest'
import { AnswerError } from '../ui/ask/ask.ts'
import { createAsk } from './client.ts'

const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
  createAsk((async () => new Response(body || null, { status, headers })) as typeof fetch)

const failure = async (ask: ReturnType<typeof createAsk>): Promise<AnswerError> => {
  const error = await ask({ path: '/x' }).then(
    () => null,
    (e: unknown) => e,
  )
  expect(error).toBeInstanceOf(AnswerError)
  return error as AnswerError
}

test('an answer is its JSON, and nothing where there is no body', async () => {
  expect(await answering(200, '{"data":[1]}')({ path: '/x' })).toEqual({ data: [1] })
  expect(await answering(204, '')({ path: '/x' })).toBeUndefined()
})

test('a refusal keeps its sentence, code, pointer and request id', async () => {
  const body = JSON.stringify({
    errors: [
      {
        status: '400',
        code: 'invalid_field',
        title: 'Invalid field',
        detail: 'from: is missing.',
        source: { pointer: '/data' },
      },
      { title: 'Invalid field', detail: 'to: is missing.' },
    ],
  })
  const error = await failure(answering(400, body, { 'x-request-id': 'r-1' }))
  expect(error.message).toBe('from: is missing. to: is missing.')
  expect(error).toMatchObject({ status: 400, code: 'invalid_field', pointer: '/data', requestId: 'r-1' })
})

test('an answer that is no JSON is a failure in words, not a crash', async () => {
  expect((await failure(answering(502, '<html>'))).message).toMatch(/server failed/i)
  expect((await failure(answering(200, '<html>'))).status).toBe(200)
  expect((await failure(answering(403, '{}'))).message).toMatch(/role/)
})

test('an unreachable server says so, an aborted question rejects with its reason', async () => {
  const down = createAsk((async () => Promise.reject(new TypeError('fetch failed'))) as typeof fetch)
  expect((await failure(down)).status).toBe(0)
  const gone = AbortSignal.abort('left')
  const aborted = createAsk((async () => Promise.reject(gone.reason)) as typeof fetch)
  await expect(aborted({ path: '/x', signal: gone })).rejects.toBe('left')
})

test('a 401 is told', async () => {
  let told = 0
  const ask = createAsk((async () => new Response('{}', { status: 401 })) as typeof fetch, () => told++)
  await failure(ask)
  expect(told).toBe(1)
})
