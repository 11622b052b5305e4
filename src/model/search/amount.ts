import type { Unit } from '../attribute.ts'
import type { Amount, AmountUnit } from './ast.ts'

const DURATION_NS: Partial<Record<AmountUnit, number>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 86_400e9,
}

/** Decimal, as sizes are counted by disks and networks. */
const SIZE_BYTES: Partial<Record<AmountUnit, number>> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9 }

const NUMBER = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)([a-zA-Zµμ]*)$/
const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:[Zz]|([+-])(\d\d):?(\d\d))?)?$/

/** Reads `5`, `-1.5e3`, `300ms`, `10MB`, `2026-01-31` or `2026-01-31T10:00:00Z`; undefined if it is none of them. */
export const readAmount = (text: string): Amount | undefined => {
  const number = NUMBER.exec(text)
  if (!number) return readTime(text)
  const value = Number(number[1])
  if (!Number.isFinite(value)) return undefined
  if (number[2] === '') return { kind: 'number', value: value + 0 }
  const unit = unitOf(number[2]!)
  return unit && { kind: 'number', value: value + 0, unit }
}

/** Durations in small letters only, as `m` is a minute; sizes in any. */
const unitOf = (text: string): AmountUnit | undefined => {
  if (text === 'µs' || text === 'μs') return 'us'
  if (Object.hasOwn(DURATION_NS, text)) return text as AmountUnit
  const size = text.toLowerCase()
  return Object.hasOwn(SIZE_BYTES, size) ? (size as AmountUnit) : undefined
}

/** A day or a moment; without a zone it is UTC. */
const readTime = (text: string): Amount | undefined => {
  const parts = TIME.exec(text)
  if (!parts) return undefined
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, Number(`${parts[7] ?? ''}000`.slice(0, 3)))
  const sound = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  if (!sound) return undefined
  const offset = (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)) * 60_000
  const ms = date.getTime() - (parts[8] === '-' ? -offset : offset)
  return isPrintableTime(ms) ? { kind: 'time', ms } : undefined
}

const FIRST_MS = -62_167_219_200_000
const LAST_MS = 253_402_300_799_999
const isPrintableTime = (ms: number) => ms >= FIRST_MS && ms <= LAST_MS

export const printAmount = (amount: Amount): string =>
  amount.kind === 'time' ? new Date(amount.ms).toISOString() : `${amount.value}${amount.unit ?? ''}`

/**
 * The amount as a number to compare an attribute's values with: durations in `unit` (nanoseconds if the attribute has
 * none), sizes in bytes, times in epoch milliseconds, and a number without a unit as it is.
 * Undefined if the two don't go together, such as seconds and pixels.
 */
export const amountIn = (amount: Amount, unit?: Unit): number | undefined => {
  if (amount.kind === 'time') return unit === undefined || unit === 'ms' ? amount.ms : undefined
  if (amount.unit === undefined) return amount.value
  const bytes = SIZE_BYTES[amount.unit]
  if (bytes !== undefined) return unit === undefined || unit === 'bytes' ? scaled(amount.value, bytes) : undefined
  if (unit !== undefined && unit !== 'ns' && unit !== 'ms') return undefined
  const ns = DURATION_NS[amount.unit]!
  return unit === 'ms' ? scaled(amount.value, ns / 1e6) : scaled(amount.value, ns)
}

/** Whole where decimals come out whole: 0.0035 s is 3500000 ns, not 3500000.0000000005. */
const scaled = (value: number, factor: number): number => {
  const product = value * factor
  return Number.isInteger(product) ? product : Number(product.toPrecision(15))
}

/** What a stored value is as a number: numbers, and texts that are a decimal number; undefined for everything else. */
export const numberOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'string' || !/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(value)) return undefined
  return Number(value)
}

/** What a stored value is as epoch milliseconds: numbers are, and ISO texts are read. */
export const timeOf = (value: unknown): number | undefined => {
  if (typeof value !== 'string') return numberOf(value)
  const time = readTime(value)
  return time?.kind === 'time' ? time.ms : undefined
}
