import fc from 'fast-check'
import type { Amount, Bound, MatchLeaf, Search, SearchLeaf, Tree } from '../../src/model/search/ast.ts'
import type { Pattern, Segment } from '../../src/model/search/value-pattern.ts'

/** Text made of what the search syntax gives a meaning, of whole words of it, and of any UTF-16 units at all. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { arbitrary: fc.constantFrom(...'\\"()[]{}*?:<>=-@~/ \t\n\u00a0\u2028.,%_\'5aZé'), weight: 5 },
      { arbitrary: fc.constantFrom('AND', 'OR', 'NOT', 'TO', ' OR ', '-5', '😀', '\ud800', '\udc00', '\0'), weight: 2 },
      { arbitrary: fc.string({ unit: 'binary', maxLength: 4 }), weight: 1 },
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))

const segment: fc.Arbitrary<Segment> = fc.oneof(
  hostileText.map((text): Segment => ({ kind: 'text', text })),
  fc.constantFrom<Segment>({ kind: 'many' }, { kind: 'one' }),
)

/** Patterns, not always in normal form. */
export const anyPattern: fc.Arbitrary<Pattern> = fc.array(segment, { maxLength: 4 })

const number: fc.Arbitrary<number> = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 0.1, 1e21, 1e-7, Number.MAX_VALUE, Number.MIN_VALUE),
)
const unit = fc.constantFrom('ns', 'us', 'ms', 's', 'm', 'h', 'd', 'b', 'kb', 'mb', 'gb')

const numberAmount: fc.Arbitrary<Amount> = fc.oneof(
  number.map((value): Amount => ({ kind: 'number', value })),
  fc.tuple(number, unit).map(([value, u]): Amount => ({ kind: 'number', value, unit: u })),
)
const timeAmount: fc.Arbitrary<Amount> = fc
  .integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 })
  .map((ms): Amount => ({ kind: 'time', ms }))

const bound = (amount: fc.Arbitrary<Amount>): fc.Arbitrary<Bound | null> =>
  fc.option(fc.record({ amount, inclusive: fc.boolean() }))

const matchLeaf: fc.Arbitrary<MatchLeaf> = fc.oneof(
  anyPattern.map((value): MatchLeaf => ({ kind: 'is', value })),
  fc.constant<MatchLeaf>({ kind: 'exists' }),
  fc.record({
    kind: fc.constant('compare' as const),
    operator: fc.constantFrom('>', '>=', '<', '<='),
    amount: fc.oneof(numberAmount, timeAmount),
  }),
  ...[numberAmount, timeAmount].map((amount) =>
    fc.record({ kind: fc.constant('range' as const), from: bound(amount), to: bound(amount) }),
  ),
)

const attribute = fc.oneof(
  fc.constantFrom(
    'type',
    'view.name',
    'service',
    'usr.plan',
    'context.items.sku',
    '@odd',
    '-odd',
    'AND',
    'a b',
    'é/$_-1',
  ),
  hostileText.filter((text) => text !== ''),
)

/** Trees over such leaves up to a depth; `and` and `or` may be empty, single or nested in their own kind. */
const treeOf = <Leaf extends { kind: string }>(leaf: fc.Arbitrary<Leaf>): fc.Arbitrary<Tree<Leaf>> =>
  fc.letrec<{ tree: Tree<Leaf> }>((tie) => {
    const of = tie('tree') as fc.Arbitrary<Tree<Leaf>>
    const parts = fc.array(of, { maxLength: 3 })
    return {
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        { arbitrary: leaf as fc.Arbitrary<Tree<Leaf>>, weight: 4 },
        parts.map((all): Tree<Leaf> => ({ kind: 'and', of: all })),
        parts.map((all): Tree<Leaf> => ({ kind: 'or', of: all })),
        of.map((one): Tree<Leaf> => ({ kind: 'not', of: one })),
      ),
    }
  }).tree

const searchLeaf: fc.Arbitrary<SearchLeaf> = fc.oneof(
  fc.constant<SearchLeaf>({ kind: 'all' }),
  anyPattern.map((value): SearchLeaf => ({ kind: 'term', value })),
  fc
    .tuple(attribute, treeOf(matchLeaf))
    .map(([name, match]): SearchLeaf => ({ kind: 'attribute', attribute: name, match })),
)

/** Every search that the types allow, up to a depth, not always in normal form. */
export const anySearch: fc.Arbitrary<Search> = treeOf(searchLeaf)

/** Texts that are searches, nearly searches, or anything. */
export const anySearchText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      hostileText,
      fc.constantFrom(
        '@type:view',
        'service:web',
        '@a:>5ms',
        '@b:[1 TO 2]',
        '@c:(',
        '(',
        ')',
        '-',
        ' OR ',
        ' AND ',
        ' ',
      ),
      fc.constantFrom(
        'NOT ',
        '@d:"x y"',
        '@e:*',
        '@f:{* TO 3s}',
        'word',
        '@date:>2026-01-31',
        '@url:https://x.org/?q=1',
      ),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''))
