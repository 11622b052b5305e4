import { type FunnelResult, figuresOf, rateOf } from './result.ts'

type Cell = string | number | null | undefined

/** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
const cellText = (cell: Cell): string => {
  const text = cell == null ? '' : String(cell)
  const safe = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows as CSV (RFC 4180). */
export const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  `${rows.map((row) => row.map(cellText).join(',')).join('\r\n')}\r\n`

/** A row a step and group: everybody first, under the empty group. Shares are numbers between 0 and 1, times ms. */
export const stepsCsv = (result: FunnelResult, names: readonly string[]): string => {
  const head = ['step', 'name', 'group', 'count', 'share_of_start', 'share_of_before', 'lost', 'end_to_end']
  const times = ['median_ms_to_next', 'average_ms_to_next', 'min_ms_to_next', 'max_ms_to_next']
  const rows = [result.all, ...result.groups].flatMap((course) =>
    figuresOf(course).map((figures, i) => {
      const time = course.times[i]
      const { count, ofStart, ofBefore, lost } = figures
      const shares = [count, ofStart, ofBefore, i ? lost : null, rateOf(course)]
      return [i + 1, names[i], course.group, ...shares, time?.median, time?.avg, time?.min, time?.max]
    }),
  )
  return csvOf([[...head, ...times], ...rows])
}
