import { OTHER } from './analytics.ts'
import type { Counted } from './ledger.ts'
import { msOf } from './sessions.ts'
import { byBytes, valueAt } from './values.ts'

/** What the limits fold away comes last. */
export const rank = ({ key }: { key: unknown }) => (key === OTHER ? 1 : 0)
export const byValue = (a: number | null, b: number | null) =>
  a === null || b === null ? (a === b ? 0 : a === null ? 1 : -1) : b - a
export const byKey = (a: readonly string[], b: readonly string[]): number => {
  for (const [i, text] of a.entries()) if (text !== b[i]) return byBytes(text, b[i]!)
  return 0
}

/** As lists are sorted. */
export const bySort = (a: Counted, b: Counted, facet: string, order: 'asc' | 'desc'): number => {
  const way = order === 'asc' ? 1 : -1
  const [va, vb] = [valueAt(a, facet), valueAt(b, facet)]
  if (va !== vb && facet !== 'date') {
    if (va === undefined || vb === undefined) return va === undefined ? 1 : -1
    return way * (typeof va === 'number' ? va - (vb as number) : byBytes(String(va), String(vb)))
  }
  const dates = msOf(a.row.date) - msOf(b.row.date)
  if (dates) return way * dates
  if (a.arrival !== b.arrival) return a.arrival < b.arrival ? -way : way
  return byBytes(a.row.event_id, b.row.event_id)
}
