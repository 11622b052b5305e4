import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytes, duration, exact, exactInUnit, inUnit, percent, short, signedPoints } from './format.ts'

const plain = (text: string) => text.replaceAll('\u202f', ' ')

test.each([
  [0, '0'],
  [7, '7'],
  [1204, '1,204'],
  [9999, '9,999'],
  [12400, '12.4 k'],
  [10_000, '10 k'],
  [123_456, '123 k'],
  [999_960, '1 M'],
  [1_204_000, '1.2 M'],
  [2.5e9, '2.5 B'],
  [-12400, '-12.4 k'],
  [0.1234, '0.12'],
  [0.00012, '0.00012'],
  [3.14159, '3.14'],
  [31.4159, '31.4'],
  [null, '–'],
  [Number.NaN, '–'],
])('short %s is %s', (value, text) => {
  expect(plain(short(value, 'en'))).toBe(text)
})

test.each([
  [0, '0 s'],
  [0.4, '400 µs'],
  [340, '340 ms'],
  [1230, '1.23 s'],
  [72_000, '1 m 12 s'],
  [3_600_000, '1 h'],
  [3_661_000, '1 h 1 m'],
  [59_999, '1 m'],
  [90_061_000, '1 d 1 h'],
  [-72_000, '−1 m 12 s'],
  [null, '–'],
])('duration %s is %s', (ms, text) => {
  expect(plain(duration(ms))).toBe(text)
})

test.each([
  [0.031, '+3.1 pp'],
  [-0.2, '−20.0 pp'],
  [0, '0.0 pp'],
])('a difference of shares of %s is %s', (difference, text) => {
  expect(plain(signedPoints(difference, 'en'))).toBe(text)
})

test('short keeps the size: it is never off by more than a twentieth', () => {
  fc.assert(
    fc.property(fc.double({ min: 10_000, max: 9e14, noNaN: true }), (value) => {
      const [digits, suffix] = plain(short(value, 'en')).split(' ')
      const factor = { k: 1e3, M: 1e6, B: 1e9, T: 1e12 }[suffix!]!
      expect(Math.abs(Number(digits!.replaceAll(',', '')) * factor - value) / value).toBeLessThan(0.05)
    }),
  )
})

test('exact loses nothing of an integer', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (n) => {
      expect(Number(exact(n, 'en').replaceAll(',', ''))).toBe(n)
    }),
  )
})

test('units', () => {
  expect(plain(inUnit(1_230_000_000, 'ns', 'en'))).toBe('1.23 s')
  expect(plain(inUnit(2048, 'bytes', 'en'))).toBe('2 KiB')
  expect(plain(inUnit(320, 'px', 'en'))).toBe('320 px')
  expect(plain(inUnit(5, undefined, 'en'))).toBe('5')
  expect(plain(exactInUnit(1_230_000_000, 'ns', 'en'))).toBe('1,230,000,000 ns')
  expect(plain(percent(0.1234, 'en'))).toBe('12.3 %')
  expect(plain(bytes(10, 'en'))).toBe('10 B')
})
