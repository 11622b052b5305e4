import { expect, test } from 'vitest'
import { splitImports } from './imported-sheets.ts'

test.each([
  ['@import "a.css";p{}', [['a.css', '']], 'p{}'],
  [
    "@charset \"utf-8\";\n/* @import 'no.css'; */ @import url( 'b.css' ) print, screen;\np{}",
    [['b.css', 'print, screen']],
    'p{}',
  ],
  [
    '@layer base, more;@import url(c.css);@IMPORT "d.css" (min-width: 9px);',
    [
      ['c.css', ''],
      ['d.css', '(min-width: 9px)'],
    ],
    '@layer base, more;',
  ],
  // What is not at the head is no import; what comes with a layer is not told apart.
  ['p{} @import "late.css";', [], 'p{} @import "late.css";'],
  ['@import "e.css" layer(x);p{}', [], 'p{}'],
  ['@import "f.css" screen{}p{}', [], '@import "f.css" screen{}p{}'],
  ['/* never closed @import "g.css";', [], '/* never closed @import "g.css";'],
  ['', [], ''],
])('%j takes in %j', (css, imports, rest) => {
  const split = splitImports(css)
  expect([split.imports.map(({ url, media }) => [url, media]), split.rest]).toEqual([imports, rest])
})
