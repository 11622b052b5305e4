import type { Search } from '../../model/search/ast.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { both } from '../../model/search/terms-of.ts'
import type { Fields } from '../../query/field.ts'
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

/**
 * One row: all clicks of the page, and of the elements that were clicked most what `ElementRow` says, those first. All of
 * it in one look at the clicks: whom they are by is kept for each element and put together for the page.
 */
export const compileClicks = (question: ClickQuestion, scope: Scope): Sql => {
  const clicks = clicksOf(question, scope)
  const { fields } = clicks
  const signals = SIGNALS.map(
    (signal, i) => sql`countIf(bitTest(click_spot, ${u32(SIGNALS.length - 1 - i)})) AS ${constant(signal)}`,
  )
  const name = fields.of('action.target.name').text
  const elements = sql`SELECT click_element AS element, any(${name}) AS name, any(click_target) AS target, count() AS n,
    uniqExactState(${whoOf(fields)}) AS people, uniqExact(session_key) AS sessions,
    arraySort(groupArray(toUInt16(2 * click_spot + (${convertedOf(question, scope)})))) AS sorted, ${join(signals)}
  FROM (${clicks.rows([...OF_WHOM, ...CLICK])}) GROUP BY element`
  return sql`SELECT toFloat64(sum(n)) AS clicks, toFloat64(count()) AS elements, toFloat64(uniqExactMerge(people)) AS users,
  ${join(SIGNALS.map((one) => sql`toFloat64(sum(${constant(one)})) AS all_${constant(one)}`))},
  groupArraySorted(${u32(question.limit)})((-toInt64(n), element, name, target,
    toFloat64(finalizeAggregation(people)), toFloat64(sessions), spots)) AS most
FROM (SELECT *, ${COUNTED} FROM (${elements}))`
}

/**
 * `spots`: each number in `sorted` once, and how many there are of it, told from where the last of each lies. `sumMap`
 * says the same for twice the processor time of the whole question; one that captures an array in a lambda copies it.
 */
const COUNTED = constant(`arrayPushBack(arrayPopFront(sorted), toUInt16(65535)) AS after,
  arrayFilter((i, one, next) -> one != next, arrayEnumerate(sorted), sorted, after) AS ends,
  (arrayFilter((one, next) -> one != next, sorted, after),
    arrayMap((to, from) -> to - from, ends, arrayPushFront(arrayPopBack(ends), 0))) AS spots`)

const viewsOf = (whose: Whose, scope: Scope, counted: (fields: Fields, page: Sql) => readonly Sql[]): Sql => {
  const views = eventsOf({ ...whose, view: null }, 'view', scope)
  const page = views.fields.of('view.name').text
  const columns = join([sql`${page} AS page`, sql`count() AS n`, ...counted(views.fields, page)])
  return sql`SELECT *, row_number() OVER (ORDER BY n DESC, page) AS place, count() OVER () AS of
FROM (SELECT ${columns} FROM (${views.rows(OF_WHOM)}) WHERE page != '' GROUP BY page)`
}

const STANDING = constant(`page AS view_name, toFloat64(place) AS rank, toFloat64(of) AS pages, toFloat64(n) AS views,
  toFloat64(people) AS users, toFloat64(visits) AS sessions`)

/** A row a page, the most seen first. */
export const compilePages = (whose: Whose, scope: Scope, limit: number): Sql => {
  const counted = (fields: Fields) => [
    sql`uniqExact(${whoOf(fields)}) AS people, uniqExact(session_key) AS visits`,
    sql`sum(ifNull(${fields.of('view.frustration.count').number}, 0)) AS signals`,
  ]
  return sql`SELECT ${STANDING}, toFloat64(signals) AS frustrations
FROM (${viewsOf(whose, scope, counted)}) ORDER BY place LIMIT ${u32(limit)}`
}

/**
 * One row, none if nobody saw it: how a page stands among the others, and how far down its views came: to each of the
 * bands so many, of those whose scrolling was measured.
 */
export const compilePage = (whose: Whose & { view: string }, scope: Scope): Sql => {
  const counted = (fields: Fields, page: Sql) => {
    const mine = sql`${page} = ${str(whose.view)}`
    const depth = fields.of('display.scroll.max_depth').number
    const height = fields.of('display.scroll.max_scroll_height').number
    const window = fields.of('display.viewport.height').number
    const measured = sql`${mine} AND ifNull(${height}, 0) > 0 AND ${depth} IS NOT NULL`
    const share = sql`least(1, ifNull(${depth}, 0) / ${height})`
    return [
      sql`uniqExactIf(${whoOf(fields)}, ${mine}) AS people, uniqExactIf(session_key, ${mine}) AS visits`,
      sql`countIf(${measured}) AS scrolled, sumMapIf([${bandOf(share)}], [toUInt32(1)], ${measured}) AS bands`,
      sql`avgOrNullIf(least(1, ifNull(${window}, 0) / ${height}), ${measured}) AS fold`,
      sql`avgOrNullIf(${share}, ${measured}) AS depth, avgOrNullIf(${height}, ${measured}) AS length`,
    ]
  }
  return sql`SELECT ${STANDING}, toFloat64(scrolled) AS measured, bands, fold, depth, length
FROM (${viewsOf(whose, scope, counted)}) WHERE page = ${str(whose.view)}`
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
