import type { PastUnit } from './time-frame.ts'

const WORDS: Record<PastUnit, readonly string[]> = {
  second: ['s', 'sec', 'secs', 'second', 'seconds'],
  minute: ['m', 'min', 'mins', 'minute', 'minutes'],
  hour: ['h', 'hr', 'hrs', 'hour', 'hours'],
  day: ['d', 'day', 'days'],
  week: ['w', 'week', 'weeks'],
  month: ['mo', 'mos', 'mon', 'mons', 'month', 'months'],
  year: ['y', 'yr', 'yrs', 'year', 'years'],
}

const BY_WORD = new Map(Object.entries(WORDS).flatMap(([unit, words]) => words.map((word) => [word, unit as PastUnit])))

/** The unit that a small-letter word or abbreviation names. */
export const unitOf = (word: string): PastUnit | undefined => BY_WORD.get(word)

/** The unit's shortest word, as in `15m` and `3mo`. */
export const shortUnit = (unit: PastUnit): string => WORDS[unit][0]!

const ELAPSED_MS: Partial<Record<PastUnit, number>> = { second: 1000, minute: 60_000, hour: 3_600_000 }

/** Milliseconds of a unit that is the same every day; undefined for those of the calendar. */
export const elapsedMs = (unit: PastUnit): number | undefined => ELAPSED_MS[unit]
