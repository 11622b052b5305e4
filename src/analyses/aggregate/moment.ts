import { WaywornError } from '../../lib/errors.ts'

const UNITS: Record<string, number> = {
  s: 1e3,
  m: 60e3,
  h: 3600e3,
  d: 86_400e3,
  w: 7 * 86_400e3,
  M: 30 * 86_400e3,
  y: 365 * 86_400e3,
}
const MATH = /^now(?:\s*([+-])\s*(\d{1,6})\s*([smhdwMy]))?$/

/** `now-15m`, ISO 8601 or epoch ms, as epoch ms. */
export const momentOf = (of: string | number, nowMs: number, pointer: string): number => {
  if (typeof of === 'number' || /^\d+$/.test(of)) return bounded(Number(of), pointer)
  const math = MATH.exec(of.trim())
  if (math) return nowMs + (math[1] ? (math[1] === '-' ? -1 : 1) * Number(math[2]) * UNITS[math[3]!]! : 0)
  return bounded(Date.parse(of), pointer)
}

const bounded = (ms: number, pointer: string): number => {
  if (ms >= 0 && ms < 253_402_300_800_000) return Math.trunc(ms)
  const reason = 'is no time; give epoch milliseconds, ISO 8601 or date math such as "now-15m"'
  throw new WaywornError('invalid_field', { field: pointer.slice(1).replaceAll('/', '.'), reason }, { pointer })
}

/** `5m`, `1h`, `2d` as ms. */
export const intervalMs = (of: string, pointer: string): number => {
  const match = /^(\d{1,6})\s*([smhdw])$/.exec(of.trim())
  const ms = match ? Number(match[1]) * UNITS[match[2]!]! : Number.NaN
  if (ms > 0) return ms
  const reason = `"${of.slice(0, 40)}" is no interval; give a number and s, m, h, d or w, such as "5m"`
  throw new WaywornError('invalid_field', { field: 'interval', reason }, { pointer })
}
