import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { FIXTURE_APPLICATION, fixtureNames, readFixture } from '../fixtures/read.ts'
import { type Body, bodiesOf, mutated } from './bodies.ts'

/** Bodies and the coding that the address names. */
export interface Sent extends Body {
  params: string
}

const captured = fixtureNames().flatMap((name) => readFixture(name).requests)
const events: unknown[] = captured
  .filter(({ track, body }) => track === 'rum' && body[0] === 0x7b)
  .flatMap(({ body }) => body.toString('utf8').split('\n').filter(Boolean))
  .map((line) => JSON.parse(line))

const rumLine = fc.oneof(fc.constantFrom(...events), mutated(fc.constantFrom(...events)))

const batch = fc
  .array(rumLine, { maxLength: 6 })
  .map((lines) => lines.map((line) => JSON.stringify(line) ?? '').join('\n'))

const asSent = (text: string, coding: string): Sent => {
  const plain = Buffer.from(text)
  const codings: Record<string, () => Buffer> = {
    deflate: () => deflateSync(plain),
    gzip: () => gzipSync(plain),
    cut: () => deflateSync(plain).subarray(0, -8),
    lie: () => plain,
    plain: () => plain,
  }
  const isDeflate = coding === 'deflate' || coding === 'cut' || coding === 'lie'
  return { payload: codings[coding]!(), contentType: 'text/plain', params: isDeflate ? '&dd-evp-encoding=deflate' : '' }
}

const bomb = deflateSync(Buffer.alloc(200 * 2 ** 20, 0x20))

/** Batches of SDK events: captured ones, changed ones, coded rightly and wrongly, and a bomb. */
export const rumBodies: fc.Arbitrary<Sent> = fc.oneof(
  {
    arbitrary: fc
      .tuple(batch, fc.constantFrom('plain', 'plain', 'deflate', 'gzip', 'cut', 'lie'))
      .map((of) => asSent(...of)),
    weight: 30,
  },
  { arbitrary: bodiesOf(rumLine).map((body) => ({ ...body, params: '' })), weight: 20 },
  {
    arbitrary: fc.constant({ payload: bomb, contentType: 'text/plain', params: '&dd-evp-encoding=deflate' }),
    weight: 1,
  },
)

const recordings = captured.filter(({ track }) => track === 'replay')

/** Recordings as they were captured, or with bytes of them changed, cut or missing. */
export const replayBodies: fc.Arbitrary<Sent> = fc
  .tuple(
    fc.constantFrom(...recordings),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([{ body, headers }, changes, part]) => {
    const payload = Buffer.from(body)
    // Most of what there is to break lies in the part heads and in the JSON at both ends.
    for (const [at, to] of changes) payload[at % Math.min(payload.length, 2000)] = to
    const cut = part < 0.3 ? payload.subarray(0, Math.floor((payload.length * part) / 0.3)) : payload
    return { payload: cut, contentType: part > 0.95 ? 'multipart/form-data' : headers['content-type'], params: '' }
  })

const serverEvent = fc.record(
  {
    type: fc.constant('server'),
    application: fc.constant({ id: FIXTURE_APPLICATION }),
    event: fc.record(
      { name: fc.constantFrom('paid', 'sent'), id: fc.constantFrom('1', 2) },
      { requiredKeys: ['name'] },
    ),
    usr: fc.record({ id: fc.constantFrom('ann', 7) }),
    account: fc.record({ id: fc.constant('acme') }),
    timestamp: fc.constantFrom(1_790_000_000_000, 0, 1e300),
    amount: fc.double(),
  },
  { requiredKeys: ['type', 'application', 'event', 'usr'] },
)

/** Events of backends, one or a list. */
export const serverBodies: fc.Arbitrary<Sent> = bodiesOf(
  fc.oneof(serverEvent, fc.array(fc.oneof(serverEvent, mutated(serverEvent)), { maxLength: 5 })),
).map((body) => ({ ...body, params: '' }))
