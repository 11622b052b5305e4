import { type OtherPeriod, otherPeriod } from '../../../model/time-frame/other-period.ts'
import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import type { Span } from '../../../ui/time/range.ts'
import { VERSUS as PERIODS, type Versus as Period } from '../../analytics/address.ts'

/** What the answer is compared with: another period, or those of some segments. */
export type Versus = { kind: 'period'; to: Period | Span } | { kind: 'segments'; ids: readonly string[] }

export const MOST_SEGMENTS = 8

/** `previous_week`, `1790000000000-1790600000000`, `in:<id>,<id>`. */
export const printVersus = (versus: Versus): string => {
  if (versus.kind === 'segments') return `in:${versus.ids.map(encodeURIComponent).join(',')}`
  return typeof versus.to === 'object' ? `${versus.to.from}-${versus.to.to}` : versus.to
}

/** At most so many segments. */
export const parseVersus = (text: string | undefined, most = MOST_SEGMENTS): Versus | null => {
  const to = PERIODS.find((one) => one === text) ?? parseSpan(text)
  if (to) return { kind: 'period', to }
  if (!text?.startsWith('in:')) return null
  const ids = [...new Set(text.slice(3).split(',').map(decoded))]
    .filter((id) => id.length > 0 && id.length <= 100)
    .slice(0, most)
  return ids.length ? { kind: 'segments', ids } : null
}

const parseSpan = (text: string | undefined): Span | null => {
  const found = /^(\d{1,14})-(\d{1,14})$/.exec(text ?? '')
  const [from, to] = [Number(found?.[1]), Number(found?.[2])]
  return from < to ? { from, to } : null
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The same question about others: `key` tells them apart in addresses. */
export interface Other {
  key: string
  around: Surroundings
}

/** The key of another period. */
export const PERIOD_KEY = 'period'

export const othersOf = (versus: Versus | null, around: Surroundings): readonly Other[] => {
  if (versus === null) return []
  if (versus.kind === 'segments') return versus.ids.map((id) => ({ key: id, around: { ...around, also: id } }))
  const { from, to } = periodOf(versus.to, around)
  return [{ key: PERIOD_KEY, around: { ...around, span: { from, to } } }]
}

/** Around the question itself without a key. */
export const aroundOf = (versus: Versus | null, around: Surroundings, key: string | undefined): Surroundings =>
  othersOf(versus, around).find((one) => one.key === key)?.around ?? around

const periodOf = (to: Period | Span, { span, zone }: Surroundings): OtherPeriod =>
  otherPeriod(to, span.from, span.to, zone)
