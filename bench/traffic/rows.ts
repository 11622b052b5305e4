import { ATTRIBUTES } from '../../src/model/attribute.ts'
import { as, missing } from '../../src/sessions/columns.ts'
import { ALL_COLUMNS } from '../../src/sessions/hot-rows.ts'
import { SESSION_COLUMNS } from '../../src/sessions/roll-up.ts'
import { join, type Sql, sql, word } from '../../src/sql/sql.ts'
import { columnsOf, SHARED } from './columns.ts'
import { custom, more } from './custom.ts'
import { type Traffic, visits } from './visit.ts'

/** The columns of an event before it is settled: all but those made from the whole session. */
export const HOT_COLUMNS: readonly string[] = ALL_COLUMNS.filter((name) => !SESSION_COLUMNS.includes(name))

/** What the columns below need of a session, and what of each event in it. */
const OF_SESSION = ['s', 'started', 'device', 'person', 'known', 'place', 'shape', 'depth']
const OF_EVENT: Record<string, string> = {
  kind: 'kinds',
  at_ms: 'at',
  visit: 'visits',
  place_in: 'places',
  spent: 'spent_on',
  page_no: 'pages',
  clicked: 'clicks',
  failed: 'faults',
}

/** The events of some sessions, as they lie in `events_hot` when all of their versions are resolved. */
export const hotRows = (traffic: Traffic, first: number, count: number): Sql => {
  const own: Record<string, Sql> = { ...columnsOf(traffic), custom, more }
  const columns = HOT_COLUMNS.map((name) =>
    as(own[name] ?? missing(ATTRIBUTES.find((one) => one.column === name)!), name),
  )
  const shared = Object.entries(SHARED).map(([name, of]) => as(of, name))
  const joined = Object.entries(OF_EVENT).map(([name, list]) => as(word(list), name))
  const kept = join([...OF_SESSION, ...Object.keys(OF_EVENT)].map(word))
  return sql`SELECT ${join(columns)} FROM (
SELECT ${kept}, ${join(shared)} FROM (${visits(traffic, first, count)}) ARRAY JOIN ${join(joined)})`
}

export const hotColumnNames = join(HOT_COLUMNS.map(word))
