import type { EventType } from '../model/attribute.ts'
import { keyColumn } from '../sessions/keys.ts'
import { SEQUENCE_TYPES, STRETCH_ATTRIBUTES, WHOLE_SESSION_ATTRIBUTES } from '../sessions/sequence-columns.ts'
import { settledVisible } from '../sessions/visible.ts'
import { and, join, type Sql, sql, time, word } from '../sql/sql.ts'
import { personKey, unnamedDevice, unnamedDeviceKey, withUserKeys, withUsers } from './identity.ts'
import { namesAmong, type Scope } from './source.ts'

const COLUMNS = [
  ...[...STRETCH_ATTRIBUTES, ...WHOLE_SESSION_ATTRIBUTES].map((one) => one.column),
  ...['session_key', 'batch', 'start', 'last', 'plain', 'views', 'actions', 'servers'],
  ...['first_view', 'last_view', 'first_action', 'last_action', 'first_server', 'last_server'],
  ...['kinds', 'offsets', 'arrivals', 'pages', 'user_key', 'session_number'],
  'person_key',
]

/** What is made of rows for which `where` holds: a column `made`. */
export interface RowForm {
  value: Sql
  where: Sql
}

/** Whether sequences hold all events of these types. */
export const areSequenced = (types: readonly EventType[]): boolean =>
  types.every((type) => (SEQUENCE_TYPES as readonly string[]).includes(type))

/**
 * What is selected of the rows of `sequences` that may have events in the scope's time and fulfil all conditions. Where
 * `usr_id` or `user_key` is named, rows without a user have the one of their device; the conditions stand there once,
 * around all rows, so that a set of members is built once. With `forms`, rows of each are read for themselves: lists that
 * only one of them needs are not read for the others. `sooner`: a condition on stored columns that is looked at before any
 * others are read.
 */
export const sequenceRows = (
  scope: Scope,
  selected: Sql,
  conditions: readonly Sql[],
  forms: readonly RowForm[] = [],
  sooner?: Sql,
): Sql => {
  const visible = visibleRows(scope)
  const stored = storedRows(forms, sooner)
  const names = namesAmong(COLUMNS, join([selected, ...conditions]))
  const stitched = scope.identity !== 'as_sent'
  const around = (rows: Sql) => sql`SELECT ${selected} FROM (${rows}) WHERE ${and([sql`1`, ...conditions])}`
  if (stitched && names.includes('usr_id')) return around(withUserOfDevice(names, visible, stored, forms.length > 0))
  if (stitched && names.includes('user_key'))
    return around(withUserKeys(stored([...names.map(column), unnamedDeviceKey], visible)))
  return forms.length || names.includes('person_key')
    ? around(stored(names.map(column), visible))
    : stored([selected], [...visible, ...conditions])
}

/** Conditions of rows that count, and may have events in the scope's time. */
export const visibleRows = ({ from, to, picture }: Scope): Sql[] => [
  settledVisible(picture),
  sql`start < ${time(to)}`,
  sql`last >= ${time(from)}`,
]

/** As it is, but for one that is made of others of the row. */
const column = (name: string): Sql => (name === 'person_key' ? sql`${personKey} AS person_key` : word(name))

type StoredRows = (columns: readonly Sql[], where: readonly Sql[]) => Sql

const storedRows = (forms: readonly RowForm[], sooner: Sql | undefined): StoredRows => {
  const first = sooner ? sql`PREWHERE ${sooner} ` : sql``
  const branch = (selected: readonly Sql[], conditions: readonly Sql[]) =>
    sql`SELECT ${join(selected)} FROM sequences ${first}WHERE ${and(conditions)}`
  return (columns, where) =>
    forms.length
      ? join(
          forms.map((form) => branch([...columns, sql`${form.value} AS made`], [...where, form.where])),
          UNION,
        )
      : branch(columns, where)
}

const UNION = sql`\nUNION ALL\n`

/** Most rows name a user or no device: only the others are looked up. */
const withUserOfDevice = (all: readonly string[], visible: readonly Sql[], stored: StoredRows, made: boolean): Sql => {
  const names = all.filter((name) => name !== 'user_key')
  const needed = [...new Set([...names, 'usr_anonymous_id'])].map(column)
  const unnamed = stored([...needed, unnamedDevice], [...visible, sql`usr_id = ''`, sql`usr_anonymous_id != ''`])
  const read = names.map(column)
  const named = stored(read, [...visible, sql`usr_id != ''`])
  const nobodys = stored(read, [...visible, sql`usr_id = ''`, sql`usr_anonymous_id = ''`])
  const kept = join([...names.map(word), ...(made ? [sql`made`] : [])])
  const rows = join([named, sql`SELECT ${kept} FROM (${withUsers(unnamed)})`, nobodys], UNION)
  return all.length === names.length ? rows : sql`SELECT *, ${keyColumn('user_key')} FROM (${rows})`
}
