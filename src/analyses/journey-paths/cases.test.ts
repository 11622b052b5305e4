import { expect, test } from 'vitest'
import { attributesOf, casesIn, eventsOf } from '../../../test/support/evaluator/case.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { answerPaths } from './answer.ts'
import { JourneyPathsRequest } from './definition.ts'

interface Expected {
  total: number
  /** In order: events, sessions, average ms. */
  paths: [events: string[], value: number, averageMs: number][]
}

const store = storeOfFile()

test.each(casesIn<Expected>(new URL('./cases/', import.meta.url)))('%s', async (_, one) => {
  const { attributes } = JourneyPathsRequest.parse({
    data: { type: 'journey_request', attributes: attributesOf(one) },
  }).data
  for (const settled of [false, true]) {
    await store.fill(eventsOf(one, () => settled))
    const answer = await store.ask(Date.UTC(2026, 10, 22), (asking) => answerPaths(attributes, asking))
    expect({
      total: answer.total_count,
      paths: answer.paths.map(({ events, value, elapsed_time }) => [
        events.map(({ type, name }) => `${type} ${name}`),
        value,
        elapsed_time.avg,
      ]),
    }).toEqual(one.expected)
    expect(answer.paths.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
    expect(answer.user_count).toBe(one.expected.total)
  }
})
