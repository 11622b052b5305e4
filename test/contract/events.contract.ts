import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { answerAggregate } from '../../src/analyses/aggregate/answer.ts'
import { AggregateRequest } from '../../src/analyses/aggregate/definition.ts'
import { answerScalar, answerTimeseries } from '../../src/analyses/analytics/answer.ts'
import { AnalyticsRequest, ListRequest } from '../../src/analyses/analytics/definition.ts'
import { answerList } from '../../src/analyses/analytics/list.ts'
import { parseCursor } from '../../src/analyses/events/event-id.ts'
import { searchEvents } from '../../src/analyses/events/search.ts'
import { facetValues } from '../../src/analyses/facets/values.ts'
import type { ClientEngine } from '../../src/engine/client-engine.ts'
import type { Home } from '../../src/engine/engine.ts'
import { EVENT_TYPES } from '../../src/model/attribute.ts'
import { ALL, type Search } from '../../src/model/search/ast.ts'
import { parseSearch } from '../../src/model/search/parse.ts'
import { printSearch } from '../../src/model/search/print.ts'
import { createFields } from '../../src/query/field.ts'
import { predicateOf } from '../../src/query/predicate.ts'
import { eventSource } from '../../src/query/source.ts'
import { removeSettled, settle } from '../../src/sessions/settle.ts'
import { join, sql, word } from '../../src/sql/sql.ts'
import { type Grouping, grouped, keyed, type Measure, measure, OTHER, topKeys } from '../support/evaluator/analytics.ts'
import type { Counted } from '../support/evaluator/ledger.ts'
import { msOf } from '../support/evaluator/sessions.ts'
import { byBytes, matching, textsAt, valueAt } from '../support/evaluator/values.ts'
import { createDisk, type EventWorld, emptyTables, type Sent, startWorld } from '../support/event-world.ts'
import { openHome, startHome, type TestHome } from '../support/homes.ts'
import { createDice, type Dice, tell } from '../support/hostile-events.ts'
import { PATHS, someGroupings, someMeasure, someSearch } from '../support/question-arbitrary.ts'
import { ALL_PATHS, wholeRows, wholeTruth } from '../support/whole-rows.ts'

/** On a machine that does much else besides. */
vi.setConfig({ testTimeout: 240_000 })

const DAY = 86_400_000
/** Around the day on which clocks are set back in Europe. */
const FROM = Date.parse('2030-10-25T15:00:00Z')
const TO = FROM + 4 * DAY
const SETTLED = { quietMs: 60_000, overMs: 20 * 60_000, sessions: 25 }

