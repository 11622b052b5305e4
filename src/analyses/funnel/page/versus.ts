import { VERSUS as PERIODS, type Versus as Period } from '../../analytics/address.ts'

/** What the funnel is compared with: another period, or those of some segments. */
export type Versus = { kind: 'period'; to: Period } | { kind: 'segments'; ids: readonly string[] }

export const MOST_SEGMENTS = 8

/** `previous_week`, `in:<id>,<id>`. */
export const printVersus = (versus: Versus): string =>
  versus.kind === 'period' ? versus.to : `in:${versus.ids.map(encodeURIComponent).join(',')}`

export const parseVersus = (text: string | undefined): Versus | null => {
  const to = PERIODS.find((one) => one === text)
  if (to) return { kind: 'period', to }
  if (!text?.startsWith('in:')) return null
  const ids = [...new Set(text.slice(3).split(',').map(decoded))]
    .filter((id) => id.length > 0 && id.length <= 100)
    .slice(0, MOST_SEGMENTS)
  return ids.length ? { kind: 'segments', ids } : null
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
