import { constant, f64, i64, join, type Sql, sql, u64 } from '../../src/sql/sql.ts'
import { lot, share } from './choice.ts'
import { PAGES, WAY } from './pages.ts'
import { COUNTRY_OF_HUNDREDTH } from './places.ts'

/** What is to be made: the same for the same numbers. */
export interface Traffic {
  applicationId: string
  /** Sessions in all; the order of their numbers is that of time. */
  sessions: number
  /** Epoch ms, from ≤ start of a session < to. */
  from: number
  to: number
  /** Nearly everybody comes once, says who they are and soon leaves: many people of few events. */
  once?: boolean
}

/** Events of a session on average: found by counting, and of those who come once as `plan` says. */
export const eventsASession = (once = false): number => (once ? 3 : 11.68)

/** Devices that these sessions are made on; their numbers are those of people, too. */
export const devicesOf = ({ sessions, once }: Traffic): number => Math.max(1, once ? sessions : Math.ceil(sessions / 4))

const DAY = 86_400_000
/** Errors are kept for 30 days: older ones would not be there any more. */
const ERRORS_KEPT_MS = 30 * DAY

const s = constant('s')

/**
 * One row a session, those numbered from `first` on: who visits, when, and what happens as lists of equal length. `kinds`: 0
 * view, 1 action, 2 error, 3 server event; `at`: ms since the start; `visits`: the number of the view it happens on; and
 * of that view `spent_on` (ms), `pages` (its place in `PAGES`), `clicks` and `faults`.
 */
export const visits = (traffic: Traffic, first: number, count: number): Sql => {
  const { sessions, from, to, once } = traffic
  const days = (to - from) / DAY
  const plan: Record<string, Sql> = {
    s: sql`number`,
    day: sql`${f64(days / sessions)} * s`,
    // A day's busiest hours are three times as busy as its quietest.
    hour: sql`day - floor(day) + 0.7 * sin(2 * pi() * (day - floor(day))) / (2 * pi())`,
    started: sql`${i64(from)} + toInt64(${constant(String(DAY))} * (floor(day) + hour))`,
    // Few devices come often, most once or twice.
    device: sql`toUInt64(pow(${share('device', s)}, 1.6) * ${u64(devicesOf(traffic))})`,
    person: sql`device - device % 5 % 2`,
    known: sql`${lot('known', sql`person`)} % 10 < 7 AND ${lot('signed in', s)} % 10 < 8`,
    place: sql`arrayElement(${numbers(COUNTRY_OF_HUNDREDTH)}, 1 + ${lot('place', sql`device`)} % 100)`,
    shape: sql`${lot('shape', sql`device`)} % 100`,
    length: sql`toUInt32(least(80, 1 + floor(-11.2 * log(1 - ${share('length', s)}))))`,
    ...(once ? ONCE : {}),
    depth: sql`toUInt32(floor(${constant(String(WAY.length))} * pow(${share('depth', s)}, 1.7)))`,
    places: sql`range(length)`,
    kinds: sql`arrayMap(i -> ${kindOf}, places)`,
    at: sql`arrayCumSum(i -> if(i = 0, 0, toUInt32(1500 + least(600000, -22000 * log(1 - ${share('gap', s, sql`i`)})))), places)`,
    visits: sql`arrayCumSum(k -> k = 0, kinds)`,
    seen: sql`arrayFilter((a, k) -> k = 0, at, kinds)`,
    ended: sql`at[-1] + 2000 + ${lot('end', s)} % 30000`,
    spent_of: sql`arrayMap((a, b) -> b - a, seen, arrayPushBack(arrayPopFront(seen), ended))`,
    page_of: sql`arrayMap(v -> ${pageOf}, range(length(seen)))`,
    clicks_of: counted('1'),
    faults_of: counted('2'),
    spent_on: sql`arrayMap(v -> spent_of[v], visits)`,
    pages: sql`arrayMap(v -> page_of[v], visits)`,
    clicks: sql`arrayMap(v -> clicks_of[v], visits)`,
    faults: sql`arrayMap(v -> faults_of[v], visits)`,
  }
  const recent = sql`WITH ${i64(to - ERRORS_KEPT_MS)} AS errors_from `
  return sql`${recent}SELECT ${join(Object.entries(plan).map(([name, of]) => sql`${of} AS ${constant(name)}`))} FROM numbers_mt(${u64(first)}, ${u64(count)})`
}

const ONCE: Record<string, Sql> = {
  device: sql`s`,
  person: sql`s`,
  known: sql`1`,
  length: sql`toUInt32(1 + ${lot('length', s)} % 5)`,
}

const numbers = (of: readonly number[]): Sql => constant(`[${of.join(', ')}]`)

const kindOf = sql`toUInt8(multiIf(i = 0, 0, ${lot('kind', s, sql`i`)} % 100 < 36, 0, ${lot('kind', s, sql`i`)} % 100 < 94, 1,
  ${lot('kind', s, sql`i`)} % 100 < 97 AND started > errors_from, 2, ${lot('kind', s, sql`i`)} % 100 >= 98 AND known, 3, 1))`

/** Most views go one step on towards the order, as far as this session gets; the others go somewhere beside it. */
const pageOf = sql`toUInt32(if(v = 0 AND ${lot('first', s)} % 10 < 6 OR ${lot('page', s, sql`v`)} % 100 < 62, least(v, depth),
  ${constant(String(WAY.length))} + floor(${constant(String(PAGES.length - WAY.length))} * pow(${share('beside', s, sql`v`)}, 2.2))))`

const counted = (kind: string): Sql =>
  sql`arrayMap(v -> arrayCount((k, w) -> k = ${constant(kind)} AND w = v + 1, kinds, visits), range(length(seen)))`
