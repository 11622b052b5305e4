import { csvOf } from '../../../ui/builder/csv.ts'
import type { Ways } from './result.ts'

/** A row a way: how many, how long in ms, and its events in order. */
export const waysCsv = ({ ways }: Ways): string => {
  const head = ['count', 'share', 'users', 'average_ms', 'min_ms', 'max_ms', 'is_cut', 'way']
  const rows = ways.map(({ value, share, users, time, isCut, events }) => [
    value,
    share,
    users,
    time.avg,
    time.min,
    time.max,
    String(isCut),
    events.map(({ kind, name }) => `${kind}: ${name}`).join(' > '),
  ])
  return csvOf([head, ...rows])
}
