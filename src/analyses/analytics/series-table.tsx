import { ScrollArea, Table } from '@mantine/core'
import type { TimeData } from '../../ui/chart/series.ts'
import { exact, exactInUnit, inUnit } from '../../ui/number/format.ts'
import { bucketLabel, partOf } from '../../ui/time/bucket.ts'

/** The numbers of a time chart: a row a period, a column a series. */
export const SeriesTable = ({ data }: { data: TimeData }) => (
  <ScrollArea
    style={{ flex: 1, minHeight: 0 }}
    viewportProps={{ tabIndex: 0, 'aria-label': 'Numbers over time', role: 'region' }}
  >
    <Table stickyHeader highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Period</Table.Th>
          {data.series.map((s) => (
            <Table.Th key={s.key} scope="col" ta="right">
              <bdi>{s.label}</bdi>
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {data.times.map((time, i) => {
          const part = partOf(time, data.rollup, data.zone, data.span, data.now)
          return (
            <Table.Tr key={time}>
              <Table.Th scope="row" fw={400} style={{ whiteSpace: 'nowrap' }}>
                {bucketLabel(time, data.rollup, data.zone)}
                {part && <span className="ww-muted">{part === 'running' ? ' (still running)' : ' (in part)'}</span>}
              </Table.Th>
              {data.series.map((s) => (
                <Table.Td key={s.key} ta="right" title={exactInUnit(s.values[i], s.unit)}>
                  {s.unit ? inUnit(s.values[i], s.unit) : exact(s.values[i])}
                </Table.Td>
              ))}
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  </ScrollArea>
)
