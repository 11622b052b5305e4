import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createDisk, type EventWorld, type Sent, startWorld } from '../../../test/support/event-world.ts'
import { openHome, startHome, type TestHome } from '../../../test/support/homes.ts'
import type { ClientEngine } from '../../engine/client-engine.ts'
import { migrate } from '../../engine/migrate.ts'
import { removeSettled, settle } from '../../sessions/settle.ts'
import { i64, type Sql, sql, str, u32 } from '../../sql/sql.ts'
import { answerScalar } from '../analytics/answer.ts'
import { AnalyticsRequest } from '../analytics/definition.ts'
import { withMoments } from '../analytics/time-range.ts'
import { searchEvents } from '../events/search.ts'
import { facetDetail } from './detail.ts'
import { discoverFacets } from './discover.ts'
import { facetValues } from './values.ts'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 })

/** Different values of one attribute, and different attributes, 250 an event. More of them: 1000000 and 100000. */
const VALUES = Number(process.env.WAYWORN_TEST_VALUES ?? 60_000)
const KEYS = Number(process.env.WAYWORN_TEST_KEYS ?? 2_250)
const KEYS_AN_EVENT = 250

const NOW = Date.parse('2030-10-26T20:00:00Z')
const HOUR = 3_600_000
const RANGE = { from: NOW - 24 * HOUR, to: NOW }
const LONG = `/${'l'.repeat(10_000)}`
const APPLICATION = { id: 'many', name: 'many' }
let home: TestHome
let engine: ClientEngine
let world: EventWorld

beforeAll(async () => {
  home = await startHome('embedded')
  engine = await openHome(home)
  await migrate(engine)
  world = await startWorld(engine, createDisk(), NOW)
  await engine.command(written('v', NOW - 3 * HOUR, VALUES, manyValues), { tag: 'test' })
  await engine.command(written('k', NOW - HOUR / 2, KEYS / KEYS_AN_EVENT, manyKeys), { tag: 'test' })
  world.log([longName])
  await world.load()
})
afterAll(async () => {
  await engine.close()
  await home.stop()
})

/** As many open events, 100 a session, each with a custom part of its own; server events would not be of a session. */
const written = (prefix: string, at: number, events: number, custom: Sql): Sql => sql`
INSERT INTO events_hot (session_key, application_id, session_id, type, event_id, date, received_at, arrival, custom)
SELECT sipHash64(session_id) AS session_key, 'many' AS application_id,
  concat(${str(prefix)}, toString(intDiv(number, 100))) AS session_id, 'action' AS type,
  concat(${str(prefix)}, toString(number)) AS event_id, fromUnixTimestamp64Milli(${i64(at)}, 'UTC') AS date,
  date AS received_at, number AS arrival, ${custom} AS custom
FROM numbers(${u32(events)})`

const manyValues = sql`concat('{"context.order":"o-', toString(number), '"}')`
const manyKeys = sql`concat('{', arrayStringConcat(arrayMap(
  k -> concat('"context.key-', toString(number * ${u32(KEYS_AN_EVENT)} + k), '":', toString(k)), range(${u32(KEYS_AN_EVENT)})), ','), '}')`

const longName: Sent = {
  event: {
    type: 'view',
    date: NOW - HOUR,
    application: APPLICATION,
    session: { id: 'long' },
    view: { id: 'long', name: LONG, url: `https://shop.example${LONG}` },
    usr: { id: `u${LONG}` },
    context: { note: LONG },
    _dd: { document_version: 1 },
  },
  envelope: {
    receivedAt: NOW - HOUR,
    application: APPLICATION,
    skewMs: 0,
    sdkVersion: '',
    tags: '',
    agent: {},
    place: null,
  },
}

const asked = () => {
  const values = (facet: string, term: string, query = '@type:action') =>
    world.ask((asking) => facetValues({ facet, term, query, ...RANGE, limit: 20 }, asking))

  test('a few of very many values are told, each with its count, and typing finds any other', async () => {
    const first = await values('@context.order', '')
    expect(first).toHaveLength(20)
    expect(first.every(({ value, count }) => value.startsWith('o-') && count === 1)).toBe(true)
    const last = `o-${VALUES - 1}`
    expect(await values('@context.order', last)).toEqual([{ value: last, count: 1 }])
    const detail = await world.ask((asking) =>
      facetDetail({ path: 'context.order', query: '@type:action', ...RANGE }, asking),
    )
    expect(detail).toMatchObject({ events: VALUES, cardinality: VALUES, types: ['String'] })
    expect(detail.examples).toHaveLength(20)
  })

  test('grouped by them, what the limit folds is told as other', async () => {
    const group_by = [{ facet: '@context.order', limit: 3, other: true, should_exclude_missing: true }]
    const query = {
      query: { data_source: 'product_analytics', search: { query: '@type:action' } },
      compute: { aggregation: 'count' },
      group_by,
    }
    const attributes = { ...RANGE, query }
    const request = { data: { type: 'formula_analytics_extended_request', attributes } }
    const asked = withMoments(AnalyticsRequest.parse(request).data.attributes, NOW)
    const { columns } = await world.ask((asking) => answerScalar(asked, asking))
    const counts = columns.at(-1)!.values as number[]
    expect(counts).toHaveLength(4)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(VALUES)
  })

  test('of very many attributes some are listed, and any can be asked for', async () => {
    const facets = await world.ask((asking) => discoverFacets(RANGE.from, RANGE.to, asking))
    const custom = facets.filter((facet) => facet.custom)
    expect(custom.length).toBeGreaterThan(KEYS_AN_EVENT)
    expect(custom.length).toBeLessThanOrEqual(2_000)
    const last = `context.key-${KEYS - 1}`
    expect(await values(`@${last}`, '')).toEqual([{ value: String(KEYS_AN_EVENT - 1), count: 1 }])
    const query = `@type:action @${last}:>=${KEYS_AN_EVENT - 1}`
    const { events } = await world.ask((asking) => searchEvents({ query, ...RANGE, order: 'desc', limit: 2 }, asking))
    expect(Object.keys(events[0]!.event.context as object)).toHaveLength(KEYS_AN_EVENT)
    expect(events).toHaveLength(1)
  })

  test('a name of 10 KB is kept, found, counted and shown whole', async () => {
    const query = `@view.name:"${LONG}" @usr.id:"u${LONG}"`
    const { events } = await world.ask((asking) =>
      searchEvents({ query: `@type:view ${query}`, ...RANGE, order: 'desc', limit: 2 }, asking),
    )
    expect(events.map(({ event }) => event)).toMatchObject([{ view: { name: LONG }, context: { note: LONG } }])
    expect(await values('@usr.id', 'u/lll', '@type:view')).toMatchObject([{ value: `u${LONG}` }])
    expect(await values('@context.note', 'lll', '@type:view')).toMatchObject([{ value: LONG }])
    const detail = await world.ask((asking) => facetDetail({ path: 'view.name', query: '', ...RANGE }, asking))
    expect(detail.examples[0]!.value).toBe(LONG.slice(0, 256))
  })
}

describe('of open sessions', asked)

describe('of settled sessions', () => {
  beforeAll(async () => {
    world.now += HOUR
    while ((await settle(world.settling, { quietMs: 60_000, overMs: 60_000, sessions: 5_000, copied: 1_000 })) > 0);
    await removeSettled(world.settling)
  })
  asked()
})
