import { Button, Select, Table, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Ask } from '../../../ui/ask/ask.ts'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { CodeBlock } from '../../../ui/code-block.tsx'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../ui/feedback/loading.tsx'
import { Page } from '../../../ui/page.tsx'
import { browserZone, stamp } from '../../../ui/time/zone.ts'
import { useMe } from '../../me.ts'
import style from './settings.module.css'

const ROLES = [
  { value: 'viewer', label: 'Viewer: asks and looks' },
  { value: 'editor', label: 'Editor: also makes applications' },
  { value: 'admin', label: 'Admin: also people and keys' },
]

interface PersonAnswer {
  id: string
  attributes: {
    email: string
    name?: string | null
    role?: string
    status?: string
    disabled?: boolean
    last_login_time?: string
  }
}

const PATH = '/api/v2/users'

/** A link by which a person signs in once. Nothing is mailed: it is for the administrator to pass on. */
const linkFor = async (ask: Ask, id: string): Promise<string> => {
  const body = { data: [{ type: 'user_invitations', relationships: { user: { data: { type: 'users', id } } } }] }
  const answer = await ask<{ data: { attributes: { link: string } }[] }>({
    method: 'POST',
    path: '/api/v2/user_invitations',
    body,
  })
  return answer.data[0]!.attributes.link
}

export const People = () => {
  const ask = useAsk()
  const me = useMe()
  const queries = useQueryClient()
  const [link, setLink] = useState<{ email: string; text: string } | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['people'],
    queryFn: async ({ signal }) =>
      (await ask<{ data: PersonAnswer[] }>({ path: `${PATH}?page[size]=100`, signal })).data,
  })
  const change = useMutation({
    mutationFn: ({ id, ...attributes }: { id: string; role?: string; disabled?: boolean }) =>
      ask({
        method: 'PATCH',
        path: `${PATH}/${encodeURIComponent(id)}`,
        body: { data: { type: 'users', id, attributes } },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['people'] }),
  })
  const newLink = useMutation({
    mutationFn: (person: PersonAnswer) => linkFor(ask, person.id),
    onSuccess: (text, person) => setLink({ email: person.attributes.email, text }),
  })
  const isAdmin = me.data?.role === 'admin'
  const failed = error ?? change.error ?? newLink.error
  return (
    <Page title="People" lead="Who may sign in here, and what they may do.">
      {isAdmin && <Invite onLink={(email, text) => setLink({ email, text })} />}
      {link && (
        <div className={style.once} role="status">
          <p>{`Send this link to ${link.email}. It signs in once, and soon ends.`}</p>
          <CodeBlock text={link.text} what="sign-in link" />
        </div>
      )}
      {failed && <Failure error={failed} again={() => void refetch()} />}
      {!data && !failed && <Waiting />}
      {data && (
        <PeopleTable
          people={data}
          isAdmin={isAdmin}
          me={me.data?.id}
          onChange={(id, attributes) => change.mutate({ id, ...attributes })}
          onLink={(person) => newLink.mutate(person)}
        />
      )}
    </Page>
  )
}

interface TableProps {
  people: readonly PersonAnswer[]
  isAdmin: boolean
  me: string | undefined
  onChange: (id: string, attributes: { role?: string; disabled?: boolean }) => void
  onLink: (person: PersonAnswer) => void
}

const PeopleTable = ({ people, isAdmin, me, onChange, onLink }: TableProps) => (
  <Table.ScrollContainer minWidth={720}>
    <Table mt="md">
      <Table.Thead>
        <Table.Tr>
          {['Email', 'Name', 'Role', 'Status', 'Last signed in'].map((title) => (
            <Table.Th key={title} scope="col">
              {title}
            </Table.Th>
          ))}
          {isAdmin && <Table.Td />}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {people.map((person) => {
          const { id, attributes: a } = person
          return (
            <Table.Tr key={id}>
              <Table.Td>
                <bdi>{a.email}</bdi>
              </Table.Td>
              <Table.Td>
                <bdi>{a.name}</bdi>
              </Table.Td>
              <Table.Td>
                {isAdmin && id !== me ? (
                  <Select
                    aria-label={`Role of ${a.email}`}
                    w={112}
                    data={['viewer', 'editor', 'admin']}
                    value={a.role ?? 'viewer'}
                    allowDeselect={false}
                    onChange={(role) => role && onChange(id, { role })}
                  />
                ) : (
                  a.role
                )}
              </Table.Td>
              <Table.Td>{a.status ?? (a.disabled ? 'Disabled' : 'Active')}</Table.Td>
              <Table.Td>
                {a.last_login_time ? stamp(Date.parse(a.last_login_time), browserZone(), 'minute') : 'never'}
              </Table.Td>
              {isAdmin && (
                <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                  <Button variant="subtle" disabled={a.disabled === true} onClick={() => onLink(person)}>
                    Sign-in link
                  </Button>
                  {id !== me && (
                    <Button variant="subtle" color="gray" onClick={() => onChange(id, { disabled: !a.disabled })}>
                      {a.disabled ? 'Let in again' : 'Disable'}
                    </Button>
                  )}
                </Table.Td>
              )}
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
)

const Invite = ({ onLink }: { onLink: (email: string, link: string) => void }) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState('viewer')
  const invite = useMutation({
    mutationFn: async () => {
      const body = { data: { type: 'users', attributes: { email: email.trim(), role } } }
      const { data } = await ask<{ data: PersonAnswer }>({ method: 'POST', path: PATH, body })
      return linkFor(ask, data.id)
    },
    onSuccess: (link) => {
      onLink(email.trim(), link)
      setEmail('')
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['people'] }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (email.trim()) invite.mutate()
  }
  return (
    <>
      <form className={style.line} onSubmit={submit}>
        <TextInput
          label="Email of a new person"
          type="email"
          w={240}
          value={email}
          onChange={(e) => setEmail(e.currentTarget.value)}
        />
        <Select
          label="Role"
          w={220}
          data={ROLES}
          value={role}
          allowDeselect={false}
          onChange={(r) => r && setRole(r)}
        />
        <Button type="submit" variant="filled" loading={invite.isPending} disabled={!email.trim()}>
          Make a sign-in link
        </Button>
      </form>
      {invite.error && <Failure error={invite.error} />}
    </>
  )
}
