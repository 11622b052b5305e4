import { keyOf } from '../../engine/schema/0019-person-keys.ts'
import { attributeOf, type EventType } from '../../model/attribute.ts'
import type { Search } from '../../model/search/ast.ts'
import { attributesOf } from '../../model/search/attributes-of.ts'
import { typesOf } from '../../query/event-types.ts'
import { createFields } from '../../query/field.ts'
import { unnamedDeviceKey, withUserKeys } from '../../query/identity.ts'
import { predicateOf } from '../../query/predicate.ts'
import { holdsTerm } from '../../query/sequence-search.ts'
import { eventSource, mayBeHot, type Scope } from '../../query/source.ts'
import { hotVersions } from '../../sessions/hot-rows.ts'
import { and, constant, join, type Sql, sql, u64 } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import { countedUsers } from './counted-users.ts'
import type { Named } from './facet-value.ts'
import { sequencedUsers } from './sequenced-users.ts'
import type { ToldUsers } from './told-users.ts'

/**
 * Rows `{value, n}` of `usr.id`, in parts to be added up. Where rows of whole sessions don't name users, events are counted
 * by the numbers of users and devices, and named at the end. Of users of whom something is `named` only the events are
 * counted. Undefined where the search asks who a user is.
 */
export const userValues = async (
  { path, search, named }: { path: string; search: Search; named: Named | undefined },
  scope: Scope,
  asking: Asking,
): Promise<Sql[] | undefined> => {
  if (path !== 'usr.id' || scope.identity === 'as_sent' || !isOfColumns(search)) return undefined
  const told = countedUsers(search, scope) ?? sequencedUsers(search, scope)
  const areAcross = told !== undefined && (await asking.run(sql`${told.across} LIMIT 1`)).length > 0
  const users = named && usersNamed(named, scope)
  // Looked at once around all rows, the set is made once; but each shard must be told which rows to leave out.
  const only = asking.onShards ? users?.rows : undefined
  const events = (types: readonly EventType[], settled?: Sql) => counted(search, scope, { types, settled, only })
  // Of open sessions alone the engine would then lose some: `GLOBAL IN` around events and roll-ups (26.7).
  const open = (types: readonly EventType[]) =>
    counted(search, { ...scope, only: 'hot' }, { types, settled: undefined, only: undefined })
  const unread = ({ types, events: crossing }: ToldUsers) => {
    if (areAcross) return [events(types, crossing)]
    return mayBeHot(scope) ? [open(types)] : []
  }
  const others = typesOf(search).filter((type) => !told?.types.includes(type))
  const parts = [
    ...(told ? [...told.numbers({ areAcross, named, only }), ...unread(told)] : []),
    ...(others.length ? [events(others)] : []),
  ]
  return [
    ...(told?.values({ areAcross, named, only }) ?? []),
    ...(parts.length
      ? [withNames(parts, scope, { named, users, rows: asking.onShards ? undefined : users?.rows })]
      : []),
  ]
}

interface Naming {
  named: Named | undefined
  users: { devices: Sql } | undefined
  /** Only rows for which this holds. */
  rows: Sql | undefined
}

const withNames = (parts: readonly Sql[], scope: Scope, { named, users, rows }: Naming): Sql => {
  const numbers = sql`
  SELECT user_key, device_number, sum(n) AS counted FROM (${join(parts, sql`\nUNION ALL\n`)})
  WHERE ${rows ?? sql`1`} GROUP BY user_key, device_number`
  return sql`SELECT id AS value, sum(counted) AS n FROM (${withUserKeys(numbers, users?.devices)}) AS numbers
INNER JOIN (SELECT ${constant(keyOf('id'))} AS named_key, id FROM (${ids(scope, named)})) AS names ON user_key = named_key
GROUP BY id`
}

/** Conditions: which `user_key` and `device_number` may be of these users, and which `device_key`. */
const usersNamed = (named: Named, scope: Scope): { rows: Sql; devices: Sql } => {
  const devices = sql`SELECT device_key FROM identity_links WHERE ${named(sql`user_id`)}`
  // A number may be of a user and of a device: such rows are passed over as users are named.
  const numbers = sql`SELECT ${constant(keyOf('id'))} FROM (${ids(scope, named)}) UNION ALL ${devices}`
  return {
    rows: sql`if(user_key = 0, device_number, user_key) GLOBAL IN (${numbers})`,
    devices: sql`device_key GLOBAL IN (${devices})`,
  }
}

const isOfColumns = (search: Search): boolean =>
  !holdsTerm(search) && attributesOf(search).every((path) => path !== 'usr.id' && attributeOf(path) !== undefined)

interface Counted {
  types: readonly EventType[]
  /** A condition on settled events. */
  settled: Sql | undefined
  /** A condition on `user_key` and `device_number`. */
  only: Sql | undefined
}

/** Rows `{user_key, device_number, n}` of the events that match. */
const counted = (search: Search, scope: Scope, { types, settled, only }: Counted): Sql => {
  const fields = createFields(scope.derive)
  const where = [predicateOf(search, fields), ...(only ? [only] : [])]
  fields.keyOf('usr.id')
  const wanted = { fields: fields.all(), types, own: [unnamedDeviceKey], settled }
  const rows = eventSource({ ...scope, identity: 'as_sent' }, wanted)
  return sql`SELECT user_key, device_number, toInt64(count()) AS n FROM (${rows}) WHERE ${and(where)} GROUP BY user_key, device_number`
}

/** The users that were ever named: of profiles that are kept, of sessions since, of devices, of open sessions. */
const ids = (scope: Scope, named?: Named): Sql => {
  const { picture } = scope
  const { profiles } = picture
  const of = (column: Sql, rows: Sql) =>
    sql`SELECT ${column} AS id FROM ${rows} AND ${column} != '' AND ${named?.(column) ?? sql`1`}`
  const kept = profiles
    ? [of(sql`id`, sql`kept_profiles WHERE generation = ${u64(profiles.generation)} AND audience = 'users'`)]
    : []
  const since = profiles?.committed ?? 0n
  const all = [
    ...kept,
    ...(since < picture.committed ? [of(sql`usr_id`, sql`seen_sessions WHERE batch > ${u64(since)}`)] : []),
    of(sql`user_id`, sql`identity_links WHERE 1`),
    ...(mayBeHot(scope) ? [of(sql`usr_id`, sql`(${hotVersions(picture)}) WHERE 1`)] : []),
  ]
  return sql`SELECT DISTINCT id FROM (${join(all, sql`\nUNION ALL\n`)})`
}
