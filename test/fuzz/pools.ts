import fc from 'fast-check'
import { printSearch } from '../../src/model/search/print.ts'
import { anySearch, hostileText } from '../support/search-arbitrary.ts'

/** Texts that have broken programs before, besides anything at all. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  hostileText,
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\ud800',
    "'; DROP TABLE events; --",
    '{x:String}',
    '%',
    '%00',
    '../../etc/passwd',
    '__proto__',
    'constructor',
    'NaN',
    '-1',
    '1e400',
    '99999999999999999999',
    'now-999999y',
    '\u202e\u0000',
    'é'.repeat(300),
    'x'.repeat(5000),
    '('.repeat(3000),
    '-'.repeat(3000),
    '@a:'.repeat(500),
  ),
)

export const nastyNumber: fc.Arbitrary<number> = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, -1, 0.5, 1e21, 1e308, 5e-324, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 63), 253_402_300_799_999),
)

/** Any JSON, kept small. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  nastyText,
  nastyNumber,
  fc.constantFrom(null, true, false, [], {}),
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer({ min: 40, max: 400 }).map(nested),
)

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let n = 0; n < depth; n += 1) value = n % 2 ? [value] : { a: value }
  return value
}

const PATHS = [
  '@type',
  '@session.id',
  '@usr.id',
  '@view.name',
  '@view.time_spent',
  '@action.frustration.type',
  '@session.is_active',
  '@date',
  '@geo.country',
  '@context.amount',
  '@context.tags',
  '@nothing.of.the.kind',
  'service',
  '@view.loading_time',
  '@view.performance.lcp.timestamp',
]
const path = fc.constantFrom(...PATHS)
const search = fc.oneof(
  { arbitrary: fc.constantFrom('', '*', '@type:view', '@type:action @usr.id:*', '@type:session'), weight: 2 },
  { arbitrary: anySearch.map((of) => printSearch(of)), weight: 1 },
)

const NOW = Date.now()
const HOUR = 3_600_000
const AGGREGATIONS = ['count', 'cardinality', 'sum', 'avg', 'min', 'max', 'median', 'pc50', 'pc99']

/** Values that fit fields by their names, so that requests reach the engine. */
const RIGHT: Record<string, fc.Arbitrary<unknown>> = {
  query: search,
  filter: search,
  string_filter: search,
  facet: path,
  metric: path,
  target: path,
  source: path,
  columns: fc.array(path, { maxLength: 4 }),
  aggregation: fc.constantFrom(...AGGREGATIONS),
  from: fc.constantFrom(NOW - HOUR, NOW - 24 * HOUR, NOW - 400 * 24 * HOUR),
  to: fc.constantFrom(NOW, NOW + HOUR),
  interval: fc.constantFrom(60_000, HOUR, 24 * HOUR),
  limit: fc.constantFrom(1, 2, 10, 100),
  time_zone: fc.constantFrom('UTC', 'Europe/Paris', 'Asia/Kathmandu'),
  timezone: fc.constantFrom('UTC', 'America/New_York', 'Pacific/Apia'),
  formula: fc.constantFrom('a', 'a / b', 'a - b * 2', '1/0'),
  name: fc.constantFrom('a', 'b', 'My name'),
  email: fc.uuid().map((id) => `${id}@example.com`),
  expression: fc.constantFrom('A -> B', 'A -> B -> C'),
}

const NASTY: Record<string, fc.Arbitrary<unknown>> = {
  facet: nastyText,
  metric: nastyText,
  columns: fc.array(nastyText, { maxLength: 3 }),
  aggregation: fc.constantFrom('percentile', 'x', '', 'count(*)'),
  from: fc.constantFrom(0, 1, NOW, 253_402_300_799_999, -1, 1.5, 1e308),
  to: fc.constantFrom(0, NOW - 24 * HOUR, 253_402_300_799_999, -1, 1e308),
  interval: fc.constantFrom(1, 1000, 1e13, '5m', '0s', 'x'),
  limit: fc.constantFrom(10_000, 0, -1, 1e9, 1.5),
  time_zone: fc.constantFrom('Mars/Base', '', "'"),
  formula: fc.constantFrom('a + ', '(a', 'top(a)', '', '('.repeat(900)),
  expression: fc.constantFrom('A', '', 'A ->', 'A -> A'),
}

const inText = {
  from: fc.constantFrom('now-15m', 'now-1d', '2026-01-01', String(NOW - HOUR)),
  to: fc.constantFrom('now', String(NOW)),
  interval: fc.constantFrom('5m', '1h'),
}

export interface Names {
  right: Record<string, fc.Arbitrary<unknown>>
  nasty: Record<string, fc.Arbitrary<unknown>>
}

export const byName: Names = { right: RIGHT, nasty: NASTY }

/** Times are written as text in the older routes and in addresses. */
export const byNameAsText: Names = {
  right: { ...RIGHT, ...inText },
  nasty: {
    ...NASTY,
    from: fc.constantFrom('now-999999y', 'now+999999y', 'x', ''),
    to: fc.constantFrom('now+999999M', '0'),
  },
}
