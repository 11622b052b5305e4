import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EVENT_TYPES } from '../../model/attribute.ts'
import { ROLLUP_TYPES } from '../../ui/time/bucket.ts'
import { DRAWS, FIRST_QUESTION, paramsOfQuestion, type Question, questionOf, SHOWS, VERSUS } from './address.ts'

const text = fc.string({ unit: 'binary', maxLength: 20 })
const path = fc.oneof(
  fc.constantFrom('geo.country', 'context.a;b', 'x,y', 'back\\slash', '__proto__'),
  text.filter((t) => t !== ''),
)
const measure = fc.oneof(
  fc.constant({ aggregation: 'count' }),
  fc.record({ aggregation: fc.constantFrom('cardinality', 'avg', 'pc99.9'), metric: path }),
)
const question: fc.Arbitrary<Question> = fc.record({
  queries: fc.array(fc.record({ event: fc.constantFrom('' as const, ...EVENT_TYPES), measure, filter: text }), {
    minLength: 1,
    maxLength: 6,
  }),
  formulas: fc.array(
    text.filter((t) => t !== ''),
    { maxLength: 3 },
  ),
  by: fc.array(
    fc.record({
      path,
      limit: fc.integer({ min: 1, max: 10_000 }),
      order: fc.constantFrom('asc', 'desc'),
      other: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  show: fc.constantFrom(...SHOWS),
  draw: fc.option(fc.constantFrom(...DRAWS)),
  roll: fc.option(fc.record({ type: fc.constantFrom(...ROLLUP_TYPES), quantity: fc.integer({ min: 1, max: 999 }) })),
  versus: fc.option(fc.constantFrom(...VERSUS)),
  of: fc.option(path),
  columns: fc.option(fc.array(path, { minLength: 1, maxLength: 5 })),
  sort: path,
  order: fc.constantFrom('asc', 'desc'),
  numbers: fc.boolean(),
})

test('a question survives the address', () => {
  fc.assert(
    fc.property(question, (given) => {
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
