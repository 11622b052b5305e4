import type { Asking } from '../asking.ts'
import { compileBins, compileSpan } from './compile.ts'
import type { Bins } from './definition.ts'
import type { Span } from './metric.ts'
import type { Plan } from './plan.ts'

interface Bin {
  /** Milliseconds, inclusive. */
  from: number
  /** Exclusive. */
  to: number
  value: number
}

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000]

/** Lengths that people have words for, each about twice the one before. */
const DURATIONS = [
  ...[0, 1, 2, 5, 10, 20, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 20, 30].map((n) => n * MINUTE),
  ...[1, 2, 4, 8, 12].map((n) => n * HOUR),
  ...[1, 2, 4, 7, 14, 30, 60, 90, 180, 365, 730, 1460, 3650].map((n) => n * DAY),
]

/** How long the way from one step to another took, by length: every range from the least to the greatest, empty ones too. */
export const binsOf = async (plan: Plan, span: Span, wanted: Bins, asking: Asking): Promise<Bin[]> => {
  const [range] = await asking.run<{ low: number; high: number; entities: number }>(compileSpan(plan, span))
  if (!range?.entities) return []
  const edges = wanted === 'durations' ? durations(range) : even(range, wanted)
  const rows = await asking.run<{ bin: number; entities: number }>(compileBins(plan, span, edges.slice(0, -1)))
  const found = new Map(rows.map(({ bin, entities }) => [bin, entities]))
  return edges.slice(0, -1).map((from, i) => ({ from, to: edges[i + 1]!, value: found.get(from) ?? 0 }))
}

interface Range {
  low: number
  high: number
  entities: number
}

/** Ranges of whole seconds, from the least time; left to us as many as the cube root of how many there are. */
const even = ({ low, high, entities }: Range, wanted: number | 'auto'): number[] => {
  const bins = wanted === 'auto' ? Math.max(1, Math.ceil(Math.cbrt(entities))) : wanted
  const width = Math.max(SECOND, Math.ceil((high - low) / bins / SECOND) * SECOND)
  return Array.from({ length: bins + 2 }, (_, i) => low + i * width)
}

const durations = ({ low, high }: Range): number[] => {
  const first = DURATIONS.findLastIndex((edge) => edge <= low)
  const last = DURATIONS.findIndex((edge) => edge > high)
  return DURATIONS.slice(first, last < 0 ? undefined : last + 1)
}
