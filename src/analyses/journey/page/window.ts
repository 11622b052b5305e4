import type { Followed } from './step.ts'

const WINDOW_UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const
export type WindowUnit = keyof typeof WINDOW_UNITS
/** Ten years: beyond it a window says nothing, and the server refuses it. */
const LONGEST_MS = 3650 * 86_400_000

export interface Window {
  count: number
  unit: WindowUnit
  ms: number
}

/** `36h` is 36 hours; null for what is no such length, or longer than ten years. */
export const parseWindow = (text: string): Window | null => {
  const found = /^([1-9]\d{0,6})([mhdw])$/.exec(text)
  if (!found) return null
  const unit = found[2] as WindowUnit
  const count = Number(found[1])
  const ms = count * WINDOW_UNITS[unit]
  return ms <= LONGEST_MS ? { count, unit, ms } : null
}

/** The window that counts; a session needs none. */
export const windowOf = ({ per, within }: Pick<Followed, 'per' | 'within'>): Window | null =>
  per === 'session' ? null : parseWindow(within ?? '1d')!
