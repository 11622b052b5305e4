import { type Correction, corrected, type Tested, tested } from './statistics.ts'

interface Counts {
  converted: number
  dropped: number
}

export interface Rule {
  /** Neither those with a trait nor those without it may be fewer. */
  least: number
  correction: Correction
  level: number
}

/** A trait by how it goes with converting. Rates are between 0 and 1. */
export interface Ranked<Trait> extends Counts {
  trait: Trait
  /** Of those with the trait how many converted, and of those without it. */
  rate: number
  rate_without: number
  /** How many times as many; null where nobody without it converted. */
  lift: number | null
  test: Tested['test']
  p_value: number
  /** Corrected for the number of tests. */
  adjusted_p_value: number
  significant: boolean
}

/** Traits, the surest first; of those as sure the ones that make the greater difference. */
export const ranked = <Trait>(
  traits: readonly (Counts & { trait: Trait })[],
  all: Counts,
  { least, correction, level }: Rule,
): { rows: Ranked<Trait>[]; tests: number } => {
  const people = all.converted + all.dropped
  const testable = traits.filter(({ converted, dropped }) => {
    const n = converted + dropped
    return n >= least && people - n >= least
  })
  const tests = testable.map(({ converted, dropped }) =>
    tested({
      with: { converted, dropped },
      without: { converted: all.converted - converted, dropped: all.dropped - dropped },
    }),
  )
  const adjusted = corrected(
    tests.map(({ p }) => p),
    correction,
  )
  const rows = testable.map(({ trait, converted, dropped }, i): Ranked<Trait> => {
    const n = converted + dropped
    const [rate, rate_without] = [converted / n, (all.converted - converted) / (people - n)]
    return {
      ...{ trait, converted, dropped, rate, rate_without },
      lift: rate_without === 0 ? null : rate / rate_without,
      ...{ test: tests[i]!.test, p_value: tests[i]!.p, adjusted_p_value: adjusted[i]! },
      significant: adjusted[i]! <= level,
    }
  })
  const apart = (row: Ranked<Trait>) => Math.abs(row.rate - row.rate_without)
  rows.sort((a, b) => a.p_value - b.p_value || apart(b) - apart(a))
  return { rows, tests: rows.length }
}
