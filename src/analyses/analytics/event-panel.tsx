import { ActionIcon, Tabs } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useAsk } from '../../ui/ask/ask-context.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Failure } from '../../ui/feedback/failure.tsx'
import { Waiting } from '../../ui/feedback/loading.tsx'
import { Icon } from '../../ui/icon.tsx'
import { PlaceLink } from '../../ui/link.tsx'
import { ReplayLink } from '../../ui/replay-link.tsx'
import { useFrame } from '../../ui/scope/frame.ts'
import { stringifyParams } from '../../ui/scope/search-params.ts'
import { useKey } from '../../ui/shell/keys.ts'
import frame from '../../ui/side-panel.module.css'
import { stamp, zoneLabel } from '../../ui/time/zone.ts'
import { type FoundEvent, nameOf, textOf, typeOf, valueAt } from './event.ts'
import { EventAttributes } from './event-attributes.tsx'
import style from './event-panel.module.css'
import { SessionEvents } from './session-events.tsx'
import { EVENT_WORDS } from './words.ts'

interface Props {
  id: string
  onClose: () => void
}

/** One event: its attributes, and the others of its session in order. It lies over the answer and has an address. */
export const EventPanel = ({ id, onClose }: Props) => {
  const ask = useAsk()
  const panel = useRef<HTMLElement>(null)
  /** Stays while one walks from event to event. */
  const [tab, setTab] = useState<string | null>('attributes')
  useKey('Escape', 'Close the event', onClose)
  useEffect(() => panel.current?.focus(), [])
  const { data, error, refetch } = useQuery({
    queryKey: ['event', id],
    queryFn: ({ signal }) =>
      ask<{ data: FoundEvent }>({ path: `/api/v2/wayworn/events/${encodeURIComponent(id)}`, signal }),
    staleTime: 300_000,
    placeholderData: keepPreviousData,
  })
  return (
    <aside ref={panel} className={frame.panel} aria-label="Event" tabIndex={-1}>
      <ActionIcon className={frame.close} aria-label="Close the event" onClick={onClose}>
        <Icon name="close" />
      </ActionIcon>
      {error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : data ? (
        <Shown event={data.data} tab={tab} onTab={setTab} />
      ) : (
        <Waiting rows={10} />
      )}
    </aside>
  )
}

const HEADER = [
  'usr.name',
  'usr.email',
  'usr.id',
  'geo.country',
  'device.type',
  'os.name',
  'browser.name',
  'version',
] as const

interface ShownProps {
  event: FoundEvent
  tab: string | null
  onTab: (tab: string | null) => void
}

const Shown = ({ event, tab, onTab }: ShownProps) => {
  const { scope } = useFrame()
  const tree = event.attributes.attributes
  const at = Date.parse(event.attributes.timestamp)
  const session = textOf(valueAt(tree, 'session.id'))
  const isRecorded = valueAt(tree, 'session.has_replay') === true && session !== ''
  const facts = HEADER.map((path) => textOf(valueAt(tree, path))).filter(Boolean)
  return (
    <>
      <header className={`${frame.head} ${style.head}`}>
        <div className="ww-muted">{EVENT_WORDS[typeOf(event)]?.one ?? 'Event'}</div>
        <h2 className={frame.title}>
          <bdi>{nameOf(event)}</bdi>
        </h2>
        <div className="ww-muted">{`${stamp(at, scope.zone)} ${zoneLabel(scope.zone, at)}`}</div>
        <div className={style.facts}>
          <bdi>{[...new Set(facts)].join(' · ')}</bdi>
        </div>
        {isRecorded && (
          <ReplayLink session={session} moment={{ at }}>
            See it in the replay
          </ReplayLink>
        )}
        <div className={style.tools}>
          <CopyButton text={JSON.stringify(tree, null, 2)} what="the event as JSON" />
          {typeOf(event) === 'action' && <PlaceLink to={namingPath(tree)}>Label this action</PlaceLink>}
        </div>
      </header>
      <Tabs value={tab} onChange={onTab} className={style.tabs} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="attributes">Attributes</Tabs.Tab>
          <Tabs.Tab value="session">Session</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="attributes" className={style.content}>
          <EventAttributes event={event} />
        </Tabs.Panel>
        <Tabs.Panel value="session" className={style.content}>
          <SessionEvents event={event} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

/** Where a label for actions such as this one is made. */
const namingPath = (tree: FoundEvent['attributes']['attributes']): string => {
  const text = (path: string) => textOf(valueAt(tree, path)) || undefined
  const proposed = {
    type: text('action.type'),
    action: text('action.name') ?? text('action.target.name'),
    page: text('view.name'),
    selector: text('_dd.action.target.selector'),
  }
  return `/actions/new${stringifyParams(proposed)}`
}
