import { constant, i64s, type Sql, sql } from '../sql/sql.ts'

/**
 * The number, from 0, of the period that a moment in epoch ms lies in, of periods that begin at these moments, ascending,
 * and follow on each other without a gap. What lies after the last counts as in it; before the first nothing may lie.
 */
export const periodNumber = (starts: readonly number[], ms: Sql): Sql => {
  if (starts.length < 2) return constant('toInt64(0)')
  const step = evenStep(starts)
  if (step !== undefined) {
    const last = constant(String(starts.length - 1))
    const passed = sql`intDiv(${ms} - ${constant(String(starts[0]))}, ${constant(String(step))})`
    return sql`least(${passed}, ${last})`
  }
  const all = i64s(starts)
  return sql`transform(roundDown(${ms}, ${all}), ${all}, ${i64s(starts.map((_, number) => number))}, toInt64(0))`
}

/** How far apart they are, if all are as far. */
const evenStep = (starts: readonly number[]): number | undefined => {
  const step = starts[1]! - starts[0]!
  return starts.every((start, i) => i === 0 || start - starts[i - 1]! === step) ? step : undefined
}
