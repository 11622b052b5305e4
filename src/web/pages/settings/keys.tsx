import { Button, Select, Table, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../ui/feedback/loading.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { browserZone, stamp } from '../../../ui/time/zone.ts'
import { ConfirmButton } from '../../confirm-button.tsx'
import { useMe } from '../../me.ts'
import style from './settings.module.css'

interface Kind {
  title: string
  what: string
  lead: string
  /** Where they are listed and revoked. */
  path: string
  /** Where they are made. */
  make: string
  type: string
  hasRole: boolean
}

const API: Kind = {
  title: 'API keys',
  what: 'API key',
  lead: 'Send server events, and stand beside an application key in every question.',
  path: '/api/v2/api_keys',
  make: '/api/v2/api_keys',
  type: 'api_keys',
  hasRole: false,
}
const APPLICATION: Kind = {
  title: 'Application keys',
  what: 'application key',
  lead: 'Ask questions in the name of whoever made them, with the role given.',
  path: '/api/v2/application_keys',
  make: '/api/v2/current_user/application_keys',
  type: 'application_keys',
  hasRole: true,
}

interface KeyAnswer {
  id: string
  attributes: {
    name: string
    last4: string
    created_at: string
    created_by_handle?: string
    role?: string
    date_last_used?: string
    last_used_at?: string
    key?: string
  }
}

export const Keys = () => {
  const me = useMe()
  return (
    <Page title="Keys" lead="Programs ask this server with two keys, in the headers DD-API-KEY and DD-APPLICATION-KEY.">
      {me.data && me.data.role !== 'admin' ? (
        <Section title={API.title}>
          <p className="ww-muted">Only administrators see and make API keys.</p>
        </Section>
      ) : (
        <KeySection kind={API} />
      )}
      <KeySection kind={APPLICATION} />
    </Page>
  )
}

const KeySection = ({ kind }: { kind: Kind }) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const queryKey = ['keys', kind.type]
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async ({ signal }) =>
      (await ask<{ data: KeyAnswer[] }>({ path: `${kind.path}?page[size]=100`, signal })).data,
  })
  const revoke = useMutation({
    mutationFn: (id: string) => ask({ method: 'DELETE', path: `${kind.path}/${encodeURIComponent(id)}` }),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  })
  return (
    <Section title={kind.title}>
      <p className={style.lead}>{kind.lead}</p>
      <CreateKey kind={kind} onMade={() => void queries.invalidateQueries({ queryKey })} />
      {error && <Failure error={error} again={() => void refetch()} />}
      {revoke.error && <Failure error={revoke.error} />}
      {!data && !error && <Waiting rows={3} />}
      {data && data.length > 0 && <KeyTable kind={kind} keys={data} onRevoke={(id) => revoke.mutate(id)} />}
    </Section>
  )
}

const dayOf = (iso: string | undefined) => (iso ? stamp(Date.parse(iso), browserZone(), 'minute') : 'never')

const KeyTable = ({
  kind,
  keys,
  onRevoke,
}: {
  kind: Kind
  keys: readonly KeyAnswer[]
  onRevoke: (id: string) => void
}) => (
  <Table.ScrollContainer minWidth={640}>
    <Table>
      <Table.Thead>
        <Table.Tr>
          {['Name', 'Ends in', ...(kind.hasRole ? ['Role'] : []), 'Made', 'By', 'Last used'].map((title) => (
            <Table.Th key={title} scope="col">
              {title}
            </Table.Th>
          ))}
          <Table.Td />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.map(({ id, attributes: a }) => (
          <Table.Tr key={id}>
            <Table.Td>
              <bdi>{a.name}</bdi>
            </Table.Td>
            <Table.Td>
              <code>{a.last4}</code>
            </Table.Td>
            {kind.hasRole && <Table.Td>{a.role}</Table.Td>}
            <Table.Td>{dayOf(a.created_at)}</Table.Td>
            <Table.Td>{a.created_by_handle ?? '–'}</Table.Td>
            <Table.Td>{dayOf(a.date_last_used ?? a.last_used_at)}</Table.Td>
            <Table.Td ta="right">
              <ConfirmButton label="Revoke" confirm={`Revoke ${a.name} for good`} onConfirm={() => onRevoke(id)} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
)

const CreateKey = ({ kind, onMade }: { kind: Kind; onMade: () => void }) => {
  const ask = useAsk()
  const [name, setName] = useState('')
  const [role, setRole] = useState<string>('viewer')
  const create = useMutation({
    mutationFn: () => {
      const attributes = { name: name.trim(), ...(kind.hasRole && { role }) }
      return ask<{ data: KeyAnswer }>({
        method: 'POST',
        path: kind.make,
        body: { data: { type: kind.type, attributes } },
      })
    },
    onSuccess: () => {
      setName('')
      onMade()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) create.mutate()
  }
  const key = create.data?.data.attributes.key
  return (
    <>
      <form className={style.line} onSubmit={submit}>
        <TextInput
          label={`Name of the ${kind.what}`}
          value={name}
          maxLength={100}
          onChange={(e) => setName(e.currentTarget.value)}
        />
        {kind.hasRole && (
          <Select
            label="Role"
            w={112}
            data={['viewer', 'editor', 'admin']}
            value={role}
            allowDeselect={false}
            onChange={(r) => r && setRole(r)}
          />
        )}
        <Button type="submit" loading={create.isPending} disabled={!name.trim()}>
          {`Create ${kind.what}`}
        </Button>
      </form>
      {create.error && <Failure error={create.error} />}
      {key && (
        <div className={style.once} role="status">
          <p>This is shown once. Copy it now; only its last four characters can be seen later.</p>
          <CodeBlock text={key} what={kind.what} />
        </div>
      )}
    </>
  )
}