/** What is asked must be answered as the slow evaluator answers it, wherever the events lie. `runs`: of each property. */
export const eventsContract = (kind: Home, runs: number): void => {
  let home: TestHome
  let engine: ClientEngine
  let world: EventWorld
  let events: Counted[]

  beforeAll(async () => {
    home = await startHome(kind)
    engine = await openHome(home)
    world = await fill(engine)
    events = world.truth()
  }, 180_000)
  afterAll(async () => {
    await engine?.close()
    await home?.stop()
  })

  const check = <T>(arbitrary: fc.Arbitrary<T>, property: (of: T) => Promise<void>, times = runs) =>
    fc.assert(fc.asyncProperty(arbitrary, property), { numRuns: times, endOnFailure: true })
  const within = (search: Search, from = FROM, to = TO) => matching(events, search, from, to)
  const scalar = (more: object) => world.ask((asking) => answerScalar(request({ from: FROM, to: TO, ...more }), asking))

  test('sees every event once, with its session and its newest version', async () => {
    expect(events.length).toBeGreaterThan(300)
    expect(await world.ask((asking) => wholeRows(asking, ALL_PATHS))).toEqual(wholeTruth(events, ALL_PATHS))
  })

  test('searches match what the evaluator matches', async () => {
    await check(fc.array(someSearch, { minLength: 1, maxLength: 12 }), async (searches) => {
      const read = searches.map((search) => parseSearch(printSearch(search)))
      const found = await world.ask((asking) => idsOf(asking.scope(FROM, TO), read, asking.run))
      for (const [i, search] of read.entries()) {
        const ids = within(search).map((event) => event.row.event_id)
        expect([printSearch(search), ...(found[`p${i}`] as string[]).sort()]).toEqual([
          printSearch(search),
          ...ids.sort(),
        ])
      }
    })
  })

  test('scalars, whatever is computed over whatever is searched', async () => {
    await check(
      fc.tuple(someSearch, fc.array(someMeasure, { minLength: 1, maxLength: 4 })),
      async ([search, measures]) => {
        const queries = measures.map((one, i) => ({ name: `q${i}`, ...queryOf(search, one) }))
        const { columns } = await scalar({ queries })
        const told = columns.map((column) => column.values[0] as number | null)
        near(
          told,
          measures.map((one) => measure(one, within(search))),
        )
      },
    )
  })

  test('groups: four attributes, limits, sorts, the missing and the rest', async () => {
    const asked = fc.record({ search: someSearch, by: someGroupings, compute: someMeasure, other: fc.boolean() })
    await check(
      asked,
      async ({ search, by, compute, other }) => {
        const { columns } = await scalar({ query: { ...queryOf(search, compute), group_by: groupBy(by, other) } })
        const all = keyed(within(search), by)
        const expected = grouped(all, by.length, topKeys(all, by, compute), other, compute)
        expected.sort(
          (a, b) => rank(a) - rank(b) || byValue(a.value, b.value) || byKey(a.key as string[], b.key as string[]),
        )
        const tags = expected.map(({ key }) =>
          key === OTHER ? by.map(() => 'Other') : key.map((text) => text || 'N/A'),
        )
        const told = columns[0]!.values.map((_, row) => by.map((__, i) => (columns[i]!.values[row] as string[])[0]))
        expect(told).toEqual(tags)
        near(
          columns.at(-1)!.values as (number | null)[],
          expected.map(({ value }) => value),
        )
      },
      Math.ceil(runs / 2),
    )
  })

  test('a real value that is called like what stands for none or for the rest is a group of its own', async () => {
    const by: Grouping[] = [{ facet: 'geo.country', limit: 4, excludeMissing: false }]
    const { columns } = await scalar({
      query: { ...queryOf(ALL, { aggregation: 'count' }), group_by: groupBy(by, true) },
    })
    const counts = columns[1]!.values as number[]
    expect(counts.reduce((a, b) => a + b)).toBe(within(ALL).length)
  })

  test('several queries and arithmetic over them share their groups', async () => {
    const by: Grouping[] = [{ facet: 'view.url_path', limit: 2, excludeMissing: true }]
    const views = parseSearch('@type:view')
    const actions = parseSearch('@type:action')
    const queries = [views, actions].map((search, i) => ({
      name: 'ab'[i],
      ...queryOf(search, { aggregation: 'count' }),
      group_by: groupBy(by, false),
    }))
    const formulas = [{ formula: 'b / a' }, { formula: 'a + b' }, { formula: 'a' }, { formula: 'b' }]
    const { columns } = await scalar({ queries, formulas })
    const paths = columns[0]!.values.map((value) => (value as string[])[0]!)
    const count = (search: Search, path: string) =>
      within(search).filter((event) => textsAt(event, 'view.url_path')[0] === path).length
    const tops = [views, actions].flatMap((search) => [
      ...topKeys(keyed(within(search), by), by, { aggregation: 'count' }),
    ])
    expect(new Set(paths.map((path) => JSON.stringify([path])))).toEqual(new Set(tops))
    const [a, b] = [views, actions].map((search) => paths.map((path) => count(search, path)))
    expect(columns[3]!.values).toEqual(a)
    expect(columns[4]!.values).toEqual(b)
    near(
      columns[1]!.values as number[],
      paths.map((_, i) => (a![i] ? b![i]! / a![i]! : null)),
    )
    expect(columns[2]!.values).toEqual(paths.map((_, i) => a![i]! + b![i]!))
  })

  test('over time: intervals and calendars in many zones', async () => {
    await check(
      fc.record({ search: someSearch, compute: someMeasure, period: somePeriod }),
      async ({ search, compute, period }) => {
        const query = queryOf(search, compute)
        const attributes = request({
          from: FROM,
          to: TO,
          query: { ...query, compute: { ...query.compute, ...period } },
        })
        const { times, values } = await world.ask((asking) => answerTimeseries(attributes, asking))
        const empty = ['count', 'cardinality'].includes(compute.aggregation) ? 0 : null
        const matched = within(search)
        const expected = times.map((start, i) => {
          const inside = matched.filter(({ row }) => msOf(row.date) >= start && msOf(row.date) < (times[i + 1] ?? TO))
          return inside.length ? measure(compute, inside) : empty
        })
        expect(times[0]).toBeLessThanOrEqual(FROM)
        near(values[0]!, expected)
      },
    )
  })

  test('over time and by group', async () => {
    const by: Grouping[] = [{ facet: 'context.tags', limit: 2, excludeMissing: false }]
    const query = { ...queryOf(ALL, { aggregation: 'count' }), group_by: groupBy(by, true) }
    query.compute = { ...query.compute, rollup: { type: 'day', timezone: 'Europe/Paris' } }
    const { times, values, series } = await world.ask((asking) =>
      answerTimeseries(request({ from: FROM, to: TO, query }), asking),
    )
    const all = keyed(within(ALL), by)
    const top = topKeys(all, by, { aggregation: 'count' })
    for (const [i, { group_tags }] of series.entries()) {
      const isOther = group_tags[0] === 'Other'
      const key = JSON.stringify(group_tags[0] === 'N/A' ? [''] : group_tags)
      const mine = all.filter((one) => (isOther ? !top.has(JSON.stringify(one.key)) : JSON.stringify(one.key) === key))
      const at = mine.map(({ event }) => msOf(event.row.date))
      expect(values[i]).toEqual(
        times.map((start, t) => at.filter((ms) => ms >= start && ms < (times[t + 1] ?? TO)).length),
      )
    }
    expect(values.flat().reduce((a, b) => a! + b!, 0)).toBe(all.length)
  })

  test('who did something so often', async () => {
    const search = parseSearch('@type:action')
    for (const [operator, value] of [
      ['>=', 3],
      ['=', 1],
      ['<', 5],
      ['>', 2],
      ['<=', 1],
    ] as const) {
      const counts = new Map<string, number>()
      for (const event of within(search))
        for (const id of textsAt(event, 'usr.id')) counts.set(id, (counts.get(id) ?? 0) + 1)
      const kept = {
        '>=': (n: number) => n >= value,
        '=': (n: number) => n === value,
        '<': (n: number) => n < value,
        '>': (n: number) => n > value,
        '<=': (n: number) => n <= value,
      }[operator]
      const mine = within(search).filter(
        (event) => kept(counts.get(textsAt(event, 'usr.id')[0] ?? '') ?? -1) && textsAt(event, 'usr.id')[0],
      )
      const query = {
        data_source: 'product_analytics_occurrence',
        search: { query: '@type:action', occurrences: { operator, value: String(value) } },
      }
      const { columns } = await scalar({ query: { query, compute: { aggregation: 'count' } } })
      expect([operator, columns[0]!.values[0]]).toEqual([operator, mine.length])
    }
  })

  test('lists in the order asked for, with what each event has', async () => {
    const columns = PATHS.filter((path) => path !== 'date')
    for (const [facet, order] of [
      ['date', 'desc'],
      ['view.time_spent', 'asc'],
      ['usr.id', 'desc'],
    ] as const) {
      const query = {
        query: queryOf(ALL, { aggregation: 'count' }).query,
        columns: columns.map((path) => `@${path}`),
        sort: { facet: `@${facet}`, order },
        limit: 10_000,
      }
      const { records, total_count } = await world.ask((asking) =>
        answerList(listRequest({ from: FROM, to: TO, query }), asking),
      )
      const expected = within(ALL).sort((a, b) => bySort(a, b, facet, order))
      expect([total_count, records.length]).toEqual([expected.length, expected.length])
      for (const path of columns) {
        const told = records.map((record) => plain(record[`@${path}`]))
        expect([path, told]).toEqual([path, expected.map((event) => plain(valueAt(event, path)))])
      }
    }
  })

  test('pages of whole events, forth and back, leave none out', async () => {
    for (const order of ['asc', 'desc'] as const) {
      const seen: string[] = []
      let after = ''
      do {
        const ask = {
          query: '-@type:error',
          from: FROM,
          to: TO,
          order,
          limit: 150,
          after: after ? parseCursor(after) : undefined,
        }
        const page = await world.ask((asking) => searchEvents(ask, asking))
        seen.push(
          ...page.events.map(({ date, event }) => `${date} ${event.type} ${JSON.stringify(event.context ?? null)}`),
        )
        after = page.next ?? ''
      } while (after)
      const expected = within(parseSearch('-@type:error'))
      expect(seen.length).toBe(expected.length)
      expect(seen.map((text) => Number(text.split(' ')[0]))).toEqual(
        expected.map(({ row }) => msOf(row.date)).sort((a, b) => (order === 'asc' ? a - b : b - a)),
      )
    }
  })

  test('values of an attribute that hold a text', async () => {
    for (const [facet, term, query] of [
      ['context.mixed', '', ''],
      ['context.tags', 'A', '@type:view'],
      ['usr.plan', '%', ''],
      ['geo.country', "d'i", ''],
      ['view.name', 'É', ''],
    ] as const) {
      const ask = { facet: `@${facet}`, term, query, from: FROM, to: TO, limit: 50 }
      const told = await world.ask((asking) => facetValues(ask, asking))
      const counts = new Map<string, number>()
      for (const event of within(query ? parseSearch(query) : ALL))
        for (const text of textsAt(event, facet))
          if (text.toLowerCase().includes(term.toLowerCase())) counts.set(text, (counts.get(text) ?? 0) + 1)
      const expected = [...counts].map(([value, count]) => ({ value, count }))
      expect(told).toEqual(expected.sort((a, b) => b.count - a.count || byBytes(a.value, b.value)).slice(0, 50))
    }
  })

  test('the older aggregate', async () => {
    const compute = [
      { aggregation: 'count' },
      { aggregation: 'pc90', metric: '@view.time_spent' },
      { aggregation: 'cardinality', metric: '@usr.id' },
    ]
    const group = {
      facet: '@view.name',
      limit: 3,
      missing: 'none',
      total: true,
      sort: { type: 'measure', aggregation: 'count', order: 'desc' },
    }
    const asked = AggregateRequest.parse({
      filter: { query: '@type:view', from: FROM, to: TO },
      compute,
      group_by: [group],
    })
    const told = await world.ask((asking) => answerAggregate(asked, TO, asking))
    const by: Grouping[] = [{ facet: 'view.name', limit: 3, excludeMissing: false }]
    const views = within(parseSearch('@type:view'))
    const all = keyed(views, by)
    const groups = [...topKeys(all, by, { aggregation: 'count' })].map((key) => JSON.parse(key)[0] as string)
    const values = (of: Counted[]) =>
      compute.map(({ aggregation, metric }) => measure({ aggregation, metric: metric?.slice(1) ?? '' }, of))
    const expected = [
      ...groups.map((name) => [
        name || 'none',
        ...values(views.filter((event) => (textsAt(event, 'view.name')[0] ?? '') === name)),
      ]),
      ['__TOTAL__', ...values(views)],
    ]
    expect(told.map(({ by: of, computes }) => [of['@view.name'], computes.c0, computes.c1, computes.c2])).toEqual(
      expected,
    )
  })

  test('settled entirely, the same answers', async () => {
    while (await settle(world.settling, SETTLED));
    await removeSettled(world.settling)
    expect(await world.ask((asking) => wholeRows(asking))).toEqual(wholeTruth(events))
    await check(
      fc.array(someSearch, { minLength: 12, maxLength: 12 }),
      async (searches) => {
        const read = searches.map((search) => parseSearch(printSearch(search)))
        const found = await world.ask((asking) => idsOf(asking.scope(FROM, TO), read, asking.run))
        for (const [i, search] of read.entries())
          expect((found[`p${i}`] as string[]).length).toBe(within(search).length)
      },
      2,
    )
  })
}

