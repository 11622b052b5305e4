import { describe, expect, test } from 'vitest'
import { cssPathPattern } from './css-path.ts'

/** As the SDK records it: the clicked icon, the button around it, and what they lie in. */
const PATH =
  'svg.icon:nth-child(1);BUTTON#pay[data-testid="pay\\ now"][type="submit"].big.primary:nth-child(2):nth-of-type(1);DIV.cart-item:nth-child(3);MAIN;'

/** The engine reads the same expressions, but for the flag that JavaScript's engine puts outside. */
const fits = (selector: string, path = PATH) => {
  const pattern = cssPathPattern(selector)
  return pattern === undefined
    ? undefined
    : new RegExp(pattern.replace(/\(\?i:([^)]*)\)/g, (_, tag) => anyCase(tag))).test(path)
}
const anyCase = (tag: string) => tag.replace(/[a-z]/gi, (c) => `[${c.toLowerCase()}${c.toUpperCase()}]`)

describe('a path fits', () => {
  test.each([
    'button',
    'svg',
    '*',
    '#pay',
    'button#pay.primary',
    '.primary.big',
    '[type=submit]',
    'button[data-testid="pay now"]',
    "BUTTON[type='submit'].big:nth-child(2)",
    '.cart-item > button',
    'main .primary',
    'MAIN>DIV.cart-item>BUTTON:nth-of-type(1)',
    'main button svg.icon',
  ])('%s', (selector) => expect(fits(selector)).toBe(true))
})

describe('a path does not fit', () => {
  test.each([
    'a',
    '.prim',
    '.cart',
    '#pa',
    'main > button',
    'button:nth-child(1)',
    'button main',
    '[type=sub]',
    'butt',
  ])('%s', (selector) => expect(fits(selector)).toBe(false))
})

test.each(['a, b', 'a + b', 'a ~ b', ':not(a)', 'a >', '[x^="y"]', ''])('%s is more than can be found', (selector) =>
  expect(cssPathPattern(selector)).toBeUndefined(),
)
