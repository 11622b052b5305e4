import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanCss } from './clean-css.ts'

const nowhere = () => null
const clean = (css: string) => cleanCss(css, nowhere)

test.each([
  ['a plain rule', 'p { color: red }', 'p { color: red }'],
  [
    'a data address',
    'p{background:url(data:image/png;base64,AA==)}',
    'p{background:url("data:image/png;base64,AA==")}',
  ],
  ['a reference inside of the page', 'p{fill:url(#a)}', 'p{fill:url("#a")}'],
  ['an address', 'p{background:url( "http://e/x" ) red}', 'p{background:url("data:,") red}'],
  ['one without quotes', 'p{background:url(http://e/x)}', 'p{background:url("data:,")}'],
  ['one hidden by escapes', 'p{background:u\\72 l(http://e/x)}', 'p{background:url("data:,")}'],
  ['one that does not end', 'p{background:url(http://e/x', 'p{background:url("data:,")'],
  ['a set of images', 'p{background:image-set("http://e/x" 1x)}', 'p{background:image-set(url("data:,") 1x)}'],
  ['an import', '@import "http://e/x";p{}', '@media not all{}p{}'],
  ['an import by address with media', '@IMPORT url(http://e/x;y) screen;p{}', '@media not all{}p{}'],
  ['an import hidden by an escape', '@\\69mport "http://e/x";p{}', '@media not all{}p{}'],
  ['a word in a text', 'p::after{content:"url(http://e/x)"}', 'p::after{content:"url(http://e/x)"}'],
  ['an address after a comment', 'p{/* url( */background:url(//e/x)}', 'p{ background:url("data:,")}'],
  ['a name that begins alike', 'p{--urls:1;color:rgb(1 2 3)}', 'p{--urls:1;color:rgb(1 2 3)}'],
])('%s', (_, css, cleaned) => {
  expect(clean(css)).toBe(cleaned)
})

test('what is allowed is replaced by where it may be taken from', () => {
  const kept = (url: string) => (url.startsWith('https://shop/') ? `/kept/${url.length}` : null)
  expect(cleanCss('a{b:url(https://shop/x)}c{d:url(https://e/x)}', kept)).toBe('a{b:url("/kept/14")}c{d:url("data:,")}')
})

test('no address is left, whatever the pieces make together', () => {
  const piece = fc.constantFrom(
    'url(',
    'URL("',
    "'",
    '"',
    ')',
    '\\',
    '\\75 rl(',
    '@import ',
    '/*',
    '*/',
    ';',
    '{',
    '}',
    'http://evil.example/x',
    'image-set(',
    '\n',
    'p',
    ' ',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const once = clean(pieces.join(''))
      const withoutTexts = once.replace(/(?<!url\()"(?:[^"\\]|\\.)*"/g, '')
      expect(withoutTexts).not.toMatch(/(?<![\w\\)-])url\(\s*["']?\s*http/i)
    }),
    { numRuns: Number(process.env.RECORDING_RUNS ?? 500) },
  )
})
