import { KEPT_CUSTOM, keptCustomColumn } from '../../engine/schema/0031-kept-custom.ts'
import { seenValue } from '../../query/seen.ts'
import { rowsSince } from '../../sessions/kept-profiles.ts'
import { and, join, type Sql, sql, str, u64, word } from '../../sql/sql.ts'
import { type Asked, type Audience, ENTITY_COLUMN } from '../entity.ts'
import { type Among, isAmong, type Key } from './among.ts'
import type { ProfileColumn } from './columns.ts'
import { NEVER_SET } from './from-custom.ts'
import { rowsFromSeen } from './from-seen.ts'

/**
 * The same rows as `rowsFromSeen`: of people of whom nothing has come since as they were kept, of the others made anew by
 * `rowsAnew`. Undefined if no profiles are kept, or a column is not among them.
 */
export const rowsFromKept = (
  columns: readonly ProfileColumn[],
  keys: readonly Key[],
  asked: Asked,
  among?: Among,
  rowsAnew: typeof rowsFromSeen = rowsFromSeen,
): Sql | undefined => {
  const { audience, scope } = asked
  const { picture } = scope
  if (!picture.profiles) return undefined
  const own = columns.filter(({ alias }) => alias !== 'id')
  const made = own.map((column) => as(keptOf(column, picture.profiles!.custom[audience]), word(column.alias)))
  const last = keys.map(({ path, alias }) => as(valueOf('last', path), alias))
  if ([...made, ...last].includes(undefined)) return undefined
  const since = rowsSince(picture, picture.profiles)
  const changed = since && changedIds(audience, since)
  const where = [
    sql`generation = ${u64(picture.profiles.generation)} AND audience = ${str(audience)}`,
    ...(among ? [isAmong(sql`id`, among)] : []),
    ...(changed ? [sql`id GLOBAL NOT IN (${changed})`] : []),
  ]
  const kept = sql`SELECT ${join([sql`id`, ...[...made, ...last].map((one) => one!)])} FROM kept_profiles WHERE ${and(where)}`
  if (!changed) return kept
  const ids = among ? sql`SELECT id FROM (${changed}) WHERE ${isAmong(sql`id`, among)}` : changed
  const anew = rowsAnew(columns, keys, asked, ids)!
  const order = join(['id', ...own.map(({ alias }) => alias)].map(word).concat(keys.map(({ alias }) => alias)))
  return sql`SELECT ${order} FROM (${kept}) UNION ALL SELECT ${order} FROM (${anew})`
}

/**
 * Whose profile rows that came or went may have changed, in ids: those that the rows name, and whoever was seen on their
 * devices, since one of these may have become or ceased to be the first.
 */
const changedIds = (audience: Audience, since: Sql): Sql => {
  const column = word(ENTITY_COLUMN[audience])
  const named = sql`SELECT ${column} AS id FROM (${since}) WHERE ${column} != ''`
  const devices = sql`SELECT usr_anonymous_id FROM (${since}) WHERE usr_anonymous_id != ''`
  const beside =
    audience === 'users'
      ? sql`SELECT user_id AS id FROM identity_links WHERE anonymous_id GLOBAL IN (${devices})`
      : sql`SELECT account_id AS id FROM seen_sessions
        WHERE usr_id = '' AND account_id != '' AND usr_anonymous_id GLOBAL IN (${devices})`
  return sql`SELECT id FROM (${named} UNION ALL ${beside})`
}

const as = (value: Sql | undefined, alias: Sql): Sql | undefined => value && sql`${value} AS ${alias}`

const valueOf = (which: 'first' | 'last', path: string): Sql | undefined => {
  const column = seenValue(which, path)
  return column === undefined ? undefined : word(column)
}

/** An attribute that nobody had as profiles were kept has no column, but all of those that there were have. */
const customOf = (path: string, paths: readonly string[]): Sql | undefined => {
  const place = paths.indexOf(path)
  if (place >= 0) return word(keptCustomColumn(place))
  return paths.length < KEPT_CUSTOM ? NEVER_SET : undefined
}

const keptOf = ({ attribute: { made, type } }: ProfileColumn, custom: readonly string[]): Sql | undefined => {
  switch (made.kind) {
    case 'first_seen':
      return sql`toFloat64(toUnixTimestamp64Milli(first_date))`
    case 'last_seen':
      return sql`toFloat64(toUnixTimestamp64Milli(last_date))`
    case 'count':
      return made.of === 'loading_time'
        ? sql`if(loading_count = 0, NULL, loading_sum / loading_count)`
        : sql`toFloat64(${word(made.of)})`
    case 'first':
    case 'last':
      return type === 'any' ? customOf(made.path, custom) : valueOf(made.kind, made.path)
    default:
      return undefined
  }
}
