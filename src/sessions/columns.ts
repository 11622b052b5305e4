import { ATTRIBUTES, type Attribute, type Storage } from '../model/attribute.ts'
import { constant, type Sql, sql, word } from '../sql/sql.ts'

/** Columns of event rows that are no attributes. */
export const OWN_COLUMNS = [
  'event_id',
  'session_key',
  'arrival',
  'received_at',
  'skew_ms',
  'custom',
  'more',
  'revision',
  'session_ended',
] as const

/** Attributes made from the whole session, on each of its events. */
export const SESSION_LEVEL: readonly Attribute[] = ATTRIBUTES.filter((a) => a.level === 'session')

const SHARED_GROUPS = new Set(['Event', 'Application', 'Session', 'User', 'Account', 'Geo', 'Device'])

/** Attributes that a session takes over from its last view. */
export const OF_LAST_VIEW: readonly Attribute[] = ATTRIBUTES.filter(
  (a) =>
    SHARED_GROUPS.has(a.group) && a.level !== 'session' && !['type', 'date', 'session.has_replay'].includes(a.path),
)

/** A column's value where an event has none, in the column's own type. */
export const missing = (attribute: Attribute): Sql => MISSING[attribute.storage]

const MISSING: Record<Storage, Sql> = {
  enum: constant("CAST('', 'LowCardinality(String)')"),
  text: constant("''"),
  int: constant("CAST(NULL, 'Nullable(Int64)')"),
  float: constant("CAST(NULL, 'Nullable(Float64)')"),
  bool: constant("CAST(NULL, 'Nullable(Bool)')"),
  list: constant("CAST([], 'Array(String)')"),
  time: constant("toDateTime64(0, 3, 'UTC')"),
}

export const column = (attribute: Attribute): Sql => word(attribute.column)
export const as = (expression: Sql, alias: string): Sql => sql`${expression} AS ${word(alias)}`
