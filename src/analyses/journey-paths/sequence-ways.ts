import { unnamedDevice } from '../../query/identity.ts'
import { sequenceRows } from '../../query/sequence-source.ts'
import { mayBeHot, namesAmong, type Scope } from '../../query/source.ts'
import { and, i64, join, type Sql, sql, word } from '../../sql/sql.ts'
import { type JourneySequences, journeySequences, splitRows } from '../journey/sequence-steps.ts'
import { type AloneRows, aloneWays, isEnd, isShownIn, isStart, labelIn } from './alone-ways.ts'
import { isShown, labelOf, moment, nameOf, wayEvents } from './event-ways.ts'
import { type Question, stepsOf } from './question.ts'

/** Ways as sequences tell them. Labels are numbers, in the order of their texts. */
export interface SequenceWays {
  /** Begins a statement that uses the rest. */
  known: Sql
  /** Rows `{who, way, ms, user}` of the sessions that one row tells; undefined where no row does. */
  alone: Sql | undefined
  /** The events of all others. */
  events: Sql
  numbered(label: Sql): Sql
  named(number: Sql): Sql
}

/** Undefined where sequences don't carry what is asked. */
export const sequenceWays = (question: Question, scope: Scope): SequenceWays | undefined => {
  const { entity, query, identifiedOnly, audience } = question
  const { nodes, filter } = stepsOf(question)
  const shown = { data_source: 'product_analytics' as const, search: { query: `@type:(${query.events.join(' OR ')})` } }
  const told = journeySequences({
    entity,
    scope,
    nodes: [...nodes, { query: shown, pointer: '' }],
    filter,
    audience,
    identifiedOnly,
  })
  if (!told) return undefined
  const hot = mayBeHot(scope) ? wayEvents(question, { ...scope, only: 'hot' }) : undefined
  const alone = entity.kind === 'session'
  const others = sequenceRows(
    scope,
    sql`${told.entity.text} AS id, ${told.fields.of('usr.id').text} AS user, ${CODES}, offsets, arrivals, toUnixTimestamp64Milli(start) AS begin`,
    alone ? splitRows(told).others : told.conditions,
  )
  return {
    known: sql`WITH ${knownOf(question, told, hot)} AS known`,
    alone: alone ? aloneWays(question, aloneRows(scope, told)) : undefined,
    events: join(
      [
        eachEvent(scope, others),
        ...(hot ? [sql`SELECT * REPLACE (${numbered(sql`label`)} AS label) FROM (${hot})`] : []),
      ],
      sql`\nUNION ALL\n`,
    ),
    numbered,
    named: (number) => sql`transform(${number}, arrayEnumerate(known.3), known.3, '')`,
  }
}

const CODES = sql`arrayMap(kind -> transform(kind, known.1, known.2, toUInt32(0)), kinds) AS codes`

/** Users are looked up last, unless who counts depends on them. */
const aloneRows = (scope: Scope, told: JourneySequences): AloneRows => {
  const of = splitRows(told).alone
  const late = scope.identity !== 'as_sent' && namesAmong(['usr_id', 'user_key'], and(of)).length === 0
  const user = late ? sql`usr_id, ${unnamedDevice}` : sql`usr_id`
  const rows = sequenceRows(
    late ? { ...scope, identity: 'as_sent' } : scope,
    sql`session_id, ${user}, ${CODES}, offsets`,
    of,
  )
  return { rows, late }
}

/**
 * Kinds, and their codes: three bits (is a start, is an end, is shown), and above them the number of the label that is
 * shown. Then the texts of all labels, open sessions' too, in order.
 */
const knownOf = ({ query }: Question, { ofKinds: [start, end, own] }: JourneySequences, hot: Sql | undefined): Sql => {
  const name = nameOf(query, (path) => word(path.replace('.', '_')))
  const kinds = sql`
  SELECT kind, is_start, is_end, label, ${isShown(query)} AND own AS is_shown FROM (
    SELECT kind, toUInt64(${start!}) AS is_start, toUInt64(${end!}) AS is_end, ${own!} AS own, ${labelOf(name)} AS label FROM event_kinds)`
  const all = hot
    ? sql`${kinds}\nUNION ALL\nSELECT DISTINCT toUInt32(0) AS kind, 0 AS is_start, 0 AS is_end, label, is_shown FROM (${hot})`
    : kinds
  return sql`(
  SELECT (arrayPushBack(groupArrayIf(kind, code > 0), toUInt32(0)), arrayPushBack(groupArrayIf(code, code > 0), toUInt32(0)),
    arraySort(groupUniqArrayIf(label, is_shown)))
  FROM (
    SELECT *, toUInt32(is_start + 2 * is_end + if(is_shown, 4 + 8 * dense_rank() OVER (PARTITION BY is_shown ORDER BY label), 0)) AS code
    FROM (${all})))`
}

const numbered = (label: Sql): Sql => sql`transform(${label}, known.3, arrayEnumerate(known.3), toUInt32(0))`

/** As `wayEvents` has them, each for itself. */
const eachEvent = (scope: Scope, rows: Sql): Sql => sql`
SELECT toString(id) AS who, user, toUInt8(${isStart}) AS is_start, toUInt8(${isEnd}) AS is_end,
  ${moment(sql`ms`)} AS t, ${labelIn} AS label, toUInt8(${isShownIn}) AS is_shown
FROM (
  SELECT id, user, code, arrival, begin + offset AS ms FROM (${rows})
  ARRAY JOIN codes AS code, offsets AS offset, arrivals AS arrival)
WHERE code > 0 AND ms >= ${i64(scope.from)} AND ms < ${i64(scope.to)}`
