import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { FIXTURE_APPLICATION, FIXTURE_TOKEN } from '../../test/fixtures/read.ts'
import { partsOf } from './multipart.ts'
import { readReplay } from './replay-segment.ts'
import { type OpenIntake, openIntake } from './testing/open-intake.ts'

let intake: OpenIntake
beforeAll(async () => {
  intake = await openIntake()
})
afterAll(() => intake.app.close())
beforeEach(() => {
  for (const rows of Object.values(intake.logged)) rows.length = 0
})

interface FormPart {
  name: string
  filename?: string
  type?: string
  data: Buffer | string
}
const form = (...parts: FormPart[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ name, filename, type, data }) => [
      Buffer.from(
        `--B\r\nContent-Disposition: form-data; name="${name}"${filename ? `; filename="${filename}"` : ''}\r\n`,
      ),
      Buffer.from(`${type ? `Content-Type: ${type}\r\n` : ''}\r\n`),
      Buffer.from(data),
      Buffer.from('\r\n'),
    ]),
    Buffer.from('--B--\r\n'),
  ])

const start = Date.UTC(2026, 10, 22)
const ids = { application: { id: FIXTURE_APPLICATION }, session: { id: 's' }, view: { id: 'v' } }
const segment = (more: object = {}) => ({ records: [{ type: 4 }, { type: 2 }], start, end: start + 5, ...ids, ...more })
const part = (body: object | Buffer, name = 'segment'): FormPart => ({
  name,
  filename: 'file',
  data: Buffer.isBuffer(body) ? body : deflateSync(`${JSON.stringify(body)}\n`),
})
const post = (payload: Buffer, headers: Record<string, string> = {}, url = '/api/v2/replay') =>
  intake.app.inject({
    method: 'POST',
    url: `${url}?dd-api-key=${FIXTURE_TOKEN}`,
    headers: { 'content-type': 'multipart/form-data; boundary=B', ...headers },
    payload,
  })

test("a segment says what it is, the form fills what it doesn't", async () => {
  const hint = { ...segment({ index_in_view: 3, creation_reason: 'init', records_count: 99, session: { id: 'no' } }) }
  const body = segment({ source: 'browser' })
  const answer = await post(form(part(body), { name: 'event', filename: 'blob', data: JSON.stringify(hint) }))
  expect(answer.statusCode).toBe(202)
  expect(intake.logged.s).toMatchObject([
    {
      application_id: FIXTURE_APPLICATION,
      session_id: 's',
      view_id: 'v',
      index_in_view: 3,
      start,
      end: start + 5,
      records_count: 2,
      has_full_snapshot: false,
      creation_reason: 'init',
      data: deflateSync(`${JSON.stringify(body)}\n`).toString('base64'),
      raw_size: JSON.stringify(body).length + 1,
    },
  ])
})

test('the plain fields of old browser SDKs are hints as well', async () => {
  const fields = {
    'application.id': FIXTURE_APPLICATION,
    'session.id': 's1',
    'view.id': 'v1',
    start: `${start}`,
    end: `${start}`,
  }
  const plain = Object.entries({ ...fields, has_full_snapshot: 'true', index_in_view: '2' })
  await post(form(part({ records: [] }), ...plain.map(([name, data]) => ({ name, data }))))
  expect(intake.logged.s).toMatchObject([
    { session_id: 's1', view_id: 'v1', index_in_view: 2, start, has_full_snapshot: true, creation_reason: '' },
  ])
})

test('phones send several segments in one compressed form, to the address of the events too', async () => {
  const list = [0, 1].map((index) => segment({ index_in_view: index, source: 'android' }))
  const body = form(...list.map((s) => part(s)), { name: 'event', filename: 'blob', data: JSON.stringify(list) })
  expect((await post(gzipSync(body), { 'content-encoding': 'gzip' })).statusCode).toBe(202)
  expect((await post(deflateSync(body), { 'content-encoding': 'deflate' }, '/api/v2/rum')).statusCode).toBe(202)
  expect(intake.logged.s.map((s) => s.index_in_view)).toEqual([0, 1, 0, 1])
})

