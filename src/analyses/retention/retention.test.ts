import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EventStore, openEventStore, type PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { answerGrid } from './answer.ts'
import { RetentionGridRequest } from './definition.ts'

let store: EventStore
beforeAll(async () => {
  store = await openEventStore()
})
afterAll(() => store.close())

test('x', async () => {
  const DAY = 86400000
  const T = Date.UTC(2026, 10, 2)
  const v = (user: string, day: number, name = '/in'): PlainEvent => ({
    type: 'view',
    name,
    at: T + day * DAY + 5,
    session: `${user}${day}`,
    user,
  })
  await store.fill([v('a', 0), v('a', 1), v('a', 3), v('b', 1), v('b', 2), v('b', 2, '/out'), v('c', 0, '/out')])
  const q = (query: string) => ({ data_source: 'product_analytics', search: { query } })
  for (const ret of [undefined, '@view.name:/out'])
    for (const cond of ['conversion_on', 'conversion_on_or_after'])
      for (const g of [[], [{ facet: '@view.name', target: 'cohort', limit: 1, other: true }]]) {
        const body = {
          data: {
            type: 'retention_grid_request',
            attributes: {
              from: T,
              to: T + 5 * DAY,
              query: {
                search: {
                  retention_entity: '@usr.id',
                  return_condition: cond,
                  cohort_criteria: {
                    base_query: q('@type:view @view.name:/in'),
                    time_interval: { type: 'calendar', value: { type: 'day' } },
                  },
                  ...(ret ? { return_criteria: { base_query: q(ret) } } : {}),
                },
                compute: { metric: '__dd.retention' },
                group_by: g,
              },
            },
          },
        }
        const { attributes } = RetentionGridRequest.parse(body).data
        const r = await store.ask(T + 100 * DAY, (asking) => answerGrid(attributes, asking))
        console.log(ret, cond, g.length)
        for (const c of r.cohorts)
          console.log(c.name, c.group_tags, c.cohort_size, c.cells.map((x: any) => x.cell_value).join(' '))
      }
  expect(1).toBe(1)
})
