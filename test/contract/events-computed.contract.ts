import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerTimeseries } from '../../src/analyses/analytics/answer.ts'
import { ALL, type Search } from '../../src/model/search/ast.ts'
import { parseSearch } from '../../src/model/search/parse.ts'
import {
  type Grouping,
  grouped,
  type Key,
  keyed,
  type Measure,
  measure,
  OTHER,
  topKeys,
} from '../support/evaluator/analytics.ts'
import { byKey, byValue, rank } from '../support/evaluator/order.ts'
import { msOf } from '../support/evaluator/sessions.ts'
import { textsAt } from '../support/evaluator/values.ts'
import { FROM, type Held, TO } from '../support/held-events.ts'
import { CUSTOM_KEYS } from '../support/hostile-events.ts'
import { someGroupings, someMeasure, someSearch } from '../support/question-arbitrary.ts'
import { groupBy, near, queryOf, request, somePeriod } from '../support/questions.ts'

interface Grouped {
  search: Search
  by: Grouping[]
  compute: Measure
  other: boolean
}

/** Numbers over events: one, by group, over time. */
export const computedContract = (held: () => Held): void => {
  test('scalars, whatever is computed over whatever is searched', async () => {
    await held().check(
      fc.tuple(someSearch, fc.array(someMeasure, { minLength: 1, maxLength: 4 })),
      async ([search, measures]) => {
        const queries = measures.map((one, i) => ({ name: `q${i}`, ...queryOf(search, one) }))
        const { columns } = await held().scalar({ queries })
        const told = columns.map((column) => column.values[0] as number | null)
        near(
          told,
          measures.map((one) => measure(one, held().within(search))),
        )
      },
    )
  })

  /** Holds the groups of a question, in their order, to what the evaluator finds. */
  const holdGroups = async ({ search, by, compute, other }: Grouped) => {
    const { columns } = await held().scalar({ query: { ...queryOf(search, compute), group_by: groupBy(by, other) } })
    const all = keyed(held().within(search), by)
    const top = topKeys(all, by, compute)
    const expected = grouped(all, by.length, top, other, compute)
    const place = ({ key }: { key: Key }) => [...top].indexOf(JSON.stringify(key))
    const isSorted = by.length === 1 && by[0]!.sort !== undefined
    expected.sort(
      (a, b) =>
        rank(a) - rank(b) ||
        (isSorted ? place(a) - place(b) : byValue(a.value, b.value) || byKey(a.key as string[], b.key as string[])),
    )
    const tags = expected.map(({ key }) => (key === OTHER ? by.map(() => 'Other') : key.map((text) => text || 'N/A')))
    const told = columns[0]!.values.map((_, row) => by.map((__, i) => (columns[i]!.values[row] as string[])[0]))
    expect(told).toEqual(tags)
    near(
      columns.at(-1)!.values as (number | null)[],
      expected.map(({ value }) => value),
    )
  }

  test('groups: four attributes, limits, sorts, the missing and the rest', async () => {
    const asked = fc.record({ search: someSearch, by: someGroupings, compute: someMeasure, other: fc.boolean() })
    await held().check(asked, holdGroups, 3)
  })

  test.each(CUSTOM_KEYS.map((key) => `context.${key}`))(
    'events counted by %s, with the rest and without',
    async (facet) => {
      const sorts: Grouping['sort'][] = [undefined, { aggregation: 'count', order: 'asc' }, { alphabetical: 'desc' }]
      for (const [i, sort] of sorts.entries()) {
        const by: Grouping[] = [{ facet, limit: 2 + i, excludeMissing: i === 1, ...(sort ? { sort } : {}) }]
        for (const other of [false, true])
          await holdGroups({ search: ALL, by, compute: { aggregation: 'count' }, other })
      }
    },
  )

  test('a real value that is called like what stands for none or for the rest is a group of its own', async () => {
    const by: Grouping[] = [{ facet: 'geo.country', limit: 4, excludeMissing: false }]
    const { columns } = await held().scalar({
      query: { ...queryOf(ALL, { aggregation: 'count' }), group_by: groupBy(by, true) },
    })
    const counts = columns[1]!.values as number[]
    expect(counts.reduce((a, b) => a + b)).toBe(held().within(ALL).length)
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
    const { columns } = await held().scalar({ queries, formulas })
    const paths = columns[0]!.values.map((value) => (value as string[])[0]!)
    const count = (search: Search, path: string) =>
      held()
        .within(search)
        .filter((event) => textsAt(event, 'view.url_path')[0] === path).length
    const tops = [views, actions].flatMap((search) => [
      ...topKeys(keyed(held().within(search), by), by, { aggregation: 'count' }),
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
    await held().check(
      fc.record({ search: someSearch, compute: someMeasure, period: somePeriod }),
      async ({ search, compute, period }) => {
        const query = queryOf(search, compute)
        const attributes = request({
          from: FROM,
          to: TO,
          query: { ...query, compute: { ...query.compute, ...period } },
        })
        const { times, values } = await held().world.ask((asking) => answerTimeseries(attributes, asking))
        const empty = ['count', 'cardinality'].includes(compute.aggregation) ? 0 : null
        const matched = held().within(search)
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
    const { times, values, series } = await held().world.ask((asking) =>
      answerTimeseries(request({ from: FROM, to: TO, query }), asking),
    )
    const all = keyed(held().within(ALL), by)
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
      for (const event of held().within(search))
        for (const id of textsAt(event, 'usr.id')) counts.set(id, (counts.get(id) ?? 0) + 1)
      const kept = {
        '>=': (n: number) => n >= value,
        '=': (n: number) => n === value,
        '<': (n: number) => n < value,
        '>': (n: number) => n > value,
        '<=': (n: number) => n <= value,
      }[operator]
      const mine = held()
        .within(search)
        .filter((event) => kept(counts.get(textsAt(event, 'usr.id')[0] ?? '') ?? -1) && textsAt(event, 'usr.id')[0])
      const query = {
        data_source: 'product_analytics_occurrence',
        search: { query: '@type:action', occurrences: { operator, value: String(value) } },
      }
      const { columns } = await held().scalar({ query: { query, compute: { aggregation: 'count' } } })
      expect([operator, columns[0]!.values[0]]).toEqual([operator, mine.length])
    }
  })
}
