import fc from 'fast-check'
import { versusOf } from '../../../journey/page/testing/versus.ts'
import type { Question } from '../question.ts'

/** Questions of any kind, names in any script. For tests. */

export const text = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 200 })
  .map((s) => s.replace(/\p{Surrogate}/gu, '?'))
export const questions: fc.Arbitrary<Question> = fc
  .record({
    of: fc.constantFrom('view' as const, 'action' as const, 'server' as const),
    at: fc.option(text, { nil: null }),
    direction: fc.constantFrom('after' as const, 'before' as const),
    per: fc.constantFrom('session' as const, 'user' as const, 'account' as const),
    steps: fc.integer({ min: 2, max: 10 }),
    entries: fc.integer({ min: 1, max: 50 }),
    expand: fc.uniqueArray(
      fc.record({ column: fc.integer({ min: 0, max: 9 }), entries: fc.integer({ min: 1, max: 500 }) }),
      {
        selector: ({ column }) => column,
        maxLength: 3,
      },
    ),
    hide: fc.array(text, { maxLength: 3 }),
    folders: fc.option(fc.integer({ min: 1, max: 20 }), { nil: null }),
    versus: versusOf(1),
    show: fc.constantFrom('diagram' as const, 'table' as const),
    pick: fc.array(text, { maxLength: 3 }),
  })
  .map((q) => ({ ...q, expand: q.expand.filter(({ column }) => column < q.steps) }))
