import fc from 'fast-check'
import { versusOf } from '../../../journey/page/testing/versus.ts'
import { PERIODS, PERS, type Question, SHOWS, WEEK_DAYS } from '../question.ts'

/** Questions of any kind, names in any script. For tests. */

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }).map((s) => s.replace(/\p{Surrogate}/gu, '?'))
const step = fc.record({
  events: fc.array(
    fc.record({ kind: fc.constantFrom('view' as const, 'action' as const), name: fc.option(text, { nil: null }) }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
  filter: fc.constantFrom('', '@geo.country:DE', '@a:(b OR c) -d;e,f\\'),
})
export const questions: fc.Arbitrary<Question> = fc
  .record({
    start: step,
    back: fc.option(step, { nil: null }),
    per: fc.constantFrom(...PERS),
    on: fc.constantFrom('on' as const, 'after' as const),
    period: fc.option(fc.constantFrom(...PERIODS), { nil: null }),
    every: fc.option(
      fc.record({
        value: fc.integer({ min: 1, max: 1000 }),
        unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
      }),
      { nil: null },
    ),
    weekStart: fc.constantFrom(...WEEK_DAYS),
    first: fc.boolean(),
    by: fc.option(fc.record({ path: text, limit: fc.integer({ min: 1, max: 50 }) }), { nil: null }),
    show: fc.constantFrom(...SHOWS),
    measure: fc.constantFrom('rate' as const, 'count' as const),
    k: fc.integer({ min: 0, max: 1000 }),
    group: fc.option(text, { nil: null }),
    versus: versusOf(),
  })
  .map((one) => (one.by ? { ...one, versus: null } : one))
