import fc from 'fast-check'
import { ENTITIES, EVENT_KINDS, MOST_STEPS } from '../../../journey/page/step.ts'
import { MEASURES, MOST_GROUPS, type Question, SHOWS } from '../question.ts'

/** Questions of any kind, names in any script. For tests. */

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }).map((s) => s.replace(/\p{Surrogate}/gu, '?'))
const event = fc.record({ kind: fc.constantFrom(...EVENT_KINDS), name: fc.option(text, { nil: null }) })
const filter = fc.constantFrom('', '@geo.country:DE', '@a:(b OR c) -d;e,f\\', '@x:"a b"')
const step = fc.record({ events: fc.array(event, { minLength: 1, maxLength: 4 }), filter })

export const questions: fc.Arbitrary<Question> = fc
  .record({
    steps: fc.array(step, { maxLength: MOST_STEPS }),
    per: fc.constantFrom(...ENTITIES),
    within: fc.constantFrom(null, '30m', '36h', '7d', '2w'),
    count: fc.constantFrom('unique' as const, 'total' as const),
    by: fc.option(
      fc.record({ path: text, limit: fc.integer({ min: 1, max: MOST_GROUPS }), step: fc.integer({ min: 1, max: 30 }) }),
      { nil: null },
    ),
    show: fc.constantFrom(...SHOWS),
    measure: fc.constantFrom(...MEASURES),
    roll: fc.constantFrom(null, { type: 'day' as const, quantity: 1 }, { type: 'hour' as const, quantity: 4 }),
  })
  .map((q) => ({ ...q, by: q.by && { ...q.by, step: Math.min(q.by.step, Math.max(1, q.steps.length)) } }))
