import type { Search } from '../../model/search/ast.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { both } from '../../model/search/terms-of.ts'
import type { Fields } from '../../query/field.ts'
import { filtered } from '../../query/filter.ts'
import type { Scope } from '../../query/source.ts'
import { and, constant, f64, i64, join, type Sql, sql, str, u32 } from '../../sql/sql.ts'
import type { Kind, Rules } from './definition.ts'

export interface Question {
  application: string | null
  search: Search
  audience(fields: Fields): Sql
}

/** A relation with a row a signal: what every statement counts. */
type Signals = Sql

const eventsOf = ({ application, search, audience }: Question, scope: Scope, types: string) =>
  filtered({ search: { query: both(parseSearch(types), search) } }, scope, (fields) =>
    and([
      ...(application === null ? [] : [sql`${fields.of('application.id').text} = ${str(application)}`]),
      audience(fields),
    ]),
  )

const whoOf = (fields: Fields): Sql =>
  sql`if(${fields.of('usr.id').text} = '', ${fields.of('usr.anonymous_id').text}, ${fields.of('usr.id').text})`

const SAID = ['at', 'session', 'view', 'page', 'element', 'who', 'release'] as const

/** What is kept of a click. */
const clickColumns = (fields: Fields): Sql =>
  join([
    sql`toUnixTimestamp64Milli(date) AS at`,
    sql`${fields.of('session.id').text} AS session`,
    sql`${fields.of('view.id').text} AS view`,
    sql`${fields.of('view.name').text} AS page`,
    sql`${fields.of('action.target.name').text} AS element`,
    sql`${whoOf(fields)} AS who`,
    sql`${fields.of('version').text} AS release`,
  ])

const NAMES: Record<Kind, readonly string[]> = {
  rage: ['rage_click', 'rage_tap'],
  dead: ['dead_click'],
  error: ['error_click', 'error_tap'],
}

/** What the SDK said when it happened; an action may have several signals. */
export const sdkSignals = (question: Question, kinds: readonly Kind[], scope: Scope): Signals => {
  const actions = eventsOf(question, scope, '@type:action @action.frustration.type:*')
  const { fields } = actions
  const { texts } = fields.of('action.frustration.type')
  const found = kinds.map(
    (kind) => sql`if(hasAny(${texts}, [${join(NAMES[kind].map(str))}]), [${str(kind)}], emptyArrayString())`,
  )
  const columns = clickColumns(fields)
  return sql`SELECT kind, ${constant(SAID.join(', '))} FROM (SELECT ${columns}, arrayConcat(${join([...found, sql`emptyArrayString()`])}) AS kinds
    FROM (${actions.rows()})) ARRAY JOIN kinds AS kind`
}

const elementKey = (fields: Fields): Sql =>
  sql`(${fields.of('_dd.action.target.composed_path_selector').text}, ${fields.of('_dd.action.target.selector').text},
    ${fields.of('action.target.name').text})`

/**
 * Chains of clicks on one element in one view: each `clicks` in a row that lie within the time and each near the one
 * before it are rage, and such runs that overlap are one chain, dated at its first click.
 */
export const rageByRule = (question: Question, rule: NonNullable<Rules['rage']>, scope: Scope): Signals => {
  const actions = eventsOf(question, scope, '@type:action -@action.type:custom')
  const { fields } = actions
  const at = (axis: 'x' | 'y') => sql`ifNull(${fields.of(`_dd.action.position.${axis}`).number}, 0)`
  const clicks = sql`SELECT ${clickColumns(fields)}, ${elementKey(fields)} AS target, ${at('x')} AS x, ${at('y')} AS y
    FROM (${actions.rows()})`
  const more = u32(rule.clicks - 1)
  const near = sql`pow(run[j].2 - run[j + 1].2, 2) + pow(run[j].3 - run[j + 1].3, 2) <= ${f64(rule.distance_px ** 2)}`
  const runs = sql`SELECT session, view, any(page) AS page, any(element) AS element, any(who) AS who,
    arraySort(groupArray((at, x, y, release))) AS run,
    arrayMap(i -> run[i + ${more}].1 - run[i].1 <= ${i64(rule.within_ms)} AND arrayAll(j -> ${near}, range(i, i + ${more})),
      range(1, length(run) - ${more} + 1)) AS raging
    FROM (${clicks}) GROUP BY session, view, target HAVING count() >= ${u32(rule.clicks)}`
  return sql`SELECT 'rage' AS kind, chain.1 AS at, session, view, page, element, who, chain.2 AS release FROM (${runs})
    ARRAY JOIN arrayMap(i -> (run[i].1, run[i].4),
      arrayFilter(i -> raging[i] AND (i = 1 OR NOT raging[i - 1]), arrayEnumerate(raging))) AS chain`
}

/** Clicks that an error of the same view comes after, within the time. */
export const errorByRule = (question: Question, rule: NonNullable<Rules['error']>, scope: Scope): Signals => {
  const events = eventsOf(question, scope, '(@type:error OR (@type:action -@action.type:custom))')
  const { fields } = events
  const rows = sql`SELECT ${clickColumns(fields)}, type FROM (${events.rows()})`
  const views = sql`SELECT session, view, groupArrayIf(at, type = 'error') AS errors,
    groupArrayIf((at, page, element, who, release), type = 'action') AS clicks FROM (${rows})
    GROUP BY session, view HAVING notEmpty(errors) AND notEmpty(clicks)`
  return sql`SELECT 'error' AS kind, click.1 AS at, session, view, click.2 AS page, click.3 AS element, click.4 AS who, click.5 AS release
    FROM (${views}) ARRAY JOIN arrayFilter(c -> arrayExists(e -> e >= c.1 AND e <= c.1 + ${i64(rule.within_ms)}, errors), clicks) AS click`
}

/** A row a place, the most frequent first. */
export const placesOf = (signals: Signals, limit: number): Sql =>
  sql`SELECT kind, page, element, toFloat64(count()) AS n, toFloat64(uniqExact(session)) AS sessions,
  toFloat64(uniqExact(who)) AS users, argMin(release, (at, release)) AS first_version, toFloat64(uniqExact(release)) AS versions,
  toFloat64(min(at)) AS first, toFloat64(max(at)) AS last,
  arrayMap(e -> (e.2, e.3, toFloat64(e.1)), arraySlice(arrayReverseSort(groupArraySample(20, 1)((at, session, view))), 1, 3)) AS examples
FROM (${signals}) GROUP BY kind, page, element ORDER BY n DESC, kind, page, element LIMIT ${u32(limit)}`

export const totalsOf = (signals: Signals): Sql =>
  sql`SELECT kind, toFloat64(count()) AS count, toFloat64(uniqExact(session)) AS sessions, toFloat64(uniqExact(who)) AS users,
  toFloat64(uniqExact((page, element))) AS places FROM (${signals}) GROUP BY kind ORDER BY kind`

export const trendOf = (signals: Signals, from: number, step: number): Sql =>
  sql`SELECT kind, toFloat64(intDiv(at - ${i64(from)}, ${i64(step)})) AS part, toFloat64(count()) AS n
FROM (${signals}) GROUP BY kind, part`
