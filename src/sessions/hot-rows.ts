import { ATTRIBUTES, type EventType } from '../model/attribute.ts'
import { and, constant, join, type Sql, sql, strs, u64, u64s, word } from '../sql/sql.ts'
import { as, missing, OF_LAST_VIEW, OWN_COLUMNS } from './columns.ts'
import type { Picture } from './picture.ts'
import { rollUp, SESSION_COLUMNS } from './roll-up.ts'
import { hotVisible } from './visible.ts'

const exceptSession = constant(`* EXCEPT (${SESSION_COLUMNS.join(', ')})`)

/** The open sessions' events, versions and doubles resolved; without the attributes of level `session`. */
export const hotEvents = (picture: Picture, only?: Sql): Sql =>
  sql`SELECT ${exceptSession} FROM events_hot FINAL WHERE ${and([hotVisible(picture), ...(only ? [only] : [])])}`

/** The same of some types: left out before versions are resolved, as all versions of an event are of one type. */
export const hotEventsOf = (picture: Picture, types: readonly EventType[]): Sql =>
  sql`SELECT ${exceptSession} FROM events_hot FINAL PREWHERE type IN ${strs(types)} WHERE ${hotVisible(picture)}`

/** The open sessions' events in all their versions. */
export const hotVersions = (picture: Picture): Sql =>
  sql`SELECT ${exceptSession} FROM events_hot WHERE ${hotVisible(picture)}`

/** Every column that `events` has, but `batch`, in one order. */
export const ALL_COLUMNS: readonly string[] = [...ATTRIBUTES.map((a) => a.column), ...OWN_COLUMNS]

/** Of these the columns that rows of `events_hot` have. */
export const HOT_COLUMNS: readonly string[] = ALL_COLUMNS.filter((name) => !SESSION_COLUMNS.includes(name))

/** Open sessions, and between which slots of `events_hot` all of their rows lie, both included. */
interface OpenOnes {
  keys: readonly bigint[]
  slots: readonly [first: number, last: number]
}

/**
 * The events of some open sessions, as `hotEvents` gives them. Sessions are picked before versions are resolved, as all
 * versions of an event are of one session: FINAL holds a piece of each part at once, and then of these rows alone.
 */
export const eventsOfOpen = (picture: Picture, { keys, slots: [first, last] }: OpenOnes): Sql =>
  sql`SELECT ${exceptSession} FROM events_hot FINAL
PREWHERE slot >= ${u64(first)} AND slot <= ${u64(last)} AND session_key IN ${u64s(keys)} WHERE reopened <= ${u64(picture.reopened)}`

/** The same events, or only those of `shown`, each with the attributes of its session as of now; of the columns only these. */
export const withSession = (rows: Sql, nowMs: number, names = ALL_COLUMNS, shown = rows): Sql => sql`
SELECT ${join(names.map((name) => (SESSION_COLUMNS.includes(name) ? as(sql`s.${word(name)}`, name) : as(sql`e.${word(name)}`, name))))}
FROM (${shown}) AS e
LEFT JOIN (${rollUp(rows, nowMs)}) AS s ON e.application_id = s.application_id AND e.session_id = s.session_id`

const fromLast = new Set<string>([
  ...OF_LAST_VIEW.map((a) => a.column),
  'session_key',
  'arrival',
  'received_at',
  'skew_ms',
  'custom',
])

/** One row of type `session` for each open session, with what its last view had; of the columns only these. */
export const sessionRows = (rows: Sql, nowMs: number, names = ALL_COLUMNS): Sql => {
  const own: Record<string, Sql> = {
    type: constant("CAST('session', 'LowCardinality(String)')"),
    date: sql`s.first_date`,
    event_id: sql`s.session_id`,
    session_has_replay: sql`s.session_has_replay`,
    more: constant("''"),
    revision: constant('toUInt64(0)'),
    session_ended: constant('false'),
  }
  const valueOf = (name: string): Sql => {
    if (own[name]) return own[name]
    if (SESSION_COLUMNS.includes(name)) return sql`s.${word(name)}`
    if (fromLast.has(name)) return sql`l.${word(name)}`
    return missing(ATTRIBUTES.find((a) => a.column === name)!)
  }
  return sql`
SELECT ${join(names.map((name) => as(valueOf(name), name)))}
FROM (${rows}) AS l
INNER JOIN (${rollUp(rows, nowMs)}) AS s ON l.application_id = s.application_id AND l.session_id = s.session_id
  AND toString(l.type) = s.last_type AND l.event_id = s.last_event_id`
}