/** Half of the sessions settled, some of those open again, the others still open; in any order, much of it twice. */
const fill = async (engine: ClientEngine): Promise<EventWorld> => {
  await emptyTables(engine)
  const dice = createDice(20301027)
  const world = await startWorld(engine, createDisk(), TO)
  const load = async (sent: Sent[]) => {
    for (let i = 0; i < sent.length; i += 60) world.log(sent.slice(i, i + 60))
    while (!(await world.load()));
  }
  const stories = ['a', 'b'].map((name) => tell(dice, { name, from: FROM + DAY / 4, span: 3 * DAY, sessions: 24 }))
  await load([...shuffled(dice, stories[0]!), ...stories[0]!.slice(0, 80)])
  world.now += DAY
  await settle(world.settling, SETTLED)
  await removeSettled(world.settling)
  await load(shuffled(dice, [...stories[1]!, ...stories[0]!.slice(40, 50), ...stories[1]!.slice(0, 40)]))
  return world
}

const shuffled = <T>(dice: Dice, of: readonly T[]): T[] => {
  const left = [...of]
  return of.map(() => left.splice(dice.below(left.length), 1)[0]!)
}

const somePeriod = fc.oneof(
  fc.constantFrom(3_600_000, 7_200_000, DAY, 7 * DAY, 900_000, 1_234_567).map((interval) => ({ interval })),
  fc.record({
    rollup: fc
      .tuple(
        fc.constantFrom('hour', 'day', 'week', 'month', 'quarter', 'year'),
        fc.constantFrom(1, 1, 2, 6),
        fc.constantFrom('UTC', 'Europe/Paris', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Chatham'),
      )
      .map(([type, quantity, timezone]) => ({ type, quantity, timezone })),
  }),
)

const request = (attributes: object) =>
  AnalyticsRequest.parse({ data: { type: 'formula_analytics_extended_request', attributes } }).data
    .attributes as Parameters<typeof answerScalar>[0]
const listRequest = (attributes: object) =>
  ListRequest.parse({ data: { type: 'formula_analytics_extended_list_request', attributes } }).data
    .attributes as Parameters<typeof answerList>[0]

const queryOf = (search: Search, { aggregation, metric }: Measure) => ({
  query: { data_source: 'product_analytics', search: { query: printSearch(search) } },
  compute: { aggregation, ...(metric ? { metric: `@${metric}` } : {}) } as Record<string, unknown>,
})

const groupBy = (by: readonly Grouping[], other: boolean) =>
  by.map(({ facet, limit, excludeMissing, sort }) => ({
    facet: `@${facet}`,
    limit,
    should_exclude_missing: excludeMissing,
    other,
    ...sortOf(sort),
  }))

const sortOf = (sort: Grouping['sort']) => {
  if (!sort) return {}
  if ('alphabetical' in sort) return { sort: { type: 'alphabetical', order: sort.alphabetical } }
  const { aggregation, metric, order } = sort
  return { sort: { aggregation, order, ...(metric ? { metric: `@${metric}` } : {}) } }
}

/** For each search the ids of the events that it matches, in one statement. */
const idsOf = async (
  scope: Parameters<typeof eventSource>[0],
  searches: readonly Search[],
  run: <Row>(statement: ReturnType<typeof sql>) => Promise<Row[]>,
) => {
  const fields = createFields()
  const found = searches.map(
    (search, i) => sql`groupArrayIf(event_id, ${predicateOf(search, fields)}) AS ${word(`p${i}`)}`,
  )
  const source = eventSource(scope, { fields: fields.all(), types: EVENT_TYPES, own: [sql`event_id`] })
  return (await run<Record<string, unknown>>(sql`SELECT ${join(found)} FROM (${source})`))[0]!
}

const near = (told: readonly (number | null)[], expected: readonly (number | null)[]) => {
  const rounded = (values: readonly (number | null)[]) =>
    values.map((value) => (value === null ? null : Number(value.toPrecision(10))))
  expect(rounded(told)).toEqual(rounded(expected))
}

const rank = ({ key }: { key: unknown }) => (key === OTHER ? 1 : 0)
const byValue = (a: number | null, b: number | null) =>
  a === null || b === null ? (a === b ? 0 : a === null ? 1 : -1) : b - a
const byKey = (a: readonly string[], b: readonly string[]): number => {
  for (const [i, text] of a.entries()) if (text !== b[i]) return byBytes(text, b[i]!)
  return 0
}

const bySort = (a: Counted, b: Counted, facet: string, order: 'asc' | 'desc'): number => {
  const way = order === 'asc' ? 1 : -1
  const [va, vb] = [valueAt(a, facet), valueAt(b, facet)]
  if (va !== vb && facet !== 'date') {
    if (va === undefined || vb === undefined) return va === undefined ? 1 : -1
    return way * (typeof va === 'number' ? va - (vb as number) : byBytes(String(va), String(vb)))
  }
  const dates = msOf(a.row.date) - msOf(b.row.date)
  if (dates) return way * dates
  if (a.arrival !== b.arrival) return a.arrival < b.arrival ? -way : way
  return byBytes(a.row.event_id, b.row.event_id)
}

/** Nothing is null, whatever it is written as. */
const plain = (value: unknown): unknown =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? null : value
