import { Button } from '@mantine/core'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { Empty } from '../../../ui/feedback/empty.tsx'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { KeepOld, SlowNote, Waiting } from '../../../ui/feedback/loading.tsx'
import { usePlaces } from '../../../ui/link.tsx'
import { exact } from '../../../ui/number/format.ts'
import { useTitle } from '../../../ui/page.tsx'
import { replayPath } from '../../../ui/replay-link.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { surroundingsOf } from '../../../ui/scope/surroundings.ts'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { useMatchedSessions } from './matched-sessions.ts'
import { keepReplayList } from './replay-list.ts'
import style from './replays.module.css'
import { sessionColumns } from './session-columns.tsx'
import { SessionPreview } from './session-preview.tsx'
import { type ListedSession, orderOf, type SessionsAnswer, sessionOf, sessionsRequest } from './sessions-request.ts'

const PATH = '/api/v2/product-analytics/analytics/list'
const FIRST = 200
const MOST = 10_000

/** The recorded sessions of the scope. */
export const Replays = () => {
  useTitle('Replays')
  const frame = useFrame()
  const ask = useAsk()
  const queries = useQueryClient()
  const { go } = usePlaces()
  const { params, setParams } = frame
  const limit = Math.min(MOST, Math.max(FIRST, Number(params.limit) || FIRST))
  const surroundings = surroundingsOf(frame)
  const matched = useMatchedSessions(params.with, surroundings)
  const among = params.with === undefined ? undefined : [...(matched.data?.sessions.keys() ?? [])]
  const request = sessionsRequest(surroundings, params, limit, among)
  const queryKey = ['answer', PATH, request]
  const answer = useQuery({
    queryKey,
    enabled: params.with === undefined || matched.data !== undefined,
    queryFn: ({ signal }) => ask<SessionsAnswer>({ method: 'POST', path: PATH, body: request, signal }),
    placeholderData: keepPreviousData,
  })
  const { data, isPlaceholderData } = answer
  const error = matched.error ?? answer.error
  const sessions = useMemo(() => data?.data.attributes.records.map(sessionOf) ?? [], [data])
  const cancel = () => void queries.cancelQueries({ queryKey })
  const open = ({ id }: ListedSession) => {
    keepReplayList({ sessions: sessions.map((one) => one.id), href: location.pathname + location.search })
    const at = matched.data?.sessions.get(id)
    go(replayPath(id, at === undefined ? undefined : { at }))
  }
  if (error || !data) {
    return (
      <>
        <h1 className="ww-hidden">Replays</h1>
        {error ? (
          <Failure error={error} again={() => void (matched.error ? matched : answer).refetch()} />
        ) : (
          <>
            <SlowNote cancel={cancel} />
            <Waiting rows={12} />
          </>
        )}
      </>
    )
  }
  const total = data.data.attributes.total_count
  const order = orderOf(params)
  const previewed = sessions.find(({ id }) => id === params.preview)
  const onSort = (key: string) =>
    setParams({ sort: order.facet === key && order.order === 'desc' ? key : `-${key}` }, { replace: true })
  return (
    <KeepOld busy={isPlaceholderData} cancel={cancel}>
      <div className={style.page}>
        <div className={style.list}>
          <Head total={total} shown={sessions.length} params={params} setParams={setParams} />
          {params.with !== undefined && (
            <With
              search={params.with}
              isCut={matched.data?.isCut === true}
              onClear={() => setParams({ with: undefined })}
            />
          )}
          {sessions.length === 0 ? (
            <NoSessions
              isFiltered={params.frustrated !== undefined || params.with !== undefined || frame.scope.filter !== ''}
            />
          ) : (
            <DataTable
              label="Recorded sessions"
              rows={sessions}
              columns={sessionColumns({
                zone: frame.scope.zone,
                open,
                preview: ({ id }) => setParams({ preview: params.preview === id ? undefined : id }, { replace: true }),
              })}
              rowKey={({ id }) => id}
              current={params.preview}
              total={total}
              sort={{ key: order.facet, order: order.order }}
              onSort={onSort}
            />
          )}
          {sessions.length < total && limit < MOST && (
            <Button
              className={style.more}
              variant="subtle"
              onClick={() => setParams({ limit: String(Math.min(MOST, limit * 5)) }, { replace: true })}
            >
              {`Show more of ${exact(total)}`}
            </Button>
          )}
        </div>
        {previewed && (
          <SessionPreview
            key={previewed.id}
            session={previewed}
            onOpen={() => open(previewed)}
            onClose={() => setParams({ preview: undefined }, { replace: true })}
          />
        )}
      </div>
    </KeepOld>
  )
}

interface HeadProps {
  total: number
  shown: number
  params: Record<string, string | undefined>
  setParams: (change: Record<string, string | undefined>) => void
}

const Head = ({ total, shown, params, setParams }: HeadProps) => (
  <div className={style.head}>
    <h1>Replays</h1>
    <span className="ww-muted">
      {shown < total ? `${exact(shown)} of ${exact(total)} recorded sessions` : `${exact(total)} recorded sessions`}
    </span>
    <Button
      variant={params.frustrated === undefined ? 'default' : 'light'}
      aria-pressed={params.frustrated !== undefined}
      onClick={() => setParams({ frustrated: params.frustrated === undefined ? '1' : undefined })}
    >
      Frustrated
    </Button>
    <Button
      variant={params.failed === undefined ? 'default' : 'light'}
      aria-pressed={params.failed !== undefined}
      onClick={() => setParams({ failed: params.failed === undefined ? '1' : undefined })}
    >
      With errors
    </Button>
  </div>
)

/** What the sessions were found by. */
const With = ({ search, isCut, onClear }: { search: string; isCut: boolean; onClear: () => void }) => (
  <p className={style.with}>
    <span>
      Sessions with <code>{search}</code>
      {isCut && ', of the newest such events: narrow the time or the filter for the others'}
    </span>
    <Button size="compact-xs" onClick={onClear}>
      All sessions
    </Button>
  </p>
)

const NoSessions = ({ isFiltered }: { isFiltered: boolean }) => {
  const { setScope, setParams } = useFrame()
  const clear = () => {
    setScope({ filter: '' })
    setParams({ frustrated: undefined, failed: undefined, with: undefined })
  }
  return (
    <Empty title="No recorded session" {...(isFiltered && { action: { label: 'Take the filter away', run: clear } })}>
      {isFiltered
        ? 'No session of this time matches the filter and has a recording.'
        : 'In this time no session was recorded. Recording is switched on where the SDK is started: set sessionReplaySampleRate above 0. Recordings are kept as long as Settings, Retention says.'}
    </Empty>
  )
}
