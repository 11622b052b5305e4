import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anySearchText } from '../../../test/support/search-arbitrary.ts'
import { complete } from './complete.ts'

/** The caret is written as a bar. */
const at = (marked: string) => complete(marked.replace('|', ''), marked.indexOf('|'))

test.each<[string, string, string]>([
  ['|', '', ''],
  ['@|', '', '@'],
  ['@view.na|', 'view.na', '@view.na'],
  ['@type:view @vi|ew.name:x', 'vi', '@view.name'],
  ['-@us|', 'us', '@us'],
  ['vie|', 'vie', 'vie'],
  ['(@type:view OR @se|)', 'se', '@se'],
  ['@a:x |', '', ''],
  ['@a:(x OR y) @b|', 'b', '@b'],
  ['@my\\ ke|', 'my ke', '@my\\ ke'],
  ['| @a:x', '', ''],
])('an attribute is typed in %s', (marked, prefix, replaced) => {
  const found = at(marked)
  expect(found).toMatchObject({ kind: 'attribute', prefix })
  expect(marked.replace('|', '').slice(...(found as { replace: [number, number] }).replace)).toBe(replaced)
})

test.each<[string, string, string, string]>([
  ['@type:|', 'type', '', ''],
  ['@type:vi|', 'type', 'vi', 'vi'],
  ['@type:v|iew x', 'type', 'v', 'view'],
  ['service:w|', 'service', 'w', 'w'],
  ['@a:"add to|', 'a', 'add to', '"add to'],
  ['@a:"add| to cart" b', 'a', 'add', '"add to cart"'],
  ['@a:add\\ t|', 'a', 'add t', 'add\\ t'],
  ['@a:(x OR |', 'a', '', ''],
  ['@a:(x OR y|)', 'a', 'y', 'y'],
  ['@a:(x OR -y|', 'a', 'y', 'y'],
  ['@a:(x OR (y z|', 'a', 'z', 'z'],
  ['@a:|(x)', 'a', '', ''],
  ['@my\\ key:x|', 'my key', 'x', 'x'],
  ['b) @a:https://x|', 'a', 'https://x', 'https://x'],
])('a value is typed in %s', (marked, attribute, prefix, replaced) => {
  const found = at(marked)
  expect(found).toMatchObject({ kind: 'value', attribute, prefix })
  expect(marked.replace('|', '').slice(...(found as { replace: [number, number] }).replace)).toBe(replaced)
})

test.each(['"a phr|', '"a phrase"|', 'a OR|', 'NOT|', '@a:>5|', '@a:[1 T|', '(a)|', '@a:(x OR|', '@a:"x"|'])(
  'nothing is suggested in %s',
  (marked) => {
    expect(at(marked)).toEqual({ kind: 'none' })
  },
)

test('whatever the text and the caret, there is an answer that lies in the text', () => {
  fc.assert(
    fc.property(
      fc.oneof(anySearchText, fc.string({ unit: 'binary' })),
      fc.integer({ min: -2, max: 60 }),
      (text, caret) => {
        const found = complete(text, caret)
        if (found.kind === 'none') return
        const [from, to] = found.replace
        const inside = Math.max(0, Math.min(caret, text.length))
        expect(0 <= from && from <= inside && inside <= to && to <= text.length).toBe(true)
      },
    ),
    { numRuns: 2500 },
  )
})
