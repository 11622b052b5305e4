import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAsk } from '../../ui/ask/ask-context.ts'
import { Empty } from '../../ui/feedback/empty.tsx'
import { Failure } from '../../ui/feedback/failure.tsx'
import { Waiting } from '../../ui/feedback/loading.tsx'
import { exact } from '../../ui/number/format.ts'
import { Page, Section } from '../../ui/page.tsx'
import { browserZone, stamp, zoneLabel } from '../../ui/time/zone.ts'
import { useApplications } from '../applications.ts'
import style from './settings/settings.module.css'

interface Answer {
  data: {
    id: string
    attributes: {
      application_id: string
      track: string
      reason: string
      detail: string
      sample: string
      received_at: number
    }
  }[]
  meta?: { reasons?: { reason: string; count: number }[] }
}

/** What was sent but could not be read, and why. */
export const SetAside = () => {
  const ask = useAsk()
  const { data, error, refetch } = useQuery({
    queryKey: ['set-aside'],
    queryFn: ({ signal }) => ask<Answer>({ path: '/api/v2/wayworn/set-aside?limit=200', signal }),
    refetchInterval: 15_000,
  })
  return (
    <Page
      title="Events set aside"
      lead="What SDKs sent but could not be counted, with the reason. Nothing else of the same request was lost with it."
    >
      {error && <Failure error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && !data.data.length && <Empty title="Nothing set aside">Every event that arrived could be read.</Empty>}
      {data && data.data.length > 0 && (
        <>
          <Reasons counts={data.meta?.reasons ?? []} />
          <Samples answer={data} />
        </>
      )}
    </Page>
  )
}

const Reasons = ({ counts }: { counts: readonly { reason: string; count: number }[] }) => (
  <Section title="Reasons">
    <Table maw={480}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Reason</Table.Th>
          <Table.Th scope="col" ta="right">
            Events
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {counts.map(({ reason, count }) => (
          <Table.Tr key={reason}>
            <Table.Td>
              <code>{reason}</code>
            </Table.Td>
            <Table.Td ta="right">{exact(count)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Section>
)

const Samples = ({ answer }: { answer: Answer }) => {
  const applications = useApplications()
  const [zone] = useState(browserZone)
  const nameOf = (id: string) => applications.data?.find((a) => a.id === id)?.name ?? (id || 'unknown')
  return (
    <Section title="Newest">
      <p className={style.lead}>{`Times are in ${zoneLabel(zone, Date.now())}.`}</p>
      <Table.ScrollContainer minWidth={720}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {['Received', 'Application', 'Track', 'Why', 'What was sent'].map((title) => (
                <Table.Th key={title} scope="col">
                  {title}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {answer.data.map(({ id, attributes: a }) => (
              <Table.Tr key={id} style={{ verticalAlign: 'top' }}>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>{stamp(a.received_at, zone, 'second')}</Table.Td>
                <Table.Td>
                  <bdi>{nameOf(a.application_id)}</bdi>
                </Table.Td>
                <Table.Td>{a.track}</Table.Td>
                <Table.Td maw={260}>{a.detail || a.reason}</Table.Td>
                <Table.Td maw={360}>
                  {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
                  <code className={style.sample} tabIndex={0}>
                    {a.sample}
                  </code>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  )
}
