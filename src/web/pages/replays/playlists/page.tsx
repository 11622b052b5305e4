import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { AnswerError } from '../../../../ui/ask/ask.ts'
import { NameDialog } from '../../../../ui/charts/name-dialog.tsx'
import { Empty } from '../../../../ui/feedback/empty.tsx'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../../ui/feedback/loading.tsx'
import { usePlaces } from '../../../../ui/link.tsx'
import { Page } from '../../../../ui/page.tsx'
import { ConfirmButton } from '../../../confirm-button.tsx'
import { useMe } from '../../../me.ts'
import { CollectionPage } from './collection-page.tsx'
import { COLLECTIONS } from './collections.ts'
import { EntryTable } from './entry-table.tsx'
import { usePlaylist, usePlaylistWork } from './use-playlists.ts'

/** A playlist, or one of those that make themselves. */
export const PlaylistPage = () => {
  const { id } = useParams({ strict: false }) as { id: string }
  const collection = Object.hasOwn(COLLECTIONS, id) ? COLLECTIONS[id] : undefined
  return collection ? <CollectionPage name={id} {...collection} /> : <OnePlaylist key={id} id={id} />
}

const OnePlaylist = ({ id }: { id: string }) => {
  const { data, error, refetch } = usePlaylist(id)
  const { change, remove, take } = usePlaylistWork()
  const { go } = usePlaces()
  const me = useMe()
  const [isNaming, setNaming] = useState(false)
  if (error instanceof AnswerError && error.status === 404) {
    return (
      <Page title="Playlist">
        <Empty title="There is no such playlist" action={{ label: 'All playlists', run: () => go('/playlists') }}>
          It may have been removed.
        </Empty>
      </Page>
    )
  }
  if (!data)
    return <Page title="Playlist">{error ? <Failure error={error} again={() => void refetch()} /> : <Waiting />}</Page>
  const { name, description } = data.playlist.attributes
  const mayChange = me.data !== undefined && me.data.role !== 'viewer'
  const failed = change.error ?? remove.error ?? take.error
  return (
    <Page
      title={name}
      lead={description}
      actions={
        mayChange && (
          <>
            <Button onClick={() => setNaming(true)}>Rename</Button>
            <ConfirmButton
              label="Remove playlist"
              confirm="Remove it; its sessions stay"
              onConfirm={() => remove.mutate(id, { onSuccess: () => go('/playlists') })}
            />
          </>
        )
      }
    >
      {isNaming && (
        <NameDialog
          title="Rename playlist"
          done="Rename"
          first={{ name, description }}
          onDone={(named) => change.mutate({ id, ...named }, { onSuccess: () => setNaming(false) })}
          onClose={() => setNaming(false)}
        />
      )}
      {failed && <Failure error={failed} />}
      {data.sessions.length === 0 ? (
        <Empty title="No session in it yet" action={{ label: 'Find a session', run: () => go('/replays') }}>
          A session is added with the button Playlist: where it is played, or in its preview in the list of replays.
        </Empty>
      ) : (
        <EntryTable
          entries={data.sessions.map((session) => ({ session, note: '', at: 0 }))}
          {...(mayChange && { onTake: (session: string) => take.mutate({ playlist: id, session }) })}
        />
      )}
    </Page>
  )
}
