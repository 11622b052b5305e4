import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useAsk } from '../../../ui/ask/ask-context.ts'
import { Answer } from '../../../ui/feedback/answer.tsx'
import { duration, exact } from '../../../ui/number/format.ts'
import { ReplayLink } from '../../../ui/replay-link.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { surroundingsOf } from '../../../ui/scope/surroundings.ts'
import { stamp } from '../../../ui/time/zone.ts'
import { keepReplayList } from '../replays/replay-list.ts'
import { type SessionsAnswer, sessionOf, sessionsRequest } from '../replays/sessions-request.ts'
import { Card, NothingHere } from './card.tsx'
import style from './home.module.css'

const PATH = '/api/v2/product-analytics/analytics/list'
const MOST = 5

/** The sessions that were recorded last. */
export const RecentReplays = () => {
  const ask = useAsk()
  const frame = useFrame()
  const body = sessionsRequest(surroundingsOf(frame), {}, MOST)
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery({
    queryKey: ['answer', PATH, body],
    queryFn: ({ signal }) => ask<SessionsAnswer>({ method: 'POST', path: PATH, body, signal }),
    placeholderData: keepPreviousData,
  })
  const answer = data?.data.attributes.records.map(sessionOf)
  const keep = () =>
    answer && keepReplayList({ sessions: answer.map(({ id }) => id), href: location.pathname + location.search })
  return (
    <Card title="Recorded last" to="/replays" size="narrow">
      <Answer asked={{ answer, error, isFetching, isOld: isPlaceholderData, again: () => void refetch() }}>
        {(sessions) =>
          sessions.length === 0 ? (
            <NothingHere>No session of this time was recorded.</NothingHere>
          ) : (
            <ul className={style.list} aria-label="Recorded sessions" onClickCapture={keep}>
              {sessions.map(({ id, at, who, country, spent, frustrations }) => (
                <li key={id}>
                  <ReplayLink session={id}>{stamp(at, frame.scope.zone, 'minute')}</ReplayLink>
                  <span className={style.name}>
                    <bdi>{who || 'Somebody'}</bdi>
                    {country && <span className="ww-muted">{`, ${country}`}</span>}
                  </span>
                  {frustrations > 0 && <span>{`${exact(frustrations)} frustrations`}</span>}
                  <span className="ww-muted">{duration(spent)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Card>
  )
}
