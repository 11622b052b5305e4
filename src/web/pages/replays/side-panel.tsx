import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Params } from '../../../ui/scope/search-params.ts'
import { AttributeList } from './attribute-list.tsx'
import { Comments } from './comments/comments.tsx'
import { useComments } from './comments/use-comments.ts'
import { EventList } from './event-list.tsx'
import { Performance } from './performance.tsx'
import style from './replay.module.css'
import type { Recorded, SessionEvent } from './session.ts'

interface Props {
  recorded: Recorded
  events: readonly SessionEvent[]
  /** There are more events than these. */
  isCut: boolean
  /** Stands where events are listed, while they are not there. */
  instead: ReactNode | undefined
  session: SessionEvent | undefined
  start: number
  at: number
  params: Params
  setParams: (change: Params) => void
  onSeek: (event: SessionEvent) => void
  onSeekMoment: (at: number) => void
}

/** Beside the picture: what happened, in step with it, and what is known about it. */
export const SidePanel = ({
  recorded,
  events,
  isCut,
  instead,
  session,
  start,
  at,
  params,
  setParams,
  onSeek,
  onSeekMoment,
}: Props) => {
  const errors = events.filter(({ type }) => type === 'error')
  const comments = useComments(recorded.session)
  const listed = events.filter(({ type }) => type !== 'session')
  return (
    <aside className={style.side} aria-label="What happened">
      <Tabs
        value={params.show ?? 'events'}
        onChange={(show) => setParams({ show: show ?? 'events' })}
        className={style.tabs}
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="events">Events</Tabs.Tab>
          <Tabs.Tab value="errors">{instead ? 'Errors' : `Errors ${errors.length}`}</Tabs.Tab>
          <Tabs.Tab value="comments">{`Comments ${comments.data?.length || ''}`}</Tabs.Tab>
          <Tabs.Tab value="performance">Performance</Tabs.Tab>
          <Tabs.Tab value="attributes">Attributes</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="events" className={style.panel}>
          {instead ?? <EventList events={listed} start={start} at={at} onSeek={onSeek} />}
          {isCut && <p className="ww-muted">{`The first ${listed.length} events are listed; the session has more.`}</p>}
        </Tabs.Panel>
        <Tabs.Panel value="errors" className={style.panel}>
          {instead ??
            (errors.length > 0 ? (
              <EventList events={errors} start={start} at={at} onSeek={onSeek} />
            ) : (
              <p className="ww-muted">No error happened in this session.</p>
            ))}
        </Tabs.Panel>
        <Tabs.Panel value="comments" className={style.panel}>
          <Comments session={recorded.session} start={start} at={at} onSeek={onSeekMoment} />
        </Tabs.Panel>
        <Tabs.Panel value="performance" className={style.panel}>
          <Performance recorded={recorded} start={start} at={at} onSeek={onSeek} />
        </Tabs.Panel>
        <Tabs.Panel value="attributes" className={style.panel}>
          {instead ??
            (session ? (
              <AttributeList tree={session.tree} />
            ) : (
              <p className="ww-muted">The events of this session have not arrived, or are not kept any more.</p>
            ))}
        </Tabs.Panel>
      </Tabs>
    </aside>
  )
}
