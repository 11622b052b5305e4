import { ActionIcon, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../ui/feedback/loading.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { duration, exact } from '../../../ui/number/format.ts'
import { Picture } from '../../../ui/player/picture.tsx'
import { usePlayer } from '../../../ui/player/use-player.ts'
import { useKey } from '../../../ui/shell/keys.ts'
import { frustrationWord } from './marks.ts'
import { SaveMenu } from './playlists/save-menu.tsx'
import style from './replays.module.css'
import { fetchEvents, fetchRecorded, type Recorded, type SessionEvent } from './session.ts'
import type { ListedSession } from './sessions-request.ts'

interface Props {
  session: ListedSession
  onOpen: () => void
  onClose: () => void
}

/** What a session looked like and what went on in it, beside the list. */
export const SessionPreview = ({ session, onOpen, onClose }: Props) => {
  const ask = useAsk()
  useKey('Escape', 'Close the preview', onClose)
  const { data, error, refetch } = useQuery({
    queryKey: ['preview', session.id],
    queryFn: async ({ signal }) => {
      const recorded = await fetchRecorded(ask, session.id, signal)
      return { recorded, ...(await fetchEvents(ask, recorded, ['view', 'action', 'error'], signal)) }
    },
    retry: false,
  })
  return (
    <aside className={style.preview} aria-label="Preview">
      <header className={style.previewHead}>
        <h2>
          <bdi>{session.who || 'Somebody unknown'}</bdi>
        </h2>
        <ActionIcon aria-label="Close the preview" onClick={onClose}>
          <Icon name="close" />
        </ActionIcon>
      </header>
      {error && <Failure error={error} again={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && (
        <>
          <Still recorded={data.recorded} />
          <p>{`${duration(session.spent)}, ${exact(session.views)} views, ${exact(session.actions)} actions, ${exact(session.errors)} errors.`}</p>
          <Story events={data.events} />
          <div className={style.previewTools}>
            <Button leftSection={<Icon name="play" />} onClick={onOpen}>
              Play
            </Button>
            <SaveMenu session={session.id} />
          </div>
        </>
      )}
    </aside>
  )
}

/** The last moment of the first page: by then it has been drawn. */
const Still = ({ recorded }: { recorded: Recorded }) => {
  const host = useRef<HTMLDivElement>(null)
  const [views] = useState(() => recorded.views.slice(0, 1))
  const { player, state } = usePlayer(
    { session: recorded.session, application: recorded.application, views },
    host,
    views[0]!.start + 2_000,
  )
  useEffect(() => () => player?.pause(), [player])
  return (
    <div className={style.still}>
      <Picture host={host} player={player} state={state} />
    </div>
  )
}

const MOST = 8

/** The pages in their order, with what was frustrating on them. */
const Story = ({ events }: { events: readonly SessionEvent[] }) => {
  const views = events.filter(({ type }) => type === 'view')
  return (
    <ol className={style.story}>
      {views.slice(0, MOST).map((view) => {
        const own = events.filter((event) => event.view === view.view)
        const frustrations = [...new Set(own.flatMap((event) => event.frustrations))]
        const errors = own.filter(({ type }) => type === 'error').length
        const said = [...frustrations.map(frustrationWord), errors > 0 && `${exact(errors)} errors`].filter(Boolean)
        return (
          <li key={view.id}>
            <bdi>{view.name}</bdi>
            {said.length > 0 && <span className={style.warns}>{said.join(', ')}</span>}
          </li>
        )
      })}
      {views.length > MOST && <li className="ww-muted">{`and ${views.length - MOST} more pages`}</li>}
    </ol>
  )
}
