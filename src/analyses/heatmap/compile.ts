import type { Search } from '../../model/search/ast.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { both } from '../../model/search/terms-of.ts'
import type { Fields } from '../../query/field.ts'
import type { Filtered } from '../../query/filter.ts'
import type { Scope } from '../../query/source.ts'
import { constant, join, type Sql, sql, str, u32, word } from '../../sql/sql.ts'
import { BANDS } from './definition.ts'
import { eventsOf, OF_WHOM, type Whose, whoOf } from './source.ts'

export interface ClickQuestion {
  whose: Whose
  /** Only these clicks. */
  actions: Search
  /** Clicks in sessions with such an event count as converted; null: none do. */
  converted: Search | null
  /** Only clicks on this one; null: on any. */
  element: string | null
  limit: number
}

const SIGNALS = ['rage', 'dead', 'error'] as const

const clicksOf = ({ whose, actions }: ClickQuestion, scope: Scope) =>
  eventsOf(whose, 'action', scope, both(parseSearch('-@action.type:custom'), actions))

/** Whether a click's session did what counts as conversion, in the same time. */
const convertedOf = ({ whose, converted }: ClickQuestion, scope: Scope): Sql => {
  if (converted === null) return sql`0`
  const anywhere = { ...whose, view: null, search: both(whose.search, converted) }
  const sessions = eventsOf(anywhere, 'action', scope)
  const seen = eventsOf(anywhere, 'view', scope)
  const keys = [sessions, seen].map((events) => sql`SELECT session_key FROM (${events.rows([sql`session_key`])})`)
  return sql`session_key GLOBAL IN (SELECT session_key FROM (${keys[0]!} UNION ALL ${keys[1]!}))`
}

const CLICK = ['click_element', 'click_target', 'click_spot'].map(word)

/** The clicks asked for, with these columns beside the fields. */
const rowsOf = ({ element }: ClickQuestion, clicks: Filtered, own: readonly Sql[]): Sql =>
  element === null
    ? sql`(${clicks.rows(own)})`
    : sql`(SELECT * FROM (${clicks.rows(own)}) WHERE click_element = ${str(element)})`

/** So many of a place say where in the element: 2 × `click_spot` + 1 if converted. */
const SPOT_BITS = 14

/**
 * One row: all clicks of the page, and of the elements that were clicked most what `ElementRow` says, those first. Clicks
 * are counted by place, which is one number, since that is told apart sooner than two: 50 bits stand for the element, and
 * the others for the spot. Of 10,000 elements two are mixed up once in 20 million pages.
 */
export const compileClicks = (question: ClickQuestion, scope: Scope): Sql => {
  const clicks = clicksOf(question, scope)
  const name = clicks.fields.of('action.target.name').text
  const own = [...(question.converted ? [sql`session_key`] : []), ...CLICK]
  const spot = sql`2 * click_spot + (${convertedOf(question, scope)})`
  const places = sql`SELECT bitOr(bitShiftLeft(sipHash64(click_element), ${u32(SPOT_BITS)}), ${spot}) AS place,
    count() AS n, any(click_element) AS of_place, any(${name}) AS name, any(click_target) AS target
  FROM ${rowsOf(question, clicks, own)} GROUP BY place`
  const signals = SIGNALS.map((one, i) => sql`sumIf(n, bitTest(spot, ${u32(SIGNALS.length - i)})) AS ${constant(one)}`)
  const elements = sql`SELECT any(of_place) AS element, any(name) AS called, any(target) AS found, sum(n) AS of_element,
    (groupArray(spot), groupArray(toFloat64(n))) AS spots, ${join(signals)}
  FROM (SELECT *, toUInt16(bitAnd(place, ${u32(2 ** SPOT_BITS - 1)})) AS spot FROM (${places}))
  GROUP BY bitShiftRight(place, ${u32(SPOT_BITS)})`
  return sql`SELECT toFloat64(sum(of_element)) AS clicks, toFloat64(count()) AS elements,
  ${join(SIGNALS.map((one) => sql`toFloat64(sum(${constant(one)})) AS all_${constant(one)}`))},
  groupArraySorted(${u32(question.limit)})((-toInt64(of_element), element, called, found, spots)) AS most FROM (${elements})`
}

/** One row: how many people clicked, and of the elements that were clicked most how many people and in how many sessions. */
export const compileClickers = (question: ClickQuestion, scope: Scope): Sql => {
  const clicks = clicksOf(question, scope)
  const elements = sql`SELECT click_element AS element, count() AS n, uniqExactState(${whoOf(clicks.fields)}) AS people,
    uniqExact(session_key) AS sessions
  FROM ${rowsOf(question, clicks, [...OF_WHOM, word('click_element')])} GROUP BY element`
  return sql`SELECT toFloat64(uniqExactMerge(people)) AS users, groupArraySorted(${u32(question.limit)})(
    (-toInt64(n), element, toFloat64(finalizeAggregation(people)), toFloat64(sessions))) AS most FROM (${elements})`
}

const viewsOf = (whose: Whose, scope: Scope, counted: (fields: Fields) => readonly Sql[], own: readonly Sql[]): Sql => {
  const views = eventsOf(whose, 'view', scope)
  const page = views.fields.of('view.name').text
  const columns = join([sql`${page} AS page`, sql`count() AS n`, ...counted(views.fields)])
  return sql`SELECT *, row_number() OVER (ORDER BY n DESC, page) AS place, count() OVER () AS of
FROM (SELECT ${columns} FROM (${views.rows(own)}) WHERE page != '' GROUP BY page)`
}

