import fc from 'fast-check'
import { EVENT_TYPES } from '../../../model/attribute.ts'
import { ROLLUP_TYPES } from '../../../ui/time/bucket.ts'
import { DRAWS, type Question, SHOWS, VERSUS } from '../address.ts'

/** Questions of any kind, names in any script. For tests. */

export const text = fc.string({ unit: 'binary', maxLength: 20 })
const path = fc.oneof(
  fc.constantFrom('geo.country', 'context.a;b', 'x,y', 'back\\slash', '__proto__'),
  text.filter((t) => t !== ''),
)
const measure = fc.oneof(
  fc.constant({ aggregation: 'count' }),
  fc.record({ aggregation: fc.constantFrom('cardinality', 'avg', 'pc99.9'), metric: path }),
)
export const questions: fc.Arbitrary<Question> = fc.record({
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
