import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluateFormula, parseFormula, type Results } from './formula.ts'
import { FUNCTIONS } from './functions.ts'

type Series = (number | null)[]

const DAY = 86_400_000

const over = (a: Series | Series[], b?: Series | Series[]): Results => {
  const list = (of: Series | Series[]) => (Array.isArray(of[0]) ? (of as Series[]) : [of as Series])
  const [first, second] = [list(a), b ? list(b) : undefined]
  return {
    groups: first.length,
    lengths: first[0]!.map(() => DAY),
    valuesOf: (name) => (name === 'a' ? first : second!),
  }
}

const evaluated = (text: string, results: Results) => evaluateFormula(parseFormula(text, ['a', 'b']), results)

const series = fc.array(fc.option(fc.integer({ min: -1000, max: 1000 })), { minLength: 1, maxLength: 12 })

/** The same in the plainest way, point by point: the values up to and with this one, and its place. */
const PLAIN: Record<string, (upTo: Series, i: number) => number | null> = {
  'abs(a)': (v, i) => (v[i] === null ? null : Math.abs(v[i]!)),
  'default_zero(a)': (v, i) => v[i] ?? 0,
  'default(a, -3)': (v, i) => v[i] ?? -3,
  'clamp_min(a, 10)': (v, i) => (v[i] === null ? null : Math.max(v[i]!, 10)),
  'cutoff_max(a, 10)': (v, i) => (v[i] === null || v[i]! > 10 ? null : v[i]!),
  'cumsum(a)': (v, i) => (v[i] === null ? null : v.reduce<number>((sum, one) => sum + (one ?? 0), 0)),
  'diff(a)': (v, i) => (i === 0 || v[i] === null || v[i - 1] === null ? null : v[i]! - v[i - 1]!),
  'relative_change(a)': (v, i) =>
    i === 0 || v[i] === null || !v[i - 1] ? null : (100 * (v[i]! - v[i - 1]!)) / Math.abs(v[i - 1]!),
  'rate(a)': (v, i) => {
    const last = v.slice(0, i).findLastIndex((one) => one !== null)
    return v[i] === null || last < 0 ? null : (v[i]! - v[last]!) / (i - last)
  },
  'per_hour(a)': (v, i) => (v[i] === null ? null : v[i]! / 24),
  'moving_average(a, 3)': (v) => {
    const window = v.slice(-3).filter((one) => one !== null)
    return window.length ? window.reduce((sum, one) => sum + one, 0) / window.length : null
  },
  'moving_median(a, 4)': (v) => {
    const window = v.slice(-4).filter((one) => one !== null)
    const rank = (at: number) => window.toSorted((x, y) => x - y)[at]!
    return window.length ? (rank(Math.ceil(window.length / 2) - 1) + rank(Math.floor(window.length / 2))) / 2 : null
  },
  'ewma(a, 3)': (v, i) => {
    if (v[i] === null) return null
    const values = v.filter((one) => one !== null)
    const weight = (age: number) => (age === values.length - 1 ? 0.5 ** age : 0.5 ** (age + 1))
    return values.reduce((sum, one, at) => sum + one * weight(values.length - 1 - at), 0)
  },
  '-(a + 1) * 2 / a': (v, i) => (v[i] ? (-(v[i]! + 1) * 2) / v[i]! : null),
}

test.each(Object.keys(PLAIN))('%s is what the plainest program says', (text) => {
  fc.assert(
    fc.property(series, (values) => {
      const [result] = evaluated(text, over(values))
      const expected = values.map((_, i) => PLAIN[text]!(values.slice(0, i + 1), i))
      expect(result!.map((one) => one === null)).toEqual(expected.map((one) => one === null))
      for (const [i, value] of result!.entries()) if (value !== null) expect(value).toBeCloseTo(expected[i]!, 6)
    }),
  )
})

test('shares of the groups add up to 100 in each interval that has a total', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.option(fc.nat(50)), fc.option(fc.nat(50))), { minLength: 1, maxLength: 6 }),
      (groups) => {
        const result = evaluated('percent_of_total(a)', over(groups))
        for (const point of [0, 1]) {
          const values = groups.map((group) => group[point]!)
          const total = values.reduce<number>((sum, one) => sum + (one ?? 0), 0)
          const shares = result.map((group) => group[point]!)
          if (total) expect(shares.reduce((sum, one) => sum! + (one ?? 0), 0)).toBeCloseTo(100, 6)
          expect(shares.map((one) => one === null)).toEqual(values.map((one) => one === null || total === 0))
        }
      },
    ),
  )
})

test('functions nest, and several queries are put together group by group', () => {
  const results = over(
    [
      [4, null, 9],
      [1, 0, 1],
    ],
    [
      [2, 3, 0],
      [1, 1, 4],
    ],
  )
  expect(evaluated('cumsum(default_zero(a)) + b', results)).toEqual([
    [6, 7, 13],
    [2, 2, 6],
  ])
  expect(evaluated('a / b', results)).toEqual([
    [2, null, null],
    [1, 0, 0.25],
  ])
})

test('what is no finite number is null', () => {
  const results = over([0, -1, 1000])
  expect(evaluated('log10(a)', results)).toEqual([[null, null, 3]])
  expect(evaluated('sqrt(a)', results)[0]!.slice(0, 2)).toEqual([0, null])
  expect(evaluated('a * 1e300 * 1e300', results)[0]![2]).toBeNull()
})

const reasonOf = (text: string, shape?: 'scalar'): string => {
  try {
    parseFormula(text, ['a', 'b'], '/f', shape)
  } catch (error) {
    return (error as Error).message
  }
  return 'no error'
}

test.each([
  ['smooth(a)', 'there is no function "smooth" (character 1); use abs,'],
  ['constructor(a)', 'there is no function "constructor"'],
  ['cumsum(a, 3)', '"cumsum" takes no more than cumsum(a)'],
  ['moving_average(a, 0)', 'intervals of "moving_average" must be a whole number from 1 to 1000'],
  ['moving_average(a, b)', 'must be a whole number'],
  ['clamp_min(a)', '"clamp_min" needs limit: write clamp_min(a, limit)'],
  ['abs(a', 'the parenthesis of "abs" at character 1 is not closed'],
  ['c + 1', 'no query is named "c"; there is a, b'],
  ['a, b', '"," at character 2 is one too many'],
  [`${'('.repeat(200)}a`, 'it nests too deeply'],
])('%s is refused with what would be right', (text, reason) => expect(reasonOf(text)).toContain(reason))

test('functions over time are refused where there is no time', () => {
  const overTime = Object.entries(FUNCTIONS).filter(([, one]) => one.overTime)
  for (const [name] of overTime) expect(reasonOf(`${name}(a)`, 'scalar')).toContain('works over time')
  expect(reasonOf('percent_of_total(a)', 'scalar')).toBe('no error')
})
