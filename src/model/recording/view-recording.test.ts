import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recordedViews } from '../../../test/support/recorded-views.ts'
import { readSegment } from './read-segment.ts'
import { EVENT, type PlayerEvent, SOURCE } from './record.ts'
import { assetsOf } from './recorded-assets.ts'
import { createViewDecoder, type ReadSegment } from './view-recording.ts'

const BROWSERS = [
  '01-v7-journey-string-proxy',
  '02-v7-frustrations-fn-proxy-deflate',
  '03-v7-spa-tabs-view_update',
  '05-v7-mobile-web-allow',
  '06-v6-journey-v1-replay',
  '08-v7.2-change-dialect-a',
]

interface Built {
  id: number
  tagName?: string
  childNodes?: Built[]
}

/** What the events of the player may hold, taken as one. */
interface Data {
  source: number
  id?: number
  node: Built
  removes: { id: number; parentId: number }[]
  adds: { parentId: number; nextId: number | null; node: Built }[]
  attributes: { id: number }[]
  texts: { id: number }[]
}
const dataOf = ({ data }: PlayerEvent) => data as Data

const idsIn = (node: Built): number[] => [node.id, ...(node.childNodes ?? []).flatMap(idsIn)]

/** Every event refers to nodes that the events before it have built, and builds none twice: what the player relies on. */
const faultsIn = (events: readonly PlayerEvent[]): string[] => {
  const faults: string[] = []
  let there = new Set<number>()
  const need = (id: number | null, what: string) => {
    if (id !== null && !there.has(id)) faults.push(`${what} ${id} is not there`)
  }
  for (const event of events) {
    const { type } = event
    const data = dataOf(event)
    if (type === EVENT.fullSnapshot) there = new Set(idsIn(data.node))
    if (type !== EVENT.incremental) continue
    if (data.source !== SOURCE.mutation) {
      if (data.id !== undefined) need(data.id, `source ${data.source}`)
      continue
    }
    for (const { id, parentId } of data.removes) {
      need(id, 'removed')
      need(parentId, 'parent of removed')
      there.delete(id)
    }
    for (const { parentId, nextId, node } of data.adds) {
      need(parentId, 'parent')
      need(nextId, 'next')
      if (there.has(node.id)) faults.push(`${node.id} is built twice`)
      if (node.childNodes?.length) faults.push(`${node.id} brings children`)
      there.add(node.id)
    }
    for (const { id } of [...data.attributes, ...data.texts]) need(id, 'changed')
  }
  return faults
}

const decoded = (segments: readonly ReadSegment[]) => {
  const decoder = createViewDecoder()
  decoder.push(segments)
  return decoder
}

describe.each(BROWSERS)('the recordings of %s', (name) => {
  test('become events that stand by themselves, without a gap', async () => {
    const views = await recordedViews(name)
    expect(views.size).toBeGreaterThan(0)
    for (const segments of views.values()) {
      const { events, gaps } = decoded(segments)
      expect(gaps).toEqual([])
      expect(events.slice(0, 2).map(({ type }) => type)).toEqual([EVENT.meta, EVENT.fullSnapshot])
      expect(faultsIn(events)).toEqual([])
      expect(events.map((e) => e.timestamp)).toEqual(events.map((e) => e.timestamp).sort((a, b) => a - b))
    }
  })

  test('become the same events segment by segment', async () => {
    for (const segments of (await recordedViews(name)).values()) {
      const decoder = createViewDecoder()
      for (const segment of segments) decoder.push([segment])
      expect(decoder.events).toEqual(decoded(segments).events)
    }
  })
})

/** A page of the Change format that grows by one paragraph a second. */
const growing = (count: number): ReadSegment[] => {
  const snapshot = [
    [11, [1, '#document', 'HTML', 'BODY', 'P', '#text'], [4, 'a']],
    [1, [null, 0], [1, 1], [1, 2]],
  ]
  return Array.from({ length: count }, (_, index) => ({
    index_in_view: index,
    start: index * 1000,
    end: index * 1000 + 900,
    truncated: false,
    source: 'browser',
    records:
      index === 0
        ? [
            { type: 4, timestamp: 0, data: { width: 800, height: 600 } },
            { type: 2, format: 1, timestamp: 0, data: snapshot },
          ]
        : [{ type: 12, timestamp: index * 1000 + 1, data: [[1, [index * 2 - 1, 3], [1, 4, 5]]] }],
  }))
}

const paragraphs = (events: readonly PlayerEvent[]) =>
  events.flatMap((event) => dataOf(event).adds ?? []).filter(({ node }) => node.tagName === 'p').length

test('what follows a missing segment is not guessed: it is told as a gap', () => {
  const all = growing(6)
  expect(paragraphs(decoded(all).events)).toBe(5)
  const { events, gaps } = decoded(all.filter(({ index_in_view }) => index_in_view !== 3))
  expect(paragraphs(events)).toBe(2)
  expect(gaps).toEqual([{ from: 2900, to: 5900, reason: 'missing' }])
})

test('a later snapshot ends a gap', () => {
  const all = growing(6)
  const again = growing(1)[0]!.records.map((record) => ({ ...record, timestamp: 4000 }))
  all[4] = { ...all[4]!, records: again }
  all[5] = { ...all[5]!, records: growing(2)[1]!.records.map((record) => ({ ...record, timestamp: 5001 })) }
  const { events, gaps } = decoded(all.filter(({ index_in_view }) => index_in_view !== 3))
  expect(gaps).toEqual([{ from: 2900, to: 4000, reason: 'missing' }])
  expect(events.filter(({ type }) => type === EVENT.fullSnapshot)).toHaveLength(2)
  expect(faultsIn(events)).toEqual([])
})

