import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FIXTURE_APPLICATION, FIXTURE_TOKEN } from '../../test/fixtures/read.ts'
import { type OpenIntake, openIntake } from './testing/open-intake.ts'

let intake: OpenIntake
let origin: string
beforeAll(async () => {
  intake = await openIntake()
  origin = await intake.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => intake.app.close())

const rum = `/api/v2/rum?dd-api-key=${FIXTURE_TOKEN}`
const line = JSON.stringify({
  type: 'error',
  date: Date.now(),
  application: { id: FIXTURE_APPLICATION },
  session: { id: 's' },
  view: { id: 'v' },
  error: { id: 'e' },
})

const inFlight = async () => /^wayworn_intake_in_flight (\d+)/m.exec(await intake.registry.metrics())?.[1]
const quiet = async () => {
  for (let i = 0; i < 100 && (await inFlight()) !== '0'; i++) await sleep(20)
  return inFlight()
}

/** A body that is sent piece by piece, its length not told. */
const pieces = (piece: Uint8Array, count: number) =>
  new ReadableStream({
    start(controller) {
      for (let i = 0; i < count; i++) controller.enqueue(piece)
      controller.close()
    },
  })

test('a body without a length is read up to the limit and no further', async () => {
  const send = (body: ReadableStream) => fetch(origin + rum, { method: 'POST', body, duplex: 'half' } as RequestInit)
  expect((await send(pieces(Buffer.from(`${line}\n`), 3))).status).toBe(202)
  const large = await send(pieces(new Uint8Array(2 ** 20).fill(32), 9))
  expect([large.status, large.headers.get('access-control-allow-origin')]).toEqual([413, '*'])
})

test('a refusal before the body is read reaches the sender', async () => {
  const answer = await fetch(`${origin}/api/v2/rum?dd-api-key=nobody`, { method: 'POST', body: 'x'.repeat(2 ** 20) })
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([403, '*'])
  expect((await fetch(origin + rum, { method: 'POST', body: line })).status).toBe(202)
})

test('a sender that breaks off leaves nothing behind', async () => {
  const { port } = new URL(origin)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(`POST ${rum} HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n${line}`)
  while ((await inFlight()) !== '1') await sleep(10)
  socket.destroy()
  expect(await quiet()).toBe('0')
})
