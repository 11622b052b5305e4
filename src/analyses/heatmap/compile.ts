import type { Search } from '../../model/search/ast.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { both } from '../../model/search/terms-of.ts'
import type { Fields } from '../../query/field.ts'
import type { Scope } from '../../query/source.ts'
import { type Sql, sql, str, u32 } from '../../sql/sql.ts'
import { BANDS, GRID } from './definition.ts'
import { eventsOf, type Whose, whoOf } from './source.ts'

export interface ClickQuestion {
  whose: Whose
  /** Only these clicks. */
  actions: Search
  /** Clicks in sessions with such an event count as converted; null: none do. */
  converted: Search | null
  limit: number
}

const elementOf = (fields: Fields): Sql => {
  const path = fields.of('_dd.action.target.composed_path_selector').text
  const permanent = fields.of('_dd.action.target.permanent_id').text
  const selector = fields.of('_dd.action.target.selector').text
  return sql`multiIf(${path} != '', ${path}, ${permanent} != '', ${permanent}, ${selector} != '', ${selector},
    ${fields.of('action.target.name').text})`
}

/** The cell of an element that a click fell into; the middle one if its place is not known. */
const cellOf = (position: Sql, size: Sql): Sql =>
  sql`toUInt8(if(ifNull(${size}, 0) > 0 AND ${position} IS NOT NULL,
    least(${u32(GRID - 1)}, greatest(0, floor(assumeNotNull(${position}) / assumeNotNull(${size}) * ${u32(GRID)}))), ${u32(GRID / 2)}))`

const signal = (fields: Fields, kind: 'rage' | 'dead' | 'error'): Sql => {
  const { texts } = fields.of('action.frustration.type')
  return sql`hasAny(${texts}, [${str(`${kind}_click`)}, ${str(`${kind}_tap`)}])`
}

const clicksOf = ({ whose, actions }: ClickQuestion, scope: Scope) =>
  eventsOf(whose, 'action', scope, both(parseSearch('-@action.type:custom'), actions))

/** Whether a click's session did what counts as conversion, in the same time. */
const convertedOf = (fields: Fields, { whose, converted }: ClickQuestion, scope: Scope): Sql => {
  if (converted === null) return sql`0`
  const anywhere = { ...whose, view: null, search: both(whose.search, converted) }
  const sessions = eventsOf(anywhere, 'action', scope)
  const seen = eventsOf(anywhere, 'view', scope)
  const ids = [sessions, seen].map((events) => {
    const id = events.fields.of('session.id').text
    return sql`SELECT ${id} AS id FROM (${events.rows()})`
  })
  return sql`${fields.of('session.id').text} GLOBAL IN (SELECT id FROM (${ids[0]!} UNION ALL ${ids[1]!}))`
}

/** A row an element, the most clicked first, with its clicks by cell. */
export const compileElements = (question: ClickQuestion, scope: Scope): Sql => {
  const clicks = clicksOf(question, scope)
  const { fields } = clicks
  const at = (path: string) => fields.of(`_dd.action.${path}`).number
  const inner = sql`SELECT ${elementOf(fields)} AS element,
    ${cellOf(at('position.x'), at('target.width'))} AS cell_x, ${cellOf(at('position.y'), at('target.height'))} AS cell_y,
    count() AS n, countIf(${signal(fields, 'rage')}) AS rage, countIf(${signal(fields, 'dead')}) AS dead,
    countIf(${signal(fields, 'error')}) AS error, countIf(${convertedOf(fields, question, scope)}) AS converted,
    any(${fields.of('action.target.name').text}) AS one_name, any(${fields.of('_dd.action.target.selector').text}) AS one_selector,
    any(${fields.of('_dd.action.target.composed_path_selector').text}) AS one_path,
    any(${fields.of('_dd.action.target.permanent_id').text}) AS one_permanent`
  return sql`SELECT element, any(one_name) AS name, any(one_selector) AS selector, any(one_path) AS path,
  any(one_permanent) AS permanent_id, toFloat64(sum(n)) AS clicks, toFloat64(sum(rage)) AS all_rage,
  toFloat64(sum(dead)) AS all_dead, toFloat64(sum(error)) AS all_error, toFloat64(sum(converted)) AS all_converted,
  groupArray([toFloat64(cell_x), toFloat64(cell_y), toFloat64(n), toFloat64(rage), toFloat64(dead), toFloat64(error), toFloat64(converted)]) AS spots
FROM (${inner} FROM (${clicks.rows()}) GROUP BY element, cell_x, cell_y)
GROUP BY element ORDER BY clicks DESC, element LIMIT ${u32(question.limit)}`
}

