import { Button, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useAsk } from '../../../../ui/ask/ask-context.ts'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { NameLead, NameLink } from '../../../../ui/name-link.tsx'
import { duration, exact } from '../../../../ui/number/format.ts'
import { clock } from '../../../../ui/player/clock.ts'
import { replayPath } from '../../../../ui/replay-link.tsx'
import { browserZone, stamp } from '../../../../ui/time/zone.ts'
import { keepReplayList } from '../replay-list.ts'
import { namedSessionsRequest, type SessionsAnswer, sessionOf } from '../sessions-request.ts'
import type { Entry } from './collections.ts'

interface Props {
  entries: readonly Entry[]
  /** Takes a session out, where that can be done. */
  onTake?: (session: string) => void
}

/** Sessions by their ids, with what is known of them; each leads to the player. */
export const EntryTable = ({ entries, onTake }: Props) => {
  const ask = useAsk()
  const { pathname } = useLocation()
  const ids = [...new Set(entries.map(({ session }) => session))].sort()
  const { data, error } = useQuery({
    queryKey: ['named-sessions', ids],
    queryFn: async ({ signal }) => {
      const path = '/api/v2/product-analytics/analytics/list'
      const body = namedSessionsRequest(ids, Date.now())
      const { records } = (await ask<SessionsAnswer>({ method: 'POST', path, body, signal })).data.attributes
      return new Map(records.map(sessionOf).map((session) => [session.id, session]))
    },
  })
  const hasNotes = entries.some(({ note }) => note !== '')
  const keep = () => keepReplayList({ sessions: entries.map(({ session }) => session), href: pathname })
  return (
    <>
      {error && <Failure error={error} />}
      <Table.ScrollContainer minWidth={640}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {['Session', 'Who', 'Lasted', 'Frustrations', 'Errors', ...(hasNotes ? ['Written'] : [])].map((title) => (
                <Table.Th key={title} scope="col">
                  {title}
                </Table.Th>
              ))}
              {onTake && <Table.Td />}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {entries.map(({ session, t, note, at }) => {
              const known = data?.get(session)
              const started = known ? stamp(known.at, browserZone(), 'minute') : session.slice(0, 8)
              return (
                <Table.Tr key={`${session} ${t ?? ''} ${at}`}>
                  <Table.Td>
                    <NameLink to={replayPath(session, t === undefined ? undefined : { t })} onClick={keep}>
                      {t === undefined ? started : `${started}, at ${clock(t)}`}
                    </NameLink>
                  </Table.Td>
                  <Table.Td>
                    {known && <bdi>{known.who || 'Somebody unknown'}</bdi>}
                    {data && !known && <span className="ww-muted">its events are not kept any more</span>}
                  </Table.Td>
                  <Table.Td>{known && duration(known.spent)}</Table.Td>
                  <Table.Td>{known && exact(known.frustrations)}</Table.Td>
                  <Table.Td>{known && exact(known.errors)}</Table.Td>
                  {hasNotes && (
                    <Table.Td>
                      <NameLead>{note}</NameLead>
                    </Table.Td>
                  )}
                  {onTake && (
                    <Table.Td>
                      <Button size="compact-xs" onClick={() => onTake(session)}>
                        Take out
                      </Button>
                    </Table.Td>
                  )}
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  )
}
