import { csvOf } from '../../../ui/builder/csv.ts'
import { type FunnelResult, figuresOf, rateOf } from './result.ts'

/** A row a step and group: everybody first, under the empty group. Shares are numbers between 0 and 1, times ms. */
export const stepsCsv = (result: FunnelResult, names: readonly string[]): string => {
  const head = ['step', 'name', 'group', 'count', 'share_of_start', 'share_of_before', 'lost', 'end_to_end']
  const times = ['median_ms_to_next', 'average_ms_to_next', 'min_ms_to_next', 'max_ms_to_next']
  const rows = [result.all, ...result.groups].flatMap((course) =>
    figuresOf(course).map((figures, i) => {
      const next = course.before.lastIndexOf(i)
      const time = next < 0 ? null : course.times[next - 1]
      const { count, ofStart, ofBefore, lost } = figures
      const shares = [count, ofStart, ofBefore, i ? lost : null, rateOf(course)]
      return [i + 1, names[i], course.group, ...shares, time?.median, time?.avg, time?.min, time?.max]
    }),
  )
  return csvOf([[...head, ...times], ...rows])
}

/** A row a length of time: whom the way took from so many milliseconds to fewer than so many. */
export const timesCsv = ({ bins }: FunnelResult): string =>
  csvOf([['from_ms', 'to_ms', 'count'], ...bins.map(({ from, to, value }) => [from, to, value])])
