/** A date or time as it was written: parts that were left out are undefined. */
export type WrittenTime =
  | { kind: 'instant'; ms: number }
  | { kind: 'local'; date: WrittenDate | undefined; time: WrittenClock | undefined }

/** A year alone, a month of a year, or a day with or without its year. */
export interface WrittenDate {
  year?: number
  month?: number
  day?: number
}
export interface WrittenClock {
  hour: number
  minute: number
  second: number
  ms: number
  /** Minutes east of UTC, if the text says so. */
  offset?: number
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ')

/** The number of a month by its name or the first letters of it, three at least. */
const monthOf = (word: string): number | undefined => {
  const index = MONTHS.findIndex(
    (month) => word.length >= 3 && (month.startsWith(word) || (word === 'sept' && month === 'september')),
  )
  return index < 0 ? undefined : index + 1
}

/** Unix seconds have at most ten digits until 2286, milliseconds at least twelve since 1973. */
const SECONDS_BELOW = 1e11

/** Reads one moment or period in small letters with single spaces; undefined if it is none. */
export const readWrittenTime = (text: string): WrittenTime | undefined => {
  if (/^\d{8,15}$/.test(text)) {
    const number = Number(text)
    return { kind: 'instant', ms: number < SECONDS_BELOW ? number * 1000 : number }
  }
  const clock = readClock(text)
  if (clock) return { kind: 'local', date: undefined, time: clock }
  for (const [pattern, read] of DATES) {
    const found = pattern.exec(text)
    const date = found && read(found.slice(1))
    if (!date || !isPlausible(date)) continue
    const rest = text.slice(found[0].length)
    if (rest === '') return { kind: 'local', date, time: undefined }
    const separator = /^(?:t|, ?| at | )(?=\d)/.exec(rest)
    const time = separator && date.day !== undefined ? readClock(rest.slice(separator[0].length)) : undefined
    if (time) return { kind: 'local', date, time }
  }
  return undefined
}

type DateForm = [pattern: RegExp, read: (groups: (string | undefined)[]) => WrittenDate | undefined]

const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))
const named = (year: string | undefined, month: string | undefined, day?: string): WrittenDate | undefined => {
  const found = monthOf(month!)
  return found === undefined ? undefined : { year: number(year), month: found, day: number(day) }
}

const DATES: DateForm[] = [
  [/^(\d{4})([/-])(\d{1,2})\2(\d{1,2})/, ([y, , m, d]) => ({ year: number(y), month: number(m), day: number(d) })],
  [
    /^(\d{1,2})([/-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?!\d|[/-])/,
    ([m, , d, y]) => ({ year: y?.length === 2 ? 2000 + Number(y) : number(y), month: number(m), day: number(d) }),
  ],
  [/^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?(?![\d:])/, ([m, d, y]) => named(y, m, d)],
  [/^(\d{1,2}) ([a-z]{3,9})\.?(?:,? (\d{4}))?(?![\d:])/, ([d, m, y]) => named(y, m, d)],
  [/^([a-z]{3,9})\.? (\d{4})$/, ([m, y]) => named(y, m)],
  [/^(\d{4})-(\d{1,2})$/, ([y, m]) => ({ year: number(y), month: number(m) })],
  [/^(\d{4})$/, ([y]) => ({ year: number(y) })],
]

const isPlausible = ({ year = 2000, month = 1, day = 1 }: WrittenDate): boolean => {
  if (year < 1970 || year > 2999 || month < 1 || month > 12 || day < 1) return false
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

const CLOCK =
  /^(\d{1,2})(?::(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(?: ?([ap])\.?m\.?)? ?(?:(z|utc)|([+-])(\d\d):?(\d\d))?$/

const readClock = (text: string): WrittenClock | undefined => {
  const found = CLOCK.exec(text)
  if (!found) return undefined
  const [hours, minutes, seconds, fraction, half, utc, sign, offsetHours, offsetMinutes] = found.slice(1)
  if (minutes === undefined && half === undefined) return undefined
  const written = Number(hours)
  if (half !== undefined && (written < 1 || written > 12)) return undefined
  const hour = half === undefined ? written : (written % 12) + (half === 'p' ? 12 : 0)
  const clock = {
    hour,
    minute: Number(minutes ?? 0),
    second: Number(seconds ?? 0),
    ms: Number(`${fraction ?? ''}000`.slice(0, 3)),
  }
  if (hour > 23 || clock.minute > 59 || clock.second > 59) return undefined
  if (utc === undefined && sign === undefined) return clock
  const offset = Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0)
  return { ...clock, offset: sign === '-' ? -offset : offset }
}
