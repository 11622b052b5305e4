import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FIRST_QUESTION, paramsOfQuestion, questionOf } from './address.ts'
import { questions, text } from './testing/questions.ts'

test('a question survives the address', () => {
  fc.assert(
    fc.property(questions, (given) => {
      expect(questionOf(paramsOfQuestion(given))).toEqual(given)
    }),
    { numRuns: 500 },
  )
})

test('any address is some question', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('a', 'b', 'fx', 'by', 'show', 'roll', 'cols', 'draw', 'vs', 'of', 'sort', 'as'),
        text,
      ),
      (params) => {
        const got = questionOf(params)
        expect(got.queries.length).toBeGreaterThan(0)
        expect(questionOf(paramsOfQuestion(got))).toEqual(got)
      },
    ),
  )
})

test('an address is short and readable', () => {
  expect(Object.values(paramsOfQuestion(FIRST_QUESTION)).filter((v) => v !== undefined)).toEqual([])
  const params = paramsOfQuestion({
    ...FIRST_QUESTION,
    queries: [
      { event: 'action', measure: { aggregation: 'cardinality', metric: 'usr.id' }, filter: '@action.type:click' },
      { event: '', measure: { aggregation: 'count' }, filter: '' },
    ],
    formulas: ['a / b'],
    by: [{ path: 'geo.country', limit: 5, order: 'desc', other: true }],
    show: 'table',
  })
  expect(params).toMatchObject({
    a: 'action;cardinality(@usr.id);@action.type:click',
    b: '*;count',
    fx: 'a / b',
    by: '@geo.country;5',
    show: 'table',
  })
})
