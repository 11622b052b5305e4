import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { type AskAgain, exportList } from '../export/rows.ts'
import { ListRequest } from './definition.ts'
import { answerList, answerSlice } from './list.ts'
import { withMoments } from './time-range.ts'

const store = storeOfFile()

const AT = Date.UTC(2026, 2, 10)

const request = (order: 'asc' | 'desc') =>
  withMoments(
    ListRequest.parse({
      data: {
        type: 'formula_analytics_extended_list_request',
        attributes: {
          from: AT,
          to: AT + 10,
          query: {
            query: { data_source: 'product_analytics', search: { query: '@type:view' } },
            columns: ['@view.name', 'timestamp'],
            sort: { facet: 'timestamp', order },
            limit: 1000,
          },
        },
      },
    }).data.attributes,
    AT,
  )

const events = fc.array(fc.record({ at: fc.integer({ min: AT, max: AT + 3 }), settled: fc.boolean() }), {
  maxLength: 12,
})

test('slices hold every record once, in the order of the list', async () => {
  await fc.assert(
    fc.asyncProperty(
      events,
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom('asc', 'desc'),
      async (list, size, order) => {
        const plain: PlainEvent[] = list.map((event, i) => ({
          ...event,
          type: 'view',
          name: `/${i}`,
          session: `s${event.settled}`,
        }))
        await store.fill(plain)
        const ask: AskAgain = (work) => store.ask(AT, work)
        const whole = await ask((asking) => answerList(request(order), asking))
        const found: unknown[] = []
        let after: Parameters<typeof answerSlice>[2]
        do {
          const slice = await ask((asking) => answerSlice(request(order), size, after, asking))
          found.push(...slice.records)
          after = slice.next
        } while (after)
        expect(found).toEqual(whole.records)
        expect(found).toHaveLength(list.length)
        const { slices, total } = await exportList(request(order), 2, ask)
        const exported = []
        for await (const rows of slices) exported.push(...rows)
        expect([exported, total]).toEqual([whole.records.slice(0, 2), list.length])
      },
    ),
    { numRuns: 8 },
  )
})
