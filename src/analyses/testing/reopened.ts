import fc from 'fast-check'
import { expect } from 'vitest'
import { FIRST_FILTER, type Scope, scopeOf } from '../../ui/scope/scope.ts'
import { type Params, parseParams, stringifyParams } from '../../ui/scope/search-params.ts'
import { type Span, spanOf } from '../../ui/time/range.ts'
import type { ParamsOfRequest } from '../open-request.ts'

interface TestedPage<Question> {
  paramsOfRequest: ParamsOfRequest
  questionOf: (params: Params) => Question
  requestOf: (question: Question, scope: Scope, span: Span) => { ok: true; body: object } | { ok: false }
}

const fixed = fc
  .record({ from: fc.integer({ min: 0, max: 1e13 }), ms: fc.integer({ min: 1, max: 1e11 }) })
  .map(({ from, ms }) => ({ from, to: from + ms }))

export const MOVING = fc.constantFrom('15m', '7d', '3mo', '1y').map((last) => ({ last }))

/** What any bar says of a time that stands still; or of the given ones too. */
export const scopesOf = (times: fc.Arbitrary<Scope['time']> = fixed): fc.Arbitrary<Scope> =>
  fc.record({
    app: fc.constantFrom('', 'app-1', 'a b'),
    time: fc.oneof(fixed, times),
    zone: fc.constantFrom('UTC', 'Europe/Paris', 'Asia/Kathmandu'),
    filter: fc.constantFrom('', FIRST_FILTER, '@geo.country:(DE OR FR) -@a:b', 'a OR "b c"'),
    segment: fc.constantFrom('', 'almost'),
  })

const LATER = Date.UTC(2026, 5, 1)

const bodyAt = <Question>(page: TestedPage<Question>, question: Question, scope: Scope): object | null => {
  const request = page.requestOf(question, scope, spanOf(scope.time, LATER, scope.zone))
  return request.ok ? request.body : null
}

/** Whatever the page asks, its request alone leads to an address at which it asks the same. */
export const expectReopened = <Question>(
  page: TestedPage<Question>,
  questions: fc.Arbitrary<Question>,
  scopes = scopesOf(),
): void =>
  fc.assert(
    fc.property(questions, scopes, (question, scope) => {
      const body = bodyAt(page, question, scope)
      fc.pre(body !== null)
      const found = page.paramsOfRequest(JSON.parse(JSON.stringify(body)))
      expect(found).not.toBeNull()
      const params = parseParams(stringifyParams(found!))
      expect(bodyAt(page, page.questionOf(params), scopeOf(params, 'Asia/Tokyo'))).toEqual(body)
    }),
    { numRuns: 300 },
  )