test('of a segment that breaks off the start is kept, if the form tells what it is', async () => {
  const cut = deflateSync(JSON.stringify(segment())).subarray(0, -60)
  const { records: _, ...event } = segment({ records_count: 2, index_in_view: 4 })
  await post(form(part(cut), { name: 'event', filename: 'blob', data: JSON.stringify(event) }))
  await post(form(part(cut)))
  expect(intake.logged.s).toMatchObject([{ index_in_view: 4, records_count: 2, data: cut.toString('base64') }])
  expect(intake.logged.x.map((x) => x.reason)).toEqual(['broken_segment'])
})

test('a broken segment is set aside, its neighbours stay', async () => {
  const broken = [
    Buffer.from([0x78, 0x9c, 0xff, 0xff, 0xff, 0xff]),
    deflateSync('{"records":'),
    deflateSync('{"no":"records"}'),
    deflateSync(JSON.stringify(segment({ application: { id: 'other' } }))),
    deflateSync(JSON.stringify(segment({ start: 'now' }))),
    deflateSync(JSON.stringify(segment({ view: { id: '' } }))),
  ]
  const answer = await post(
    form(part(segment({ index_in_view: 1 })), ...broken.map((b) => part(b)), part(segment({ index_in_view: 2 }))),
  )
  expect(answer.statusCode).toBe(202)
  expect(intake.logged.s.map((s) => s.index_in_view)).toEqual([1, 2])
  expect(intake.logged.x.map((x) => x.reason)).toEqual([
    'broken_segment',
    'broken_segment',
    'broken_segment',
    'wrong_application',
    'invalid_event',
    'invalid_event',
  ])
})

test('segments that together inflate to more than the request may are set aside', async () => {
  const large = segment({ records: Array.from({ length: 4000 }, (_, i) => ({ type: 3, timestamp: start + i * 7919 })) })
  const parts = partsOf(form(part(large), part(large), part(segment())), 'multipart/form-data; boundary=B')!
  const context = { applicationId: FIXTURE_APPLICATION, receivedAt: start, inflatedLimit: 200_000 }
  const items = await readReplay(parts, context)
  expect(items.map((item) => item.kind)).toEqual(['segment', 'fault', 'segment'])
})

test('images are kept by name; what a browser might run is not', async () => {
  const event: FormPart = {
    name: 'event',
    filename: 'blob',
    data: JSON.stringify({ type: 'resource', application: ids.application }),
  }
  const image = (filename: string, type: string): FormPart => ({
    name: 'image',
    filename,
    type,
    data: Buffer.from([1, 2]),
  })
  await post(form(image('320x160-abc', 'image/webp'), image('evil', 'image/svg+xml'), event))
  expect(intake.logged.i).toMatchObject([{ image_name: '320x160-abc', mime: 'image/webp', data: 'AQI=' }])
  expect(intake.logged.x).toMatchObject([{ reason: 'broken_image' }])
})

test('a form without recordings is refused', async () => {
  expect((await post(form({ name: 'event', data: '{}' }))).statusCode).toBe(400)
  expect((await post(Buffer.from('--X--'))).statusCode).toBe(400)
})

test('what is put into a form comes out of it', () => {
  const name = fc.string({ minLength: 1, maxLength: 10 }).filter((text) => /^[\w ;=.-]+$/.test(text))
  const one = fc.record({
    name,
    filename: name,
    data: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  })
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 5 }), (parts) => {
      const read = partsOf(form(...parts), 'multipart/form-data; boundary="B"')
      expect(read?.map((p) => ({ name: p.name, filename: p.filename, data: p.data }))).toEqual(parts)
    }),
  )
})

test('no bytes make the form reader throw', () => {
  const pieces = fc.array(
    fc.oneof(fc.constantFrom('--B', '--B--', '\r\n', '\n\n', 'Content-Disposition: form-data; name=a'), fc.string()),
  )
  fc.assert(fc.property(pieces, (list) => void partsOf(Buffer.from(list.join('')), 'multipart/form-data; boundary=B')))
})