const STANDING = constant('page AS view_name, toFloat64(place) AS rank, toFloat64(of) AS pages, toFloat64(n) AS views')
const PEOPLE = constant('toFloat64(people) AS users, toFloat64(visits) AS sessions')

/** A row a page, the most seen first. */
export const compilePages = (
  whose: Whose,
  scope: Scope,
  { people, limit }: { people: boolean; limit: number },
): Sql => {
  const counted = (fields: Fields) => [
    people
      ? sql`uniqExact(${whoOf(fields)}) AS people, uniqExact(session_key) AS visits`
      : sql`NULL AS people, NULL AS visits`,
    sql`sum(ifNull(${fields.of('view.frustration.count').number}, 0)) AS signals`,
  ]
  return sql`SELECT ${STANDING}, ${PEOPLE}, toFloat64(signals) AS frustrations
FROM (${viewsOf(whose, scope, counted, people ? OF_WHOM : [])}) ORDER BY place LIMIT ${u32(limit)}`
}

/** One row, none if nobody saw it: how a page stands among the others. */
export const compileStanding = (whose: Whose & { view: string }, scope: Scope): Sql =>
  sql`SELECT ${STANDING} FROM (${viewsOf({ ...whose, view: null }, scope, () => [], [])}) WHERE page = ${str(whose.view)}`

/** One row: by how many people and in how many sessions a page was seen. */
export const compilePeople = (whose: Whose & { view: string }, scope: Scope): Sql => {
  const views = eventsOf(whose, 'view', scope)
  return sql`SELECT toFloat64(uniqExact(${whoOf(views.fields)})) AS users, toFloat64(uniqExact(session_key)) AS sessions
FROM (${views.rows(OF_WHOM)})`
}

/** One row: how far down a page's views came, to each of the bands so many, of those whose scrolling was measured. */
export const compileScroll = (whose: Whose & { view: string }, scope: Scope): Sql => {
  const views = eventsOf(whose, 'view', scope)
  const number = (path: string) => views.fields.of(path).number
  const height = sql`ifNull(${number('display.scroll.max_scroll_height')}, 0)`
  const depth = number('display.scroll.max_depth')
  const share = sql`least(1, assumeNotNull(${depth}) / ${height})`
  const fold = sql`least(1, ifNull(${number('display.viewport.height')}, 0) / ${height})`
  const bands = sql`SELECT ${bandOf(share)} AS band, count() AS n, sum(${fold}) AS folds, sum(${share}) AS depths, sum(${height}) AS lengths
  FROM (${views.rows()}) WHERE ${height} > 0 AND ${depth} IS NOT NULL GROUP BY band`
  const mean = (of: string) => sql`sum(${constant(of)}) / nullIf(sum(n), 0)`
  return sql`SELECT toFloat64(sum(n)) AS measured, (groupArray(band), groupArray(toFloat64(n))) AS bands,
  ${mean('folds')} AS fold, ${mean('depths')} AS depth, ${mean('lengths')} AS length FROM (${bands})`
}

/** The last of the bounds between bands that was reached. Rounding may put the product to the wrong side of one. */
const bandOf = (share: Sql): Sql => {
  const bands = u32(BANDS)
  return sql`toUInt8(ifNull(floor(${share} * ${bands}) + (${share} >= (floor(${share} * ${bands}) + 1) / ${bands})
    - (${share} < floor(${share} * ${bands}) / ${bands}), 0))`
}

/** Views whose recording begins with a picture. */
const RECORDED = constant(`SELECT view_id FROM replay_segments WHERE has_full_snapshot AND index_in_view = 0
UNION ALL SELECT view_id FROM replay_kept WHERE has_full_snapshot AND index_in_view = 0`)

/** Recorded views of a page, those first whose window is as wide as most, then the newest. */
export const compileBackgrounds = (whose: Whose, scope: Scope, limit: number): Sql => {
  const views = eventsOf(whose, 'view', scope)
  const { fields } = views
  const number = (path: string) => sql`ifNull(${fields.of(path).number}, 0)`
  const [spent, loading] = [number('view.time_spent'), number('view.loading_time')]
  const rows = sql`SELECT ${fields.of('application.id').text} AS application, ${fields.of('session.id').text} AS session, ${fields.of('view.id').text} AS view,
    toUnixTimestamp64Milli(date) AS began, ${spent} / 1e6 AS spent, ${loading} / 1e6 AS loading,
    ${number('display.viewport.width')} AS width, ${number('display.viewport.height')} AS height,
    ${number('display.scroll.max_scroll_height')} AS length FROM (${views.rows()})`
  return sql`WITH seen AS (${rows}), (SELECT quantileExactLow(0.5)(width) FROM seen) AS usual
SELECT application, session, view, toFloat64(began) AS began, spent, loading, width, height, length FROM seen
WHERE view GLOBAL IN (${RECORDED})
ORDER BY spent < 1500, floor(abs(width - usual) / 100), began DESC, view LIMIT ${u32(limit)}`
}

/** Recorded views of a page whose length is known, the newest first; each says how many there are. */
export const compileMeasured = (whose: Whose, scope: Scope, limit: number): Sql => {
  const views = eventsOf(whose, 'view', scope)
  const { fields } = views
  const length = sql`ifNull(${fields.of('display.scroll.max_scroll_height').number}, 0)`
  const rows = sql`SELECT ${fields.of('session.id').text} AS session, ${fields.of('view.id').text} AS view, ${length} AS length, date
FROM (${views.rows()})`
  return sql`SELECT session, view, toFloat64(length) AS length, toFloat64(count() OVER ()) AS recorded FROM (${rows})
WHERE length > 0 AND view GLOBAL IN (${RECORDED}) ORDER BY date DESC, view LIMIT ${u32(limit)}`
}
