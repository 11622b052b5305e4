import { Table } from '@mantine/core'
import { exact, percent } from '../../../../ui/number/format.ts'
import { Section } from '../../../../ui/page.tsx'
import { useFrame } from '../../../../ui/scope/frame.ts'
import { stamp } from '../../../../ui/time/zone.ts'
import style from './file.module.css'
import type { Segment } from './use-segments.ts'

/** What the last file brought: how many of its rows matched, how many did not, and why. */
export const UploadReport = ({ csv }: { csv: NonNullable<Segment['csv']> }) => {
  const { scope } = useFrame()
  const { rows, matched, unmatched, empty, duplicates, examples } = csv.report
  const share = (n: number) => (rows ? ` (${percent(n / rows)})` : '')
  const facts = [
    ['Rows', exact(rows)],
    ['Matched', exact(matched) + share(matched)],
    ['Did not match', exact(unmatched) + share(unmatched)],
    ['Without a value', exact(empty)],
    ['Repeated', exact(duplicates)],
  ]
  return (
    <Section title="The last file">
      <p className="ww-muted">
        <bdi>{csv.file}</bdi>
        {`, column ${csv.column} as ${csv.key}, ${stamp(csv.uploaded_at, scope.zone, 'minute')}, by `}
        <bdi>{csv.uploaded_by}</bdi>
      </p>
      <dl className={style.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {examples.length > 0 && (
        <Table.ScrollContainer minWidth={480}>
          <Table>
            <Table.Caption>{`The first rows that did not match, of ${exact(unmatched)}`}</Table.Caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Line</Table.Th>
                <Table.Th scope="col">Value</Table.Th>
                <Table.Th scope="col">Why</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {examples.map(({ line, value, reason }) => (
                <Table.Tr key={line}>
                  <Table.Td>{exact(line)}</Table.Td>
                  <Table.Td className={style.value}>
                    <bdi>{value}</bdi>
                  </Table.Td>
                  <Table.Td>{reason}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  )
}
