import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseParams, stringifyParams } from '../../../ui/scope/search-params.ts'
import { JourneyPathsListRequest, JourneyPathsRequest } from '../definition.ts'
import { paramsOfQuestion, parseChosen, printChosen, questionOf } from './address.ts'
import { FIRST_QUESTION } from './question.ts'
import { listRequest, pathsRequest } from './request.ts'
import { besideWays, firstOf, type Ways } from './result.ts'
import { questions, shown, text } from './testing/questions.ts'

const AROUND = { span: { from: 1000, to: 90_000_000 }, zone: 'UTC', app: 'a', filter: '@geo.country:DE', segment: '' }

test('any question and any list survive the address, and the server takes them', () => {
  fc.assert(
    fc.property(
      questions,
      fc.record({
        way: fc.oneof(
          fc.constant('all' as const),
          fc.record({ events: fc.array(shown, { maxLength: 4 }), isCut: fc.boolean() }),
        ),
        of: fc.option(text, { nil: undefined }),
      }),
      (question, { way, of }) => {
        expect(questionOf(parseParams(stringifyParams(paramsOfQuestion(question))))).toEqual(question)
        const chosen = { way, ...(of !== undefined && { of }) }
        expect(parseChosen(printChosen(chosen))).toEqual(chosen)
        const request = pathsRequest(question, AROUND)
        expect(request.ok && JourneyPathsRequest.safeParse(request.body).error).toBeFalsy()
        const list = listRequest(question, AROUND, chosen, 100)
        expect(list.ok && JourneyPathsListRequest.safeParse(list.body).error).toBeFalsy()
      },
    ),
  )
  expect(stringifyParams(paramsOfQuestion(FIRST_QUESTION))).toBe('')
})

const waysOf = (counts: Record<string, number>, hidden = 0): Ways => {
  const total = Object.values(counts).reduce((sum, n) => sum + n, hidden)
  const time = { min: 0, max: 0, avg: 0 }
  return {
    total,
    users: total,
    time,
    ways: Object.entries(counts).map(([name, value]) => ({
      events: [{ kind: 'view', name }],
      isCut: false,
      value,
      share: value / total,
      users: value,
      time,
    })),
    other: { ways: hidden ? 1 : 0, value: hidden },
  }
}

test('side by side a way has the figures of both; what an answer leaves out is not called none', () => {
  const own = waysOf({ a: 6, b: 3, c: 1 })
  const there = waysOf({ b: 8, d: 1 }, 1)
  const rows = besideWays(own, there, 2).map(({ events, own: a, there: b }) => [events[0]!.name, a?.value, b?.value])
  expect(rows).toEqual([
    ['b', 3, 8],
    ['a', 6, undefined],
    ['d', 0, 1],
  ])
  expect(firstOf(own, 1).other).toEqual({ ways: 2, value: 4 })
})
