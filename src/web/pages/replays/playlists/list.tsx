import { Button, Table, TextInput } from '@mantine/core'
import { useState } from 'react'
import { NameDialog } from '../../../../ui/charts/name-dialog.tsx'
import { Empty } from '../../../../ui/feedback/empty.tsx'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../../ui/feedback/loading.tsx'
import { usePlaces } from '../../../../ui/link.tsx'
import { NameLead, NameLink } from '../../../../ui/name-link.tsx'
import { exact } from '../../../../ui/number/format.ts'
import { Page, Section } from '../../../../ui/page.tsx'
import { browserZone, stamp } from '../../../../ui/time/zone.ts'
import { useMe } from '../../../me.ts'
import { COLLECTIONS } from './collections.ts'
import style from './playlists.module.css'
import { type Playlist, usePlaylists, usePlaylistWork } from './use-playlists.ts'

/** Collections of recorded sessions: those that people made, and those that make themselves. */
export const Playlists = () => {
  const { data, error, refetch } = usePlaylists()
  const { make } = usePlaylistWork()
  const { go } = usePlaces()
  const me = useMe()
  const [isMaking, setMaking] = useState(false)
  const mayMake = me.data !== undefined && me.data.role !== 'viewer'
  const done = (named: { name: string; description: string }) => {
    setMaking(false)
    make.mutate(named, { onSuccess: ({ id }) => go(`/playlists/${id}`) })
  }
  return (
    <Page
      title="Playlists"
      lead="Recorded sessions worth seeing again, shared by all. A session is added where it is played, or from its preview in the list of replays."
      actions={
        mayMake && (
          <Button variant="filled" onClick={() => setMaking(true)}>
            New playlist
          </Button>
        )
      }
    >
      {isMaking && (
        <NameDialog
          title="New playlist"
          done="Make playlist"
          first={{ name: '', description: '' }}
          onDone={done}
          onClose={() => setMaking(false)}
        />
      )}
      {make.error && <Failure error={make.error} />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && data.length === 0 && (
        <Empty
          title="No playlist yet"
          action={mayMake ? { label: 'Make a playlist', run: () => setMaking(true) } : undefined}
        >
          A playlist keeps recorded sessions together: examples of a problem, say, to look at with others.
        </Empty>
      )}
      {data && data.length > 0 && <Found playlists={data} />}
      <Section title="By themselves">
        <ul className={style.collections}>
          {Object.entries(COLLECTIONS).map(([name, { title, lead }]) => (
            <li key={name}>
              <NameLink to={`/playlists/${name}`}>{title}</NameLink>
              <span className="ww-muted">{lead}</span>
            </li>
          ))}
        </ul>
      </Section>
    </Page>
  )
}

/** Many are looked through by name. */
const MANY = 12

const Found = ({ playlists }: { playlists: readonly Playlist[] }) => {
  const [find, setFind] = useState('')
  const shown = playlists.filter(({ attributes }) => attributes.name.toLowerCase().includes(find.toLowerCase()))
  return (
    <>
      {playlists.length > MANY && (
        <TextInput
          aria-label="Find a playlist"
          placeholder="Find a playlist"
          w={260}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
      )}
      <Table.ScrollContainer minWidth={560}>
        <Table layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Playlist</Table.Th>
              <Table.Th scope="col" w={96}>
                Sessions
              </Table.Th>
              <Table.Th scope="col" w={180}>
                Made by
              </Table.Th>
              <Table.Th scope="col" w={160}>
                Changed
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(({ id, attributes }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  <NameLink to={`/playlists/${id}`} title={attributes.name}>
                    <bdi>{attributes.name}</bdi>
                  </NameLink>
                  {attributes.description && <NameLead>{attributes.description}</NameLead>}
                </Table.Td>
                <Table.Td>{exact(attributes.session_count)}</Table.Td>
                <Table.Td>
                  <bdi>{attributes.created_by.name}</bdi>
                </Table.Td>
                <Table.Td>{stamp(Date.parse(attributes.updated_at), browserZone(), 'minute')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {shown.length === 0 && <p>No playlist is called that.</p>}
    </>
  )
}
