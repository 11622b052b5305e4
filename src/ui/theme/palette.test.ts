import { expect, test } from 'vitest'
import { colourMap, PALETTES, type Scheme, SEQUENCE, shadeOf } from './palette.ts'

type Triple = [number, number, number]
const channels = (hex: string): Triple => [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as Triple
const linear = (c: number) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4)
const luminance = (hex: string) => {
  const [r, g, b] = channels(hex).map(linear) as Triple
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string) => {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB. */
const SIGHT: Record<string, Triple[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

const lab = ([r, g, b]: Triple): Triple => {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505)
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const seen = (hex: string, sight: Triple[]): Triple => {
  const rgb = channels(hex).map(linear) as Triple
  return lab(
    sight.map((row) =>
      Math.min(
        1,
        Math.max(
          0,
          row.reduce((sum, k, i) => sum + k * rgb[i]!, 0),
        ),
      ),
    ) as Triple,
  )
}

const SCHEMES: Scheme[] = ['light', 'dark']

test.each(SCHEMES)('text of %s reads on its grounds', (scheme) => {
  const p = PALETTES[scheme]
  for (const ground of [p.page, p.surface, p.raised]) {
    for (const ink of [p.text, p.muted, p.accent, p.loss, p.warn]) {
      expect(contrast(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    }
    expect(contrast(p.lineStrong, ground), 'edges of fields').toBeGreaterThanOrEqual(3)
  }
  expect(contrast(p.onAccent, p.accent)).toBeGreaterThanOrEqual(4.5)
  expect(contrast(p.accent, p.accentSoft)).toBeGreaterThanOrEqual(4.5)
  expect(contrast(p.text, p.accentSoft)).toBeGreaterThanOrEqual(4.5)
  expect(contrast(p.loss, p.lossSoft)).toBeGreaterThanOrEqual(4.5)
})

test.each(SCHEMES)('categories of %s stand out and stay apart in every sight', (scheme) => {
  const { categories, other, surface, page } = PALETTES[scheme]
  const all = [...categories, other]
  const grounds = scheme === 'light' ? [surface] : [surface, page]
  for (const ground of grounds) {
    for (const c of categories) expect(contrast(c, ground), c).toBeGreaterThanOrEqual(2.6)
  }
  for (const [name, sight] of Object.entries(SIGHT)) {
    const points = all.map((hex) => seen(hex, sight))
    for (let i = 0; i < all.length; i++) {
      for (let j = 0; j < i; j++) {
        const distance = Math.hypot(...points[i]!.map((v, k) => v - points[j]![k]!))
        expect(distance, `${all[i]} and ${all[j]} in ${name}`).toBeGreaterThan(15)
      }
    }
  }
})

test.each(SCHEMES)('the sequence of %s moves steadily away from the page', (scheme) => {
  const ratios = SEQUENCE[scheme].map((c) => contrast(c, PALETTES[scheme].surface))
  expect(ratios).toEqual([...ratios].sort((a, b) => a - b))
  expect(shadeOf(scheme, -1)).toBe(SEQUENCE[scheme][0])
  expect(shadeOf(scheme, 2)).toBe(SEQUENCE[scheme].at(-1))
})

test('a ninth value and "other" are grey', () => {
  const values = [...'abcdefghij', 'other']
  const map = colourMap('light', values, (v) => v === 'other')
  expect(new Set([...map.values()]).size).toBe(9)
  expect(map.get('j')).toBe(PALETTES.light.other)
  expect(map.get('other')).toBe(PALETTES.light.other)
  expect(map.get('__proto__')).toBeUndefined()
})
