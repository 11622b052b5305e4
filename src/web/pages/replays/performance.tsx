import { useQuery } from '@tanstack/react-query'
import { textOf, valueAt } from '../../../analyses/analytics/event.ts'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../ui/feedback/loading.tsx'
import { duration } from '../../../ui/number/format.ts'
import { clock } from '../../../ui/player/clock.ts'
import style from './replay.module.css'
import { fetchEvents, type Recorded, type SessionEvent } from './session.ts'

interface Props {
  recorded: Recorded
  start: number
  at: number
  onSeek: (event: SessionEvent) => void
}

const msOf = ({ tree, type }: SessionEvent): number =>
  Number(valueAt(tree, type === 'resource' ? 'resource.duration' : 'long_task.duration') ?? 0) / 1e6

/** What the page shown at the moment loaded and computed, as bars over the time it was open. */
export const Performance = ({ recorded, start, at, onSeek }: Props) => {
  const ask = useAsk()
  const { data, error, refetch } = useQuery({
    queryKey: ['recorded-loads', recorded.session],
    queryFn: ({ signal }) => fetchEvents(ask, recorded, ['resource', 'long_task'], signal),
  })
  if (error) return <Failure error={error} again={() => void refetch()} />
  if (!data) return <Waiting rows={8} />
  const view = recorded.views.findLast((one) => one.start <= at) ?? recorded.views[0]!
  const shown = data.events.filter((event) => event.view === view.id)
  if (shown.length === 0) {
    return (
      <p className="ww-muted">
        No resource and no long task of the page shown now was recorded, or they are not kept any more.
      </p>
    )
  }
  const from = Math.min(...shown.map((event) => event.at))
  const length = Math.max(1, ...shown.map((event) => event.at + msOf(event) - from))
  const share = (ms: number) => `${(ms / length) * 100}%`
  return (
    <>
      <p className="ww-muted">{`${shown.length} resources and long tasks of the page shown now, over ${duration(length)}.`}</p>
      <ol className={style.list}>
        {shown.map((event) => (
          <li key={event.id}>
            <button type="button" className={style.load} onClick={() => onSeek(event)}>
              <span className={style.name}>
                <bdi title={event.name}>{event.type === 'long_task' ? 'Long task' : nameOfUrl(event.name)}</bdi>
                <span className="ww-muted">{statusOf(event)}</span>
              </span>
              <span className="ww-muted">{`${clock(event.at - start)} · ${duration(msOf(event))}`}</span>
              <span className={style.bar} aria-hidden="true">
                <span
                  data-type={event.type}
                  style={{ marginLeft: share(event.at - from), width: `max(2px, ${share(msOf(event))})` }}
                />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </>
  )
}

const nameOfUrl = (url: string): string => {
  if (!URL.canParse(url)) return url
  const { pathname, host } = new URL(url)
  return pathname === '/' ? host : pathname
}

const statusOf = ({ tree }: SessionEvent): string =>
  [textOf(valueAt(tree, 'resource.method')), textOf(valueAt(tree, 'resource.status_code'))].filter(Boolean).join(' ')
