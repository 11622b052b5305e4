import type { Asking } from '../../src/analyses/asking.ts'
import { column } from '../../src/sessions/columns.ts'
import {
  KIND_ATTRIBUTES,
  SEQUENCE_TYPES,
  STRETCH_ATTRIBUTES,
  WHOLE_SESSION_ATTRIBUTES,
} from '../../src/sessions/sequence-columns.ts'
import { settledVisible } from '../../src/sessions/visible.ts'
import { constant, join, type Sql, sql, strs } from '../../src/sql/sql.ts'

const told = (of: Sql): Sql => sql`ifNull(toString(${of}), 'none')`
const ofRow = [...STRETCH_ATTRIBUTES, ...WHOLE_SESSION_ATTRIBUTES].map((one) => told(column(one)))
const ofKind = KIND_ATTRIBUTES.map((one) => told(column(one)))

/** Settled events that their sequences don't tell, and what sequences tell that did not happen. Both must be empty. */
export const untoldBySequences = (asking: Asking): Promise<object[]> => {
  const { picture } = asking.scope(0, 9e12)
  const visible = settledVisible(picture)
  const events = sql`SELECT session_key, arrival, toUnixTimestamp64Milli(date) AS at, [${join([...ofKind, ...ofRow])}] AS tags
    FROM events WHERE ${visible} AND type IN ${strs(SEQUENCE_TYPES)}`
  const sequences = sql`SELECT session_key, arrival, at, arrayConcat(k.tags, s.tags) AS tags
    FROM (
      SELECT session_key, [${join(ofRow)}] AS tags, kind, arrival, toUnixTimestamp64Milli(start) + offset AS at
      FROM sequences ARRAY JOIN kinds AS kind, arrivals AS arrival, offsets AS offset WHERE ${visible}) AS s
    LEFT JOIN (SELECT kind, [${join(ofKind)}] AS tags FROM event_kinds) AS k ON k.kind = s.kind`
  const sorted = constant('ORDER BY session_key, at, arrival, tags')
  return asking.run(sql`
SELECT 'untold' AS what, * FROM (SELECT * FROM (${events}) EXCEPT ALL SELECT * FROM (${sequences})) ${sorted}
UNION ALL
SELECT 'invented' AS what, * FROM (SELECT * FROM (${sequences}) EXCEPT ALL SELECT * FROM (${events})) ${sorted}`)
}
