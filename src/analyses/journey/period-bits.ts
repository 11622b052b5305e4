import { constant, type Sql, sql } from '../../sql/sql.ts'

/** Periods at most whose bits fit into a number. */
export const MOST_PERIODS = 256

/** A type of numbers with a bit for each period. */
export type PeriodWord = 'UInt64' | 'UInt128' | 'UInt256'

const WORDS: readonly [bits: number, word: PeriodWord][] = [
  [64, 'UInt64'],
  [128, 'UInt128'],
  [MOST_PERIODS, 'UInt256'],
]

/** The smallest that has so many bits; undefined if none has. */
export const wordOf = (periods: number): PeriodWord | undefined => WORDS.find(([bits]) => periods <= bits)?.[1]

/** The number whose only bit is this one. Shifted by a signed number it would be signed. */
export const bitOf = (word: PeriodWord, number: Sql): Sql =>
  sql`bitShiftLeft(to${constant(word)}(1), toUInt8(${number}))`

export const noBit = (word: PeriodWord): Sql => sql`to${constant(word)}(0)`
