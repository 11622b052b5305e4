import { type Sql, setOf, sql, strs } from '../sql/sql.ts'

/** The device of an event that names no user, as a column of its own: `device`. */
export const unnamedDevice: Sql = sql`if(usr_id = '', usr_anonymous_id, '') AS device`

/**
 * The user of each device: the first that was seen on it, by time, then by arrival. Later users of the device get none
 * of its anonymous activity, and nobody is followed from one device to another (parity.md §2.9).
 */
const usersOfDevices = (
  only: Sql,
): Sql => sql`SELECT anonymous_id AS linked_device, argMax(user_id, earliness) AS linked_user
  FROM identity_links WHERE ${only} GROUP BY anonymous_id`

/**
 * Rows with `usr_id` and `device`: where an event names no user, `usr_id` becomes the user of its device, if `only` holds
 * for its links.
 */
export const withUsers = (rows: Sql, only = sql`1`): Sql => sql`
SELECT * EXCEPT (device, linked_device, linked_user) REPLACE (if(usr_id = '', linked_user, usr_id) AS usr_id)
FROM (${rows}) AS sent LEFT JOIN (${usersOfDevices(only)}) AS links ON device = linked_device`

/** Of links those of devices on which one of these users was seen, whoever was the first. */
export const devicesOf = (users: readonly string[]): Sql =>
  sql`anonymous_id GLOBAL IN (SELECT anonymous_id FROM identity_links WHERE user_id IN ${strs(users)})`

/** The same as a number, 0 where a user is named or there is no device: `device_number`. */
export const unnamedDeviceKey: Sql = sql`if(user_key = 0, device_key, toUInt64(0)) AS device_number`

/** Rows with `user_key` and `device_number`: as `withUsers`, but of numbers; of devices only those for which `only` holds. */
export const withUserKeys = (rows: Sql, only?: Sql): Sql => sql`
SELECT * EXCEPT (device_number, linked_device, linked_key) REPLACE (if(user_key = 0, linked_key, user_key) AS user_key)
FROM (${rows}) AS sent ANY LEFT JOIN ${only ? keysOfDevices(sql`WHERE ${only} `) : LINKS} AS links
ON device_number = linked_device`

/**
 * A number for whoever an event is of, before it is known who: where no user is named its device's, turned over so that it
 * is no user's: `person_key`.
 */
export const personKey: Sql = sql`if(user_key = 0, bitNot(device_key), user_key)`

/** Of the users with these numbers, as `key`, all that `personKey` may be: of devices those of which they are the first user. */
export const personsOf = (keys: Sql): Sql => sql`
SELECT arrayJoin(if(linked_device = 0, [key], [key, bitNot(linked_device)])) FROM ${LINKS} AS links RIGHT JOIN (${keys}) AS members ON linked_key = key`

const keysOfDevices = (where: Sql): Sql => sql`(
  SELECT device_key AS linked_device, argMax(user_key, earliness) AS linked_key FROM identity_links ${where}GROUP BY linked_device)`

const LINKS = setOf('links', keysOfDevices(sql``))

/**
 * Whether the user of an event is called like this, of columns as they are stored: who only looks for a part of the name
 * need not have the user of each device looked up.
 */
export const userLike = (like: Sql): Sql => sql`(usr_id ILIKE ${like} OR (usr_id = '' AND device_key GLOBAL IN (
  SELECT device_key FROM identity_links
  WHERE device_key GLOBAL IN (SELECT device_key FROM identity_links WHERE user_id ILIKE ${like})
  GROUP BY device_key HAVING argMax(user_id, earliness) ILIKE ${like})))`
