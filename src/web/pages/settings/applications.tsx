import { Button, Modal, Select, Table, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../ui/feedback/loading.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { PlaceLink, usePlaces } from '../../../ui/link.tsx'
import { Page } from '../../../ui/page.tsx'
import { browserZone, stamp } from '../../../ui/time/zone.ts'
import { type Application, type ApplicationAnswer, useApplications } from '../../applications.ts'

export const TYPES = [
  { value: 'browser', label: 'Browser' },
  { value: 'ios', label: 'iOS' },
  { value: 'android', label: 'Android' },
  { value: 'react-native', label: 'React Native' },
  { value: 'flutter', label: 'Flutter' },
  { value: 'roku', label: 'Roku' },
  { value: 'electron', label: 'Electron' },
  { value: 'unity', label: 'Unity' },
  { value: 'kotlin-multiplatform', label: 'Kotlin Multiplatform' },
]

/** The applications that may send events. */
export const Applications = () => {
  const { data, error, refetch } = useApplications()
  const [creating, { open, close }] = useDisclosure(false)
  return (
    <Page
      title="Applications"
      lead="Each application has an id and a client token, by which its SDK sends events here."
      actions={
        <Button variant="filled" leftSection={<Icon name="plus" />} onClick={open}>
          New application
        </Button>
      }
    >
      {error && <Failure error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data?.length === 0 && (
        <Empty title="No applications yet" action={{ label: 'New application', run: open }}>
          Make one to get the lines that go into your product.
        </Empty>
      )}
      {data && data.length > 0 && <List applications={data} />}
      <CreateApplication opened={creating} onClose={close} />
    </Page>
  )
}

const List = ({ applications }: { applications: readonly Application[] }) => (
  <Table.ScrollContainer minWidth={560}>
    <Table highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Name</Table.Th>
          <Table.Th scope="col">Type</Table.Th>
          <Table.Th scope="col">First event</Table.Th>
          <Table.Th scope="col">Made</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {applications.map((a) => (
          <Table.Tr key={a.id}>
            <Table.Td>
              <PlaceLink
                to={`/settings/applications/${encodeURIComponent(a.id)}`}
                style={{ color: 'var(--ww-accent)', lineHeight: '24px' }}
              >
                <bdi>{a.name}</bdi>
              </PlaceLink>
            </Table.Td>
            <Table.Td>{TYPES.find((t) => t.value === a.type)?.label ?? a.type}</Table.Td>
            <Table.Td>
              {a.firstEventAt
                ? stamp(a.firstEventAt, browserZone(), 'minute')
                : a.firstEventAt === null
                  ? 'Waiting'
                  : '–'}
            </Table.Td>
            <Table.Td>{stamp(a.createdAt, browserZone(), 'minute')}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
)

const CreateApplication = ({ opened, onClose }: { opened: boolean; onClose: () => void }) => (
  <Modal
    opened={opened}
    onClose={onClose}
    title="New application"
    size="sm"
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    <CreateForm onDone={onClose} />
  </Modal>
)

const CreateForm = ({ onDone }: { onDone: () => void }) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const { go } = usePlaces()
  const [name, setName] = useState('')
  const [type, setType] = useState('browser')
  const create = useMutation({
    mutationFn: () => {
      const body = { data: { type: 'rum_application_create', attributes: { name: name.trim(), type } } }
      return ask<{ data: ApplicationAnswer }>({ method: 'POST', path: '/api/v2/rum/applications', body })
    },
    onSuccess: async ({ data }) => {
      await queries.invalidateQueries({ queryKey: ['applications'] })
      onDone()
      go(`/settings/applications/${encodeURIComponent(data.id)}`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) create.mutate()
  }
  return (
    <form onSubmit={submit}>
      <TextInput
        data-autofocus
        label="Name"
        required
        withAsterisk={false}
        maxLength={100}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        error={create.error?.message}
        mb="sm"
      />
      <Select label="Type" data={TYPES} value={type} allowDeselect={false} onChange={(t) => t && setType(t)} mb="md" />
      <Button type="submit" variant="filled" loading={create.isPending}>
        Create application
      </Button>
    </form>
  )
}
