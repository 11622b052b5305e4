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
import { hotEvents } from '../../sessions/hot-rows.ts'
import { and, constant, join, type Sql, sql, strs, u32, u64, u64s } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import { type SequencedUsers, sequencedUsers } from './sequenced-users.ts'

/** Up to so many users are told to the engine one by one, with their devices. */
const FEW = 20_000

/**
 * Rows `{value, n}` of `usr.id`: events are counted by the numbers of their users and devices, on sequences where these
 * tell, and named at the end. If `named` leaves few users, only their events are counted. Undefined where the search asks
 * who a user is.
 */
export const userValues = async (
  { path, search, named }: { path: string; search: Search; named: ((id: Sql) => Sql) | undefined },
  scope: Scope,
  asking: Asking,
): Promise<Sql | undefined> => {
  if (path !== 'usr.id' || scope.identity === 'as_sent' || !isOfColumns(search)) return undefined
  const sequenced = sequencedUsers(search, scope)
  const [few, across] = await Promise.all([
    named && fewUsers(named, scope, asking),
    sequenced ? asking.run(sql`${sequenced.across} LIMIT 1`) : [],
  ])
  const only = few?.rows
  const events = (types: readonly EventType[], settled?: Sql, within = scope) =>
    counted(search, within, { types, settled, only })
  const ofSequences = ({ types, within, crossing }: SequencedUsers) => {
    if (across.length) return [within({ only, areAcross: true }), events(types, crossing)]
    const hot = mayBeHot(scope) ? [events(types, undefined, { ...scope, only: 'hot' })] : []
    return [within({ only, areAcross: false }), ...hot]
  }
  const others = typesOf(search).filter((type) => !sequenced?.types.includes(type))
  const parts = [...(sequenced ? ofSequences(sequenced) : []), ...(others.length ? [events(others)] : [])]
  const numbers = sql`
  SELECT user_key, device_number, sum(n) AS counted FROM (${join(parts, sql`\nUNION ALL\n`)}) GROUP BY user_key, device_number`
  return sql`SELECT id AS value, sum(counted) AS n FROM (${withUserKeys(numbers, few?.devices)}) AS numbers
INNER JOIN (SELECT ${constant(keyOf('id'))} AS named_key, id FROM (${few?.names ?? ids(scope)})) AS names ON user_key = named_key
GROUP BY id`
}

interface FewUsers {
  /** Rows `{id}`. */
  names: Sql
  /** Which `user_key` and `device_number` may be of these users, */
  rows: Sql
  /** and which `device_key`. */
  devices: Sql
}

const fewUsers = async (named: (id: Sql) => Sql, scope: Scope, asking: Asking): Promise<FewUsers | undefined> => {
  const [names, devices] = await Promise.all([
    asking.run<{ id: string; key: string }>(
      sql`SELECT id, toString(${constant(keyOf('id'))}) AS key FROM (${ids(scope, named)}) ORDER BY id LIMIT ${u32(FEW + 1)}`,
    ),
    asking.run<{ key: string }>(
      sql`SELECT DISTINCT toString(device_key) AS key FROM identity_links WHERE ${named(sql`user_id`)} ORDER BY key LIMIT ${u32(FEW + 1)}`,
    ),
  ])
  if (names.length > FEW || devices.length > FEW) return undefined
  const deviceKeys = devices.map(({ key }) => BigInt(key))
  // A number may be of a user and of a device: such rows are passed over as users are named.
  const either = u64s([...names.map(({ key }) => BigInt(key)), ...deviceKeys])
  return {
    names: sql`SELECT arrayJoin(${strs(names.map(({ id }) => id))}) AS id`,
    rows: sql`if(user_key = 0, device_number, user_key) IN ${either}`,
    devices: sql`device_key IN ${u64s(deviceKeys)}`,
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
const ids = (scope: Scope, named?: (id: Sql) => Sql): Sql => {
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
    ...(mayBeHot(scope) ? [of(sql`usr_id`, sql`(${hotEvents(picture)}) WHERE 1`)] : []),
  ]
  return sql`SELECT DISTINCT id FROM (${join(all, sql`\nUNION ALL\n`)})`
}
