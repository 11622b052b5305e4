import { useQuery } from '@tanstack/react-query'
import { printValue } from '../../model/search/print.ts'
import { useAsk } from '../../ui/ask/ask-context.ts'
import { Failure } from '../../ui/feedback/failure.tsx'
import { Waiting } from '../../ui/feedback/loading.tsx'
import { duration } from '../../ui/number/format.ts'
import { useFrame } from '../../ui/scope/frame.ts'
import { type EventsAnswer, type FoundEvent, nameOf, textOf, typeOf, valueAt } from './event.ts'
import style from './event-panel.module.css'
import { EVENT_WORDS } from './words.ts'

/** A session lasts four hours at most; its first view may begin a little before. */
const REACH_MS = 5 * 3_600_000
const MOST = 500
const SHOWN = '(@type:view OR @type:action OR @type:error OR @type:server)'

/** The other events of an event's session, in the order in which they happened. */
export const SessionEvents = ({ event }: { event: FoundEvent }) => {
  const ask = useAsk()
  const { setParams } = useFrame()
  const session = textOf(valueAt(event.attributes.attributes, 'session.id'))
  const at = Date.parse(event.attributes.timestamp)
  const { data, error, refetch } = useQuery({
    queryKey: ['session-events', session],
    enabled: session !== '',
    queryFn: ({ signal }) => {
      const filter = {
        query: `@session.id:${printValue(session)} ${SHOWN}`,
        from: new Date(at - REACH_MS).toISOString(),
        to: new Date(at + REACH_MS).toISOString(),
      }
      const body = { filter, sort: 'timestamp', page: { limit: MOST } }
      return ask<EventsAnswer>({ method: 'POST', path: '/api/v2/rum/events/search', body, signal })
    },
  })
  if (session === '') return <p className="ww-muted">This event belongs to no session.</p>
  if (error) return <Failure error={error} again={() => void refetch()} />
  if (!data) return <Waiting rows={10} />
  const start = Date.parse(data.data[0]?.attributes.timestamp ?? event.attributes.timestamp)
  return (
    <>
      <ol className={style.list}>
        {data.data.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className={style.step}
              {...(one.id === event.id && { 'aria-current': 'true' as const })}
              onClick={() => setParams({ event: one.id })}
            >
              <span className="ww-muted">{`+${duration(Date.parse(one.attributes.timestamp) - start)}`}</span>
              <span className="ww-muted">{EVENT_WORDS[typeOf(one)]?.one ?? typeOf(one)}</span>
              <bdi title={nameOf(one)}>{nameOf(one)}</bdi>
            </button>
          </li>
        ))}
      </ol>
      {data.meta?.page?.after && <p className="ww-muted">{`The first ${MOST} are shown; the session has more.`}</p>}
    </>
  )
}
