import fc from 'fast-check'
import { VERSUS } from '../../../analytics/address.ts'
import { MOST_SEGMENTS, type Versus } from '../versus.ts'

const id = fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }).map((s) => s.replace(/\p{Surrogate}/gu, '?'))
const span = fc
  .record({ from: fc.integer({ min: 0, max: 1e13 }), ms: fc.integer({ min: 1, max: 1e12 }) })
  .map(({ from, ms }) => ({ from, to: from + ms }))

/** Nothing, a period, or at most so many segments to compare with. */
export const versusOf = (most = MOST_SEGMENTS): fc.Arbitrary<Versus | null> =>
  fc.oneof(
    fc.constant(null),
    fc.oneof(fc.constantFrom(...VERSUS), span).map((to) => ({ kind: 'period' as const, to })),
    fc
      .uniqueArray(
        id.map((one) => one.slice(0, 100)),
        { minLength: 1, maxLength: most },
      )
      .map((ids) => ({ kind: 'segments' as const, ids })),
  )
