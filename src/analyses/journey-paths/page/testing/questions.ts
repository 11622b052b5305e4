import fc from 'fast-check'
import { versusOf } from '../../../journey/page/testing/versus.ts'
import type { Question, Shown } from '../question.ts'

/** Questions of any kind, names in any script. For tests. */

export const text = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 100 })
  .map((s) => s.replace(/\p{Surrogate}/gu, '?'))
export const shown: fc.Arbitrary<Shown> = fc.record({
  kind: fc.constantFrom('view' as const, 'action' as const),
  name: text,
})
const step = fc.record({
  events: fc.array(fc.record({ kind: fc.constant('view' as const), name: text }), { minLength: 1, maxLength: 2 }),
  filter: fc.constant(''),
})
export const questions: fc.Arbitrary<Question> = fc.record({
  steps: fc.array(step, { minLength: 2, maxLength: 4 }),
  per: fc.constantFrom('session' as const, 'user' as const),
  within: fc.constant(null),
  pair: fc.constant(null),
  side: fc.constantFrom('converted' as const, 'dropped' as const),
  kinds: fc.constantFrom<Question['kinds']>(['view', 'action'], ['server']),
  hide: fc.array(shown, { maxLength: 3 }),
  versus: versusOf(1),
  rows: fc.constantFrom(10, 50),
  long: fc.boolean(),
})
