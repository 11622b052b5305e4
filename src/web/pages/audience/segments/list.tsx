import { Button, Group, Table, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Empty } from '../../../../ui/feedback/empty.tsx'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../../ui/feedback/loading.tsx'
import { Icon } from '../../../../ui/icon.tsx'
import { usePlaces } from '../../../../ui/link.tsx'
import { NameLead, NameLink } from '../../../../ui/name-link.tsx'
import { Page } from '../../../../ui/page.tsx'
import { useFrame } from '../../../../ui/scope/frame.ts'
import { stamp } from '../../../../ui/time/zone.ts'
import { useRefusal } from '../../../role.ts'
import { SegmentTools } from './segment-tools.tsx'
import { sentenceOf } from './sentence.ts'
import { type Segment, useSegments } from './use-segments.ts'

const FROM_RULES = '/segments/new?audience=users'
const FROM_FILE = '/segments/new?from_file='

/** All segments: what they say, where they are used, who changed them. */
export const Segments = () => {
  const { data, error, refetch } = useSegments()
  const { params, setParams } = useFrame()
  const { go } = usePlaces()
  const refusal = useRefusal('editor')
  const refused = { disabled: refusal !== undefined, title: refusal }
  const [find, setFind] = useState(params.find ?? '')
  const term = find.trim().toLowerCase()
  const shown = data?.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(term))
  return (
    <Page
      title="Segments"
      lead="Groups of users or accounts, by what they did and what they are like. Charts and lists can be narrowed to one."
      actions={
        <Group gap={8}>
          <Button leftSection={<Icon name="inbox" />} {...refused} onClick={() => go(FROM_FILE)}>
            From a CSV file
          </Button>
          <Button variant="filled" leftSection={<Icon name="plus" />} {...refused} onClick={() => go(FROM_RULES)}>
            Create segment
          </Button>
        </Group>
      }
    >
      {refusal && <p className="ww-muted">{refusal}</p>}
      {error && <Failure error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data?.length === 0 && (
        <Empty
          title="No segments yet"
          {...(!refusal && { action: { label: 'Create segment', run: () => go(FROM_RULES) } })}
        >
          Say what the users have in common, such as who saw the cart and then did not check out. You see how many match
          while you write.
        </Empty>
      )}
      {data && shown && data.length > 0 && (
        <>
          <TextInput
            aria-label="Find a segment"
            placeholder="Find a segment"
            leftSection={<Icon name="search" />}
            maw={280}
            mb={8}
            value={find}
            onChange={(event) => {
              setFind(event.currentTarget.value)
              setParams({ find: event.currentTarget.value || undefined }, { replace: true })
            }}
          />
          {shown.length ? <SegmentTable segments={shown} all={data} /> : <p>No segment is called that.</p>}
        </>
      )}
    </Page>
  )
}

const SegmentTable = ({ segments, all }: { segments: readonly Segment[]; all: readonly Segment[] }) => {
  const { scope } = useFrame()
  const said = { zone: scope.zone, nameOf: (id: string) => all.find((one) => one.id === id)?.name ?? id }
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Segment</Table.Th>
            <Table.Th scope="col" w={84}>
              Of
            </Table.Th>
            <Table.Th scope="col" w={180}>
              Used by
            </Table.Th>
            <Table.Th scope="col" w={220}>
              Changed
            </Table.Th>
            <Table.Td w={44} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {segments.map((segment) => (
            <Table.Tr key={segment.id}>
              <Table.Td>
                <NameLink to={`/segments/${segment.id}`} title={segment.name}>
                  <bdi>{segment.name}</bdi>
                </NameLink>
                <NameLead>
                  {segment.csv
                    ? `From the file ${segment.csv.file}, by ${segment.csv.key}`
                    : sentenceOf(segment.definition, segment.audience, said)}
                </NameLead>
              </Table.Td>
              <Table.Td>{segment.audience === 'users' ? 'Users' : 'Accounts'}</Table.Td>
              <Table.Td>{usesOf(segment)}</Table.Td>
              <Table.Td>
                {stamp(segment.updated_at, scope.zone, 'minute')}
                <NameLead>{segment.updated_by}</NameLead>
              </Table.Td>
              <Table.Td>
                <SegmentTools segment={segment} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

const some = (n: number, what: string) => (n ? [`${n} ${what}${n === 1 ? '' : 's'}`] : [])

const usesOf = ({ used_by, used_by_charts }: Segment): string =>
  [...some(used_by_charts.length, 'chart'), ...some(used_by.length, 'segment')].join(', ') || 'Nothing'