test('without its first segment a view has nothing to show, and says so', () => {
  const { events, gaps } = decoded(growing(3).slice(1))
  expect(events).toEqual([])
  expect(gaps).toEqual([{ from: 1000, to: 2900, reason: 'missing' }])
})

test('boxes ticked and options chosen are several in one record', () => {
  const form = [
    [11, [1, '#document', 'HTML', 'INPUT', 'SELECT', 'OPTION', 'value', 'red']],
    [1, [null, 0], [1, 1], [1, 2], [2, 2], [3, 3], [1, 4, [5, 6]]],
  ]
  const records = [
    { type: 4, timestamp: 0, data: { width: 800, height: 600 } },
    { type: 2, format: 1, timestamp: 0, data: form },
    { type: 12, timestamp: 1, data: [[13, [0, 2, 5], [1, 3]]] },
  ]
  const { events, gaps } = decoded([{ ...growing(1)[0]!, records }])
  const inputs = events.map(dataOf).filter(({ source }) => source === SOURCE.input)
  expect(gaps).toEqual([])
  expect(inputs).toMatchObject([
    { id: 3, isChecked: true },
    { id: 5, text: 'red' },
    { id: 4, isChecked: false },
  ])
})

describe('a link that leads to another style sheet', () => {
  const restyled = (origins: readonly string[]) => {
    const page = [
      [7, [['p { color: red }']]],
      [1, [null, '#document'], [1, 'HTML'], [1, 'LINK', ['rel', 'stylesheet'], ['href', 'day.css']]],
      [8, [2, 0]],
    ]
    const records = [
      { type: 4, timestamp: 0, data: { width: 800, height: 600, href: 'https://shop.example/' } },
      { type: 2, format: 1, timestamp: 0, data: page },
      { type: 12, timestamp: 1, data: [[3, [2, ['href', 'night.css']]]] },
    ]
    const decoder = createViewDecoder(assetsOf(() => origins))
    const events = decoder.push([{ ...growing(1)[0]!, records }])
    return { change: dataOf(events.at(-1)!), wanted: decoder.takeSheets(), omitted: decoder.omitted }
  }
  const place = { removes: [{ id: 3, parentId: 2 }], adds: [{ parentId: 2, nextId: null, node: { id: 3 } }] }

  test('is built anew, and gets its text', () => {
    const { change, wanted } = restyled(['https://shop.example'])
    expect(change).toMatchObject({ ...place, attributes: [] })
    expect(wanted.map(({ address }) => address)).toEqual(['https://shop.example/night.css'])
    expect(wanted[0]!.attributes).toBe((change.adds[0]!.node as unknown as { attributes: object }).attributes)
  })
  test('keeps the one before where that may not be had, and says so', () => {
    const { change, wanted, omitted } = restyled([])
    expect(change).toMatchObject({ ...place, adds: [{ node: { attributes: { _cssText: 'p { color: red }' } } }] })
    expect([wanted, omitted.get('style_sheet')]).toEqual([[], 1])
  })
})

test('segments that come twice are read once', () => {
  const all = growing(4)
  const { events, gaps } = decoded([all[0]!, all[1]!, all[1]!, all[0]!, all[2]!, all[3]!])
  expect(paragraphs(events)).toBe(3)
  expect(gaps).toEqual([])
})

test('of a stream cut off anywhere, the whole records are read', async () => {
  const records = Array.from({ length: 40 }, (_, index) => ({
    type: 3,
    timestamp: index,
    data: { text: `}]"{[${'x'.repeat(index * 7)}\\"` },
  }))
  const text = `${JSON.stringify({ records, source: 'browser' })}\n`
  const stream = deflateSync(text)
  const whole = await readSegment(stream.toString('base64'))
  expect(whole).toEqual({ records, truncated: false, source: 'browser' })
  const read = async (bytes: Buffer) => (await readSegment(bytes.toString('base64'))).records
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: stream.length - 7 }), async (length) => {
      const got = await read(stream.subarray(0, length))
      expect(got).toEqual(records.slice(0, got.length))
    }),
    { numRuns: 60 },
  )
  expect((await read(stream.subarray(0, stream.length - 6))).length).toBe(records.length)
  const cut = await read(deflateSync(text.slice(0, text.length / 2)))
  expect(cut.length).toBeGreaterThan(10)
  expect(cut).toEqual(records.slice(0, cut.length))
})

test('whatever is sent as a recording is decoded without a fault', () => {
  const value = fc.oneof(
    fc.integer({ min: -3, max: 40 }),
    fc.constant(null),
    fc.string(),
    fc.constantFrom('#text', 'DIV', 'svg>a'),
  )
  const change = fc
    .tuple(fc.integer({ min: 0, max: 15 }), fc.array(fc.oneof(value, fc.array(value))))
    .map(([code, items]) => [code, ...items])
  const record = fc.record({
    type: fc.constantFrom(2, 3, 4, 12),
    format: fc.constantFrom(0, 1),
    timestamp: fc.nat(1e6),
    data: fc.oneof(fc.array(change), fc.object()),
  })
  fc.assert(
    fc.property(fc.array(record, { maxLength: 12 }), (records) => {
      const first = growing(1)[0]!
      const { events } = decoded([{ ...first, records: [...first.records, ...records] }])
      expect(events.length).toBeGreaterThan(1)
    }),
    { numRuns: Number(process.env.RECORDING_RUNS ?? 300) },
  )
})
