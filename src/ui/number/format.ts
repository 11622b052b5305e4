/** Numbers as people read them: short in place, exact on hover and in copies. */

import type { Unit } from '../../model/attribute.ts'

const THIN = '\u202f'
const STEPS: [number, string][] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
]

const plain = new Map<string, Intl.NumberFormat>()
const formatter = (locale: string | undefined, digits: number) => {
  const key = `${locale}/${digits}`
  let found = plain.get(key)
  if (!found) {
    found = new Intl.NumberFormat(locale, { maximumFractionDigits: digits })
    plain.set(key, found)
  }
  return found
}

/** `12400` is `12.4 k`, `0.1234` is `0.12`, whole numbers below 10,000 stay whole. Missing values are a dash. */
export const short = (value: number | null | undefined, locale?: string): string => {
  if (value == null || !Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (size < 10_000 && Number.isInteger(value)) return formatter(locale, 0).format(value)
  // A value that would round up to the next step is shown in that step: 999,960 is 1 M, not 1,000 k.
  const step = STEPS.find(([base]) => size >= base * 0.99995 && size >= 1000)
  if (step) {
    const scaled = value / step[0]
    return `${formatter(locale, Math.abs(scaled) >= 99.95 ? 0 : 1).format(scaled)}${THIN}${step[1]}`
  }
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : size >= 0.001 ? 4 : 8
  return formatter(locale, digits).format(value)
}

/** All digits, with the reader's separators. */
export const exact = (value: number | null | undefined, locale?: string): string =>
  value == null || !Number.isFinite(value) ? '–' : formatter(locale, 12).format(value)

/** A share of one as a percentage with one decimal: `0.1234` is `12.3 %`. */
export const percent = (share: number | null | undefined, locale?: string): string => {
  if (share == null || !Number.isFinite(share)) return '–'
  const f = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  return `${f.format(share * 100)}${THIN}%`
}

/** A change as a share of what was before: `0.12` is `+12.0 %`. */
export const signedPercent = (share: number | null | undefined, locale?: string): string =>
  share == null ? '–' : `${share > 0 ? '+' : share < 0 ? '−' : ''}${percent(Math.abs(share), locale)}`

/** A difference of two shares in percentage points, which is no share of either: `0.031` is `+3.1 pp`. */
export const signedPoints = (difference: number, locale?: string): string =>
  signedPercent(difference, locale).replace('%', 'pp')

const PARTS: [number, string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
]

/** Milliseconds as people say them, the two largest parts: `72000` is `1 m 12 s`, `340` is `340 ms`. */
export const duration = (ms: number | null | undefined): string => {
  if (ms == null || !Number.isFinite(ms)) return '–'
  const sign = ms < 0 ? '−' : ''
  const size = Math.abs(ms)
  if (size === 0) return `0${THIN}s`
  if (size < 1) return `${sign}${short(size * 1000)}${THIN}µs`
  if (size < 1000) return `${sign}${Number(size.toPrecision(3))}${THIN}ms`
  if (size < 10_000 && size % 1000 !== 0) return `${sign}${(Math.floor(size / 10) / 100).toString()}${THIN}s`
  let rest = Math.round(size / 1000) * 1000
  const first = PARTS.findIndex(([length]) => rest >= length)
  const words: string[] = []
  for (const [length, name] of PARTS.slice(first, first + 2)) {
    const count = Math.floor(rest / length)
    rest -= count * length
    if (count) words.push(`${count}${THIN}${name}`)
  }
  return sign + words.join(' ')
}

const BYTE_STEPS: [number, string][] = [
  [1024 ** 4, 'TiB'],
  [1024 ** 3, 'GiB'],
  [1024 ** 2, 'MiB'],
  [1024, 'KiB'],
]

export const bytes = (value: number | null | undefined, locale?: string): string => {
  if (value == null || !Number.isFinite(value)) return '–'
  const step = BYTE_STEPS.find(([base]) => Math.abs(value) >= base)
  return step
    ? `${formatter(locale, 1).format(value / step[0])}${THIN}${step[1]}`
    : `${formatter(locale, 0).format(value)}${THIN}B`
}

/** A value in its attribute's unit, short. A `share` is a part of one. */
export const inUnit = (value: number | null | undefined, unit?: Unit | string, locale?: string): string => {
  if (unit === 'ns') return duration(value == null ? value : value / 1e6)
  if (unit === 'ms') return duration(value)
  if (unit === 'share') return percent(value, locale)
  if (unit === 'bytes') return bytes(value, locale)
  if (unit === 'px' && value != null) return `${short(value, locale)}${THIN}px`
  return short(value, locale)
}

/** The same with all digits, for hovering and copies. */
export const exactInUnit = (value: number | null | undefined, unit?: Unit | string, locale?: string): string => {
  if (value == null || !unit) return exact(value, locale)
  if (unit === 'share') return `${exact(value * 100, locale)}${THIN}%`
  return `${exact(value, locale)}${THIN}${unit}`
}
