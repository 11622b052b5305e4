/** Tests of two shares against each other, and corrections for many of them. Pure arithmetic. */

/** Of those with a trait and of those without it, how many converted and how many left. */
export interface Table {
  with: { converted: number; dropped: number }
  without: { converted: number; dropped: number }
}

export interface Tested {
  test: 'fisher' | 'chi_squared'
  p: number
}

/** Fisher's exact test where a cell is expected to hold fewer than five, else Pearson's χ² of one degree of freedom. */
export const tested = ({ with: one, without: other }: Table): Tested => {
  const [a, b, c, d] = [one.converted, one.dropped, other.converted, other.dropped]
  const n = a + b + c + d
  const least = (Math.min(a + b, c + d) * Math.min(a + c, b + d)) / n
  return least < 5 ? { test: 'fisher', p: fisher(a, b, c, d) } : { test: 'chi_squared', p: chiSquared(a, b, c, d) }
}

/** Two-sided: of all tables with these margins the share of those that are no likelier than this one. */
export const fisher = (a: number, b: number, c: number, d: number): number => {
  const [row, column, n] = [a + b, a + c, a + b + c + d]
  const chance = (x: number) => Math.exp(choose(row, x) + choose(n - row, column - x) - choose(n, column))
  const own = chance(a)
  let p = 0
  for (let x = Math.max(0, row + column - n); x <= Math.min(row, column); x++) {
    const other = chance(x)
    // Tables that are as likely come out different in the last digits.
    if (other <= own * (1 + 1e-7)) p += other
  }
  return Math.min(1, p)
}

export const chiSquared = (a: number, b: number, c: number, d: number): number => {
  const n = a + b + c + d
  const below = (a + b) * (c + d) * (a + c) * (b + d)
  return below === 0 ? 1 : upperTail((n * (a * d - b * c) ** 2) / below)
}

/** How likely a χ² of one degree of freedom is this or more. */
const upperTail = (x: number): number => complementaryError(Math.sqrt(x / 2))

/** The complementary error function, right to fifteen digits: a series near zero, a continued fraction beyond. */
const complementaryError = (x: number): number => {
  if (x < 2) {
    let term = x
    let sum = x
    for (let n = 1; Math.abs(term) > 1e-17 * sum; n++) {
      term *= -(x * x) / n
      sum += term / (2 * n + 1)
      if (n > 200) break
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * sum
  }
  let fraction = 0
  for (let k = 120; k > 0; k--) fraction = k / 2 / (x + fraction)
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + fraction))
}

/** ln of how many ways there are to choose k of n. */
const choose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k)

const FEW = 256
const EXACT = Array.from({ length: FEW }, () => 0)
for (let n = 2; n < FEW; n++) EXACT[n] = EXACT[n - 1]! + Math.log(n)

/** Stirling's series beyond a table; its error there is below 1e-15. */
const logFactorial = (n: number): number =>
  n < FEW
    ? EXACT[n]!
    : n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5)

export type Correction = 'benjamini_hochberg' | 'bonferroni' | 'none'

/** P-values corrected for how many they are, each at its place. */
export const corrected = (values: readonly number[], correction: Correction): number[] => {
  const m = values.length
  if (correction === 'none') return [...values]
  if (correction === 'bonferroni') return values.map((p) => Math.min(1, p * m))
  const order = values.map((_, i) => i).sort((i, j) => values[j]! - values[i]!)
  const result = [...values]
  let least = 1
  order.forEach((i, place) => {
    least = Math.min(least, (values[i]! * m) / (m - place))
    result[i] = least
  })
  return result
}
