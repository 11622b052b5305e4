import { periodNumber } from '../../query/period-number.ts'
import { constant, type Sql, sql } from '../../sql/sql.ts'

/** Periods at most whose bits fit into a number. */
export const MOST_PERIODS = 256

/** Types of numbers by how many bits they have. */
const WORDS: readonly [bits: number, word: string][] = [
  [64, 'UInt64'],
  [128, 'UInt128'],
  [MOST_PERIODS, 'UInt256'],
]

/**
 * The number whose only bit is that of the period that a moment in epoch ms lies in (`periodNumber`), of the smallest type
 * that has a bit for each. Shifted by a signed number it would be signed.
 */
export const periodBit = (starts: readonly number[], ms: Sql): Sql =>
  sql`bitShiftLeft(to${wordOf(starts)}(1), toUInt8(${periodNumber(starts, ms)}))`

/** The number of that type without a bit. */
export const noPeriod = (starts: readonly number[]): Sql => sql`to${wordOf(starts)}(0)`

const wordOf = (starts: readonly number[]): Sql => constant(WORDS.find(([bits]) => starts.length <= bits)![1])
