import { expect, test } from 'vitest'
import { answerAggregate } from '../../src/analyses/aggregate/answer.ts'
import { AggregateRequest } from '../../src/analyses/aggregate/definition.ts'
import { answerList } from '../../src/analyses/analytics/list.ts'
import { parseCursor } from '../../src/analyses/events/event-id.ts'
import { searchEvents } from '../../src/analyses/events/search.ts'
import { facetValues } from '../../src/analyses/facets/values.ts'
import { ALL } from '../../src/model/search/ast.ts'
import { parseSearch } from '../../src/model/search/parse.ts'
import { type Grouping, keyed, measure, topKeys } from '../support/evaluator/analytics.ts'
import type { Counted } from '../support/evaluator/ledger.ts'
import { bySort } from '../support/evaluator/order.ts'
import { msOf } from '../support/evaluator/sessions.ts'
import { byBytes, textsAt, valueAt } from '../support/evaluator/values.ts'
import { FROM, type Held, TO } from '../support/held-events.ts'
import { PATHS } from '../support/question-arbitrary.ts'
import { listRequest, queryOf } from '../support/questions.ts'

/** Events themselves, and the values that they have. */
export const listedContract = (held: () => Held): void => {
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
      const { records, total_count } = await held().world.ask((asking) =>
        answerList(listRequest({ from: FROM, to: TO, query }), asking),
      )
      const expected = held()
        .within(ALL)
        .sort((a, b) => bySort(a, b, facet, order))
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
        const page = await held().world.ask((asking) => searchEvents(ask, asking))
        seen.push(
          ...page.events.map(({ date, event }) => `${date} ${event.type} ${JSON.stringify(event.context ?? null)}`),
        )
        after = page.next ?? ''
      } while (after)
      const expected = held().within(parseSearch('-@type:error'))
      expect(seen.length).toBe(expected.length)
      expect(seen.map((text) => Number(text.split(' ')[0]))).toEqual(
        expected.map(({ row }) => msOf(row.date)).sort((a, b) => (order === 'asc' ? a - b : b - a)),
      )
    }
  })

  test('values of an attribute that hold a text', async () => {
    const someone = held()
      .within(ALL)
      .flatMap((event) => textsAt(event, 'usr.id'))[0]!
    for (const [facet, term, query, way] of [
      ['context.mixed', '', '', 'counts'],
      ['context.tags', 'A', '@type:view', 'counts'],
      ['usr.plan', '%', '', 'counts'],
      ['geo.country', "d'i", '', 'counts'],
      ['view.name', 'É', '', 'counts'],
      ['type', '', '-@device.type:Mobile', 'counts'],
      ['session.initial_view.name', '', '@type:(session OR error) @session.type:user', 'counts'],
      ['action.frustration.type', '', '', 'counts'],
      ['view.name', '', '@geo.country:France', 'events'],
      ['usr.id', '', '', 'counts'],
      ['usr.id', 'U', '', 'counts'],
      ['usr.id', '2', '-@type:view', 'counts'],
      ['view.name', '', `@usr.id:("${someone}" OR nobody)`, 'events'],
      ['usr.id', '', '@type:(view OR session OR server) -@geo.country:France', 'sequences'],
    ] as const) {
      const ask = { facet: `@${facet}`, term, query, from: FROM, to: TO, limit: 50 }
      const [told, by] = await held().world.ask(async (asking) => [await facetValues(ask, asking), asking.way?.()])
      expect(by).toBe(way)
      const counts = new Map<string, number>()
      for (const event of held().within(query ? parseSearch(query) : ALL))
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
    const told = await held().world.ask((asking) => answerAggregate(asked, TO, asking))
    const by: Grouping[] = [{ facet: 'view.name', limit: 3, excludeMissing: false }]
    const views = held().within(parseSearch('@type:view'))
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
}

/** Nothing is null, whatever it is written as. */
const plain = (value: unknown): unknown =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? null : value
