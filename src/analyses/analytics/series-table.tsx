import type { TimeData } from '../../ui/chart/series.ts'
import { exact, exactInUnit, inUnit } from '../../ui/number/format.ts'
import { type Column, DataTable } from '../../ui/table/data-table.tsx'
import { bucketLabel, partOf } from '../../ui/time/bucket.ts'

/** The numbers of a time chart: a row a period, a column a series. */
export const SeriesTable = ({ data }: { data: TimeData }) => {
  const rows = data.times.map((time, index) => ({ time, index }))
  const columns: Column<{ time: number; index: number }>[] = [
    { key: 'time', title: 'Period', width: 260, render: ({ time }) => <Period time={time} data={data} /> },
    ...data.series.map(
      (s): Column<{ index: number }> => ({
        key: s.key,
        title: s.label,
        width: 130,
        align: 'right',
        render: ({ index }) => (
          <span title={exactInUnit(s.values[index], s.unit)}>
            {s.unit ? inUnit(s.values[index], s.unit) : exact(s.values[index])}
          </span>
        ),
      }),
    ),
  ]
  return <DataTable label="Numbers over time" rows={rows} columns={columns} rowKey={(row) => String(row.time)} />
}

const Period = ({ time, data }: { time: number; data: TimeData }) => {
  const part = partOf(time, data.rollup, data.zone, data.span, data.now)
  return (
    <>
      {bucketLabel(time, data.rollup, data.zone)}
      {part && <span className="ww-muted">{part === 'running' ? ' (still running)' : ' (in part)'}</span>}
    </>
  )
}