/** By how many people and in how many sessions each element was clicked. */
export const compileElementPeople = (question: ClickQuestion, scope: Scope): Sql => {
  const clicks = clicksOf(question, scope)
  const { fields } = clicks
  const [element, who, session] = [elementOf(fields), whoOf(fields), fields.of('session.id').text]
  return sql`SELECT ${element} AS element, toFloat64(uniqExact(${who})) AS users, toFloat64(uniqExact(${session})) AS sessions
FROM (${clicks.rows()}) GROUP BY element ORDER BY count() DESC, element LIMIT ${u32(question.limit)}`
}

/** One row: all clicks of the page, those beyond the limit included. */
export const compileTotals = (question: ClickQuestion, scope: Scope): Sql => {
  const clicks = clicksOf(question, scope)
  const { fields } = clicks
  const [element, who] = [elementOf(fields), whoOf(fields)]
  const flags = (['rage', 'dead', 'error'] as const).map((kind) => signal(fields, kind))
  return sql`SELECT toFloat64(count()) AS clicks, toFloat64(uniqExact(${element})) AS elements,
  toFloat64(uniqExact(${who})) AS users, toFloat64(countIf(${flags[0]!})) AS rage,
  toFloat64(countIf(${flags[1]!})) AS dead, toFloat64(countIf(${flags[2]!})) AS error FROM (${clicks.rows()})`
}

/** A row a page, the most seen first. */
export const compilePages = (whose: Whose, scope: Scope, { limit, only }: { limit: number; only?: string }): Sql => {
  const views = eventsOf({ ...whose, view: null }, 'view', scope)
  const { fields } = views
  const name = fields.of('view.name').text
  const [who, session] = [whoOf(fields), fields.of('session.id').text]
  const frustrations = fields.of('view.frustration.count').number
  const counted = sql`SELECT ${name} AS page, count() AS n, uniqExact(${who}) AS people, uniqExact(${session}) AS visits,
    sum(ifNull(${frustrations}, 0)) AS signals FROM (${views.rows()}) WHERE page != '' GROUP BY page`
  const where = only === undefined ? sql`1` : sql`page = ${str(only)}`
  return sql`SELECT page AS view_name, toFloat64(place) AS rank, toFloat64(of) AS pages, toFloat64(n) AS views,
  toFloat64(people) AS users, toFloat64(visits) AS sessions, toFloat64(signals) AS frustrations
FROM (SELECT *, row_number() OVER (ORDER BY n DESC, page) AS place, count() OVER () AS of FROM (${counted}))
WHERE ${where} ORDER BY place LIMIT ${u32(limit)}`
}

/** One row: how far down the page its views came. */
export const compileScroll = (whose: Whose, scope: Scope): Sql => {
  const views = eventsOf(whose, 'view', scope)
  const { fields } = views
  const depth = fields.of('display.scroll.max_depth').number
  const height = fields.of('display.scroll.max_scroll_height').number
  const window = fields.of('display.viewport.height').number
  const rows = sql`SELECT least(1, assumeNotNull(${depth}) / assumeNotNull(${height})) AS share,
    least(1, ifNull(${window}, 0) / assumeNotNull(${height})) AS fold, assumeNotNull(${height}) AS length
    FROM (${views.rows()}) WHERE ifNull(${height}, 0) > 0 AND ${depth} IS NOT NULL`
  return sql`SELECT toFloat64(count()) AS views,
  arrayMap(x -> toFloat64(x), sumForEach(arrayMap(band -> toUInt64(share >= band / ${u32(BANDS)}), range(0, ${u32(BANDS + 1)})))) AS reached,
  avgOrNull(fold) AS average_fold, avgOrNull(share) AS average_depth, avgOrNull(length) AS page_height FROM (${rows})`
}

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
  const recorded = sql`SELECT view_id FROM replay_segments WHERE has_full_snapshot AND index_in_view = 0`
  return sql`WITH seen AS (${rows}), (SELECT quantileExactLow(0.5)(width) FROM seen) AS usual
SELECT application, session, view, toFloat64(began) AS began, spent, loading, width, height, length FROM seen
WHERE view GLOBAL IN (${recorded})
ORDER BY spent < 1500, floor(abs(width - usual) / 100), began DESC, view LIMIT ${u32(limit)}`
}
