import { Button, Table } from '@mantine/core'
import { attributeMatch, is } from '../../../../model/search/ast.ts'
import { printSearch } from '../../../../model/search/print.ts'
import { literal } from '../../../../model/search/value-pattern.ts'
import type { Audience } from '../../../../ui/ask/profile-facets.ts'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../../ui/feedback/loading.tsx'
import { PlaceLink } from '../../../../ui/link.tsx'
import { duration, exact } from '../../../../ui/number/format.ts'
import { useFrame } from '../../../../ui/scope/frame.ts'
import type { Span } from '../../../../ui/time/range.ts'
import { stamp, zoneLabel } from '../../../../ui/time/zone.ts'
import { eventsPath } from './events-path.ts'
import style from './profile.module.css'
import { type SESSION_COLUMNS, sessionsRequest, type Whose } from './requests.ts'
import { useAnswered } from './use-one.ts'

type Session = Record<(typeof SESSION_COLUMNS)[number], unknown>

interface Answer {
  data: { attributes: { records: Session[]; total_count: number } }
}

interface Props {
  audience: Audience
  one: Whose
  span: Span
}

const AT_FIRST = 25
const MOST = 10_000
/** A session lasts four hours at most; its first view may begin a little before. */
const REACH_MS = 5 * 3_600_000

/** The history of sessions, newest first, with their frustrations; each leads to its events and its replay. */
export const Sessions = ({ audience, one, span }: Props) => {
  const { scope, params, setParams } = useFrame()
  const limit = Math.min(MOST, Math.max(AT_FIRST, Number(params.sessions) || AT_FIRST))
  const { data, error, refetch } = useAnswered<Answer>(sessionsRequest(one, audience, span, limit))
  const answer = data?.data.attributes
  return (
    <section aria-label="Sessions">
      <h2>Sessions</h2>
      {error && <Failure error={error} again={() => void refetch()} />}
      {!answer && !error && <Waiting rows={6} />}
      {answer && (
        <>
          <p className="ww-muted">
            {`${exact(answer.total_count)} ${answer.total_count === 1 ? 'session' : 'sessions'}, newest first. Times are in ${zoneLabel(scope.zone, Date.now())}.`}
          </p>
          <Table.ScrollContainer minWidth={720}>
            <SessionTable sessions={answer.records} />
          </Table.ScrollContainer>
          {answer.records.length < Math.min(answer.total_count, MOST) && (
            <Button onClick={() => setParams({ sessions: String(limit * 4) }, { replace: true })}>
              Show more sessions
            </Button>
          )}
        </>
      )}
    </section>
  )
}

const TITLES = ['Started', 'Lasted', 'First page', 'Views', 'Actions', 'Errors', 'Frustrations', 'On']

const SessionTable = ({ sessions }: { sessions: readonly Session[] }) => (
  <Table>
    <Table.Thead>
      <Table.Tr>
        {TITLES.map((title) => (
          <Table.Th key={title} scope="col">
            {title}
          </Table.Th>
        ))}
        <Table.Td />
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {sessions.map((session) => (
        <SessionRow key={String(session['@session.id'])} session={session} />
      ))}
    </Table.Tbody>
  </Table>
)

const count = (value: unknown): number => (typeof value === 'number' ? value : 0)
const timeOf = (value: unknown): number => (typeof value === 'number' ? value : Date.parse(String(value)))

const SessionRow = ({ session }: { session: Session }) => {
  const { scope } = useFrame()
  const id = String(session['@session.id'])
  const at = timeOf(session['@date'])
  const span = { from: at - REACH_MS, to: at + REACH_MS }
  const ofSession = printSearch(attributeMatch('session.id', is(literal(id))))
  const events = (search = '') => eventsPath({ search: `${search} ${ofSession}`.trim(), span, zone: scope.zone })
  const frustrations = count(session['@session.frustration.count'])
  const spent = session['@session.time_spent']
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <PlaceLink className={style.link} to={events()} title="See its events">
          {stamp(at, scope.zone, 'minute')}
        </PlaceLink>
      </Table.Td>
      <Table.Td>{duration(typeof spent === 'number' ? spent / 1e6 : null)}</Table.Td>
      <Table.Td className={style.page1}>
        <bdi>{String(session['@session.initial_view.name'] ?? '–')}</bdi>
      </Table.Td>
      <Table.Td>{exact(count(session['@session.view.count']))}</Table.Td>
      <Table.Td>{exact(count(session['@session.action.count']))}</Table.Td>
      <Table.Td>{exact(count(session['@session.error.count']))}</Table.Td>
      <Table.Td>
        {frustrations > 0 ? (
          <PlaceLink className={style.frustrated} to={events('@type:action @action.frustration.type:*')}>
            {`${exact(frustrations)}, view analytics`}
          </PlaceLink>
        ) : (
          '0'
        )}
      </Table.Td>
      <Table.Td className="ww-muted">
        {[session['@device.type'], session['@browser.name'], session['@geo.country']].filter(Boolean).join(', ')}
      </Table.Td>
      <Table.Td>
        {session['@session.has_replay'] === true && (
          <PlaceLink className={style.link} to={`/replays/${encodeURIComponent(id)}`}>
            Replay
          </PlaceLink>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
