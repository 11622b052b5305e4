import fc from 'fast-check'
import type { Amount, MatchLeaf, Search, Tree } from '../../src/model/search/ast.ts'
import { attributeMatch, is, not, term } from '../../src/model/search/ast.ts'
import { wildcards } from '../../src/model/search/value-pattern.ts'
import type { Grouping, Measure } from './evaluator/analytics.ts'
import { CUSTOM_KEYS } from './hostile-events.ts'

/** Paths of every kind that the hostile events have: columns of each storage, of sessions, custom ones, the SDK's rest. */
export const PATHS: readonly string[] = [
  ...[
    'type',
    'service',
    'application.id',
    'session.id',
    'session.has_replay',
    'session.is_active',
    'session.view.count',
  ],
  ...[
    'session.initial_view.name',
    'session.last_view.url_path_group',
    'view.id',
    'view.name',
    'view.url_path',
    'view.time_spent',
  ],
  ...[
    'view.is_active',
    'view.loading_time',
    'view.cumulative_layout_shift',
    'action.id',
    'action.name',
    'action.frustration.type',
  ],
  ...['usr.id', 'usr.plan', 'usr.name', 'account.id', 'geo.country', 'browser.name', 'error.message', 'error.is_crash'],
  ...[
    'resource.size',
    'resource.status_code',
    'resource.dns.duration',
    'event.name',
    'total',
    'view.url_query.q',
    'date',
  ],
  ...CUSTOM_KEYS.map((key) => `context.${key}`),
  ...['context.deep.est.sku', 'context.nothing'],
]

const WORDS = [
  ...[
    'gold',
    'Gold',
    'silver',
    'N/A',
    'Other',
    "o'brien",
    '50%_\\',
    'é😀',
    'é',
    'ж',
    'Ж',
    'a b',
    '-',
    '\\N',
    '5',
    '5.0',
    '5.5',
    '-7',
    '007',
  ],
  ...[
    '1e3',
    'true',
    'false',
    'null',
    'nan',
    'inf',
    '2026-01-31',
    'a',
    'A',
    'b',
    'c',
    '10',
    '50',
    'view',
    'action',
    'session',
    'server',
  ],
  ...[
    'buy',
    'BUY',
    'menü',
    '/home',
    'u1',
    'acc1',
    'France',
    'dead_click',
    '',
    '0',
    '200',
    '1000000',
    '1234567.875',
    '0.1',
    '1',
  ],
]
const PATTERNS = [
  ...WORDS,
  'g*',
  '*l*',
  '?',
  '??',
  '*5*',
  '5*',
  '-*',
  '*%*',
  '*_',
  'app-*',
  '*-v1',
  '/checkout/?',
  'G?ld',
  '*\\*',
  '1?',
]

const amount: fc.Arbitrary<Amount> = fc.oneof(
  fc
    .constantFrom(-7, 0, 1, 2, 5, 5.5, 10, 200, 1e6, 1e9, 2e9, 1e15)
    .map((value): Amount => ({ kind: 'number', value })),
  fc.constantFrom(1, 2, 3.5).map((value): Amount => ({ kind: 'number', value, unit: 's' })),
  fc
    .constantFrom('2026-01-31', '2026-09-21T10:00:00Z', '2030-10-27T00:30:00Z')
    .map((at): Amount => ({ kind: 'time', ms: Date.parse(at) })),
)
const bound = fc.option(fc.record({ amount, inclusive: fc.boolean() }))

const leaf: fc.Arbitrary<MatchLeaf> = fc.oneof(
  { arbitrary: fc.constantFrom(...PATTERNS).map((text) => is(wildcards(text))), weight: 4 },
  { arbitrary: fc.constant<MatchLeaf>({ kind: 'exists' }), weight: 1 },
  {
    arbitrary: fc.record({
      kind: fc.constant('compare' as const),
      operator: fc.constantFrom('>', '>=', '<', '<='),
      amount,
    }),
    weight: 2,
  },
  {
    arbitrary: fc.tuple(bound, bound).map(
      ([from, to]): MatchLeaf => ({
        kind: 'range',
        from,
        to: from && to && from.amount.kind !== to.amount.kind ? null : to,
      }),
    ),
    weight: 2,
  },
)

const tree = <Leaf extends { kind: string }>(of: fc.Arbitrary<Tree<Leaf>>, depth: number): fc.Arbitrary<Tree<Leaf>> => {
  if (depth === 0) return of
  const below = tree(of, depth - 1)
  const parts = fc.array(below, { minLength: 2, maxLength: 3 })
  return fc.oneof(
    { arbitrary: of, weight: 3 },
    { arbitrary: below.map((one): Tree<Leaf> => not(one)), weight: 1 },
    { arbitrary: parts.map((all): Tree<Leaf> => ({ kind: 'and', of: all })), weight: 1 },
    { arbitrary: parts.map((all): Tree<Leaf> => ({ kind: 'or', of: all })), weight: 1 },
  )
}

/** Searches over those paths for what is there, nearly there, or nothing. */
export const someSearch: fc.Arbitrary<Search> = tree<Search & { kind: string }>(
  fc.oneof(
    {
      arbitrary: fc
        .tuple(fc.constantFrom(...PATHS), tree(leaf, 1))
        .map(([path, match]) => attributeMatch(path, match) as Search),
      weight: 6,
    },
    { arbitrary: fc.constantFrom(...PATTERNS).map((text) => term(wildcards(text))), weight: 1 },
  ) as fc.Arbitrary<Search & { kind: string }>,
  2,
) as fc.Arbitrary<Search>

const METRICS = [
  'view.time_spent',
  'view.loading_time',
  'view.cumulative_layout_shift',
  'context.n',
  'context.mixed',
  'context.tags',
  'resource.size',
  'session.time_spent',
  'usr.id',
  'action.frustration.type',
  'total',
]
const AGGREGATIONS = [
  'cardinality',
  'sum',
  'min',
  'max',
  'avg',
  'median',
  'pc75',
  'pc90',
  'pc95',
  'pc98',
  'pc99',
  'pc12.5',
]

export const someMeasure: fc.Arbitrary<Measure> = fc.oneof(
  { arbitrary: fc.constant<Measure>({ aggregation: 'count' }), weight: 1 },
  {
    arbitrary: fc.record({ aggregation: fc.constantFrom(...AGGREGATIONS), metric: fc.constantFrom(...METRICS) }),
    weight: 3,
  },
)

const grouping: fc.Arbitrary<Grouping> = fc.record({
  facet: fc.constantFrom(...PATHS.filter((path) => path !== 'date' && !path.endsWith('.id'))),
  limit: fc.constantFrom(1, 2, 3, 10, 10_000),
  excludeMissing: fc.boolean(),
  sort: fc.oneof(
    fc.tuple(someMeasure, fc.constantFrom('asc' as const, 'desc' as const)).map(([by, order]) => ({ ...by, order })),
    fc.constantFrom({ alphabetical: 'asc' as const }, { alphabetical: 'desc' as const }),
  ),
})

export const someGroupings: fc.Arbitrary<Grouping[]> = fc.uniqueArray(grouping, {
  minLength: 1,
  maxLength: 4,
  selector: (one) => one.facet,
})
