import fc from 'fast-check'
import { ENTITIES, MOST_STEPS, STEP_KINDS } from '../../../journey/page/step.ts'
import { versusOf } from '../../../journey/page/testing/versus.ts'
import { coherent } from '../coherent.ts'
import { ATTEMPTS, ORDERS, PRESETS, VOIDED } from '../counting.ts'
import { MEASURES, MOST_GROUPS, type Question, SHOWS } from '../question.ts'

/** Questions of any kind, names in any script. For tests. */

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }).map((s) => s.replace(/\p{Surrogate}/gu, '?'))
const event = fc.record({ kind: fc.constantFrom(...STEP_KINDS), name: fc.option(text, { nil: null }) })
const filter = fc.constantFrom('', '@geo.country:DE', '@a:(b OR c) -d;e,f\\', '@x:"a b"')
const step = fc.record(
  { events: fc.array(event, { minLength: 1, maxLength: 4 }), filter, optional: fc.constant(true as const) },
  { requiredKeys: ['events', 'filter'] },
)

const exclusion = fc
  .record({ event, from: fc.integer({ min: 1, max: 3 }), by: fc.integer({ min: 1, max: 3 }) })
  .map(({ by, ...one }) => ({ ...one, to: one.from + by }))
const counting = fc.record({
  preset: fc.constantFrom(null, ...PRESETS),
  order: fc.constantFrom(...ORDERS),
  exclusions: fc.array(exclusion, { maxLength: 3 }),
  voided: fc.constantFrom(null, ...VOIDED),
  attempt: fc.constantFrom(null, ...ATTEMPTS),
  hold: fc.option(text, { nil: null }),
})
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
    way: fc.constantFrom(null, { start: 1, end: 2 }, { start: 2, end: 4 }),
    versus: versusOf(),
    counting,
    against: fc.constantFrom(...PRESETS),
  })
  .map((q) => ({ ...q, versus: q.by ? null : q.versus }))
  .map(coherent)
