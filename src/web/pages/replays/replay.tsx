import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useMemo, useRef } from 'react'
import { AnswerError } from '../../../ui/ask/ask.ts'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../ui/feedback/loading.tsx'
import { usePlaces } from '../../../ui/link.tsx'
import { Page, useTitle } from '../../../ui/page.tsx'
import { Controls } from '../../../ui/player/controls.tsx'
import { Picture } from '../../../ui/player/picture.tsx'
import type { RecordedView } from '../../../ui/player/player.ts'
import { Timeline } from '../../../ui/player/timeline.tsx'
import { usePlayer } from '../../../ui/player/use-player.ts'
import { replayPath } from '../../../ui/replay-link.tsx'
import type { Params } from '../../../ui/scope/search-params.ts'
import { useComments } from './comments/use-comments.ts'
import { GrabBackground } from './grab-background.tsx'
import { bandsOf, marksOf, marksOfComments } from './marks.ts'
import { MissingAssets } from './missing-assets.tsx'
import { Notes } from './notes.tsx'
import { SaveMenu } from './playlists/save-menu.tsx'
import style from './replay.module.css'
import { ReplayHead } from './replay-head.tsx'
import { fetchEvents, fetchRecorded, type Recorded, type SessionEvent, tabAt, tabsOf } from './session.ts'
import { SidePanel } from './side-panel.tsx'
import { useNoteWatch } from './watched.tsx'

/** One session, played. The picture does not wait for the events, but where it is told by when the session began. */
export const Replay = () => {
  const { id } = useParams({ strict: false }) as { id: string }
  const { t } = useSearch({ strict: false }) as Params
  const ask = useAsk()
  const { go } = usePlaces()
  useTitle('Replay')
  const recorded = useQuery({
    queryKey: ['recorded', id],
    queryFn: ({ signal }) => fetchRecorded(ask, id, signal),
    retry: false,
  })
  const events = useQuery({
    queryKey: ['recorded-events', id],
    enabled: recorded.data !== undefined,
    queryFn: ({ signal }) =>
      fetchEvents(ask, recorded.data!, ['session', 'view', 'action', 'error', 'server', 'vital'], signal),
  })
  const begunWithout = useRef(t === undefined)
  if (recorded.error instanceof AnswerError && recorded.error.status === 404) {
    return (
      <Page title="Replay">
        <Empty
          title="Nothing of this session was recorded"
          action={{ label: 'All replays', run: () => go('/replays') }}
        >
          No recording of it has arrived, or it is older than recordings are kept. Recording is switched on where the
          SDK is started: sessionReplaySampleRate.
        </Empty>
      </Page>
    )
  }
  const needed = begunWithout.current || !recorded.data ? recorded : events
  const instead = (of: typeof recorded | typeof events, rows: number) =>
    of.error ? <Failure error={of.error} again={() => void of.refetch()} /> : <Waiting rows={rows} />
  if (!recorded.data || !needed.data) return <Page title="Replay">{instead(needed, 12)}</Page>
  return <Played key={id} recorded={recorded.data} found={events.data} instead={instead(events, 8)} />
}

interface PlayedProps {
  recorded: Recorded
  /** Undefined until they are there; then `instead` stands where they are told of. */
  found: { events: readonly SessionEvent[]; isCut: boolean } | undefined
  instead: ReactNode
}

const NONE: readonly SessionEvent[] = []

/** The list of before as long as it has the same views: with another one the player begins anew. */
const useSame = (views: readonly RecordedView[]): readonly RecordedView[] => {
  const last = useRef(views)
  const isSame = last.current.length === views.length && last.current.every(({ id }, i) => id === views[i]!.id)
  if (!isSame) last.current = views
  return last.current
}

type Change = Record<string, string | undefined>

const changed = (params: Params, change: Change): Params =>
  Object.fromEntries(
    Object.entries({ ...params, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )

/** The moment that the address asks for, epoch ms. */
const momentOf = ({ t, at }: Params, start: number): number | undefined => {
  const [since, when] = [Number(t), Number(at)]
  if (since >= 0) return start + since
  return when >= 0 ? when : undefined
}

const Played = ({ recorded, found, instead }: PlayedProps) => {
  const events = found?.events ?? NONE
  const params = useSearch({ strict: false }) as Params
  const navigate = useNavigate()
  const host = useRef<HTMLDivElement>(null)
  const whole = useRef<HTMLDivElement>(null)
  const session = events.find(({ type }) => type === 'session')
  const start = Math.min(session?.at ?? recorded.start, recorded.start)
  const tabs = useMemo(() => tabsOf(recorded.views, events), [recorded, events])
  const moment = momentOf(params, start)
  const tab = tabs.find(({ id }) => id === params.tab) ?? (moment === undefined ? tabs[0]! : tabAt(tabs, moment))
  const views = useSame(tab.views)
  const recording = useMemo(
    () => ({ session: recorded.session, application: recorded.application, views }),
    [recorded.session, recorded.application, views],
  )
  const from = moment ?? tab.views[0]!.start
  const { player, state } = usePlayer(recording, host, from)
  const setParams = (change: Change) =>
    void navigate({ to: '.', search: (old) => changed(old as Params, change), replace: true })
  const seek = (at: number, on = tab.id) => {
    if (on === tab.id) player?.seek(at)
    const t = String(Math.max(0, Math.round(at - start)))
    setParams({ t, at: undefined, ...(tabs.length > 1 && { tab: on }) })
  }
  /** Goes to an event on the tab on which it happened. */
  const seekEvent = ({ at, tab: on }: SessionEvent) => seek(at, tabs.some(({ id }) => id === on) ? on : tab.id)
  const end = Math.max(recorded.end, tab.views.at(-1)!.end)
  const bands = useMemo(() => bandsOf(tab.views, found?.events), [tab, found])
  const comments = useComments(recorded.session)
  const marks = useMemo(
    () => [...marksOf(events), ...marksOfComments(comments.data ?? [], start)],
    [events, comments.data, start],
  )
  useNoteWatch(recorded, session?.id, state?.status === 'shown' && found !== undefined)
  const at = state?.at ?? from
  return (
    <div className={style.page}>
      <div className={style.main} ref={whole}>
        <ReplayHead
          recorded={recorded}
          session={session}
          isKnown={found !== undefined}
          start={start}
          tabs={tabs}
          tab={tab.id}
          onTab={(id) => seek(at, id)}
        />
        <Picture host={host} player={player} state={state} />
        {state && <Notes state={state} />}
        <Timeline from={start} to={end} at={at} bands={bands} marks={marks} gaps={state?.gaps ?? []} onSeek={seek} />
        {player && state && (
          <Controls
            player={player}
            state={state}
            from={start}
            to={end}
            link={location.origin + replayPath(recorded.session, { t: at - start })}
            onFullScreen={() =>
              void (document.fullscreenElement ? document.exitFullscreen() : whole.current?.requestFullscreen())
            }
          >
            <MissingAssets missing={state.missing} />
            <GrabBackground
              key={state.view?.id}
              recorded={recorded}
              view={events.find(({ type, view }) => type === 'view' && view === state.view?.id)}
              at={state.at}
            />
            <SaveMenu session={recorded.session} />
          </Controls>
        )}
      </div>
      <SidePanel
        recorded={{ ...recorded, views: tab.views }}
        events={events}
        isCut={found?.isCut ?? false}
        instead={found ? undefined : instead}
        session={session}
        start={start}
        at={at}
        params={params}
        setParams={setParams}
        onSeek={seekEvent}
        onSeekMoment={seek}
      />
    </div>
  )
}
