import { keyOf } from '../../engine/schema/0019-person-keys.ts'
import { attributeOf } from '../../model/attribute.ts'
import type { Search } from '../../model/search/ast.ts'
import { attributesOf } from '../../model/search/attributes-of.ts'
import { filtered } from '../../query/filter.ts'
import { unnamedDeviceKey, withUserKeys } from '../../query/identity.ts'
import { holdsTerm } from '../../query/sequence-search.ts'
import { mayBeHot, type Scope } from '../../query/source.ts'
import { hotEvents } from '../../sessions/hot-rows.ts'
import { constant, type Sql, sql } from '../../sql/sql.ts'

/**
 * Rows `{value, n}` of `usr.id`: events are counted by the numbers of their users and devices, of which there are few
 * when the users of devices are looked up, and named at the end. Undefined where the search asks who a user is.
 */
export const userValues = (path: string, search: Search, scope: Scope): Sql | undefined => {
  if (path !== 'usr.id' || scope.identity === 'as_sent' || !isOfColumns(search)) return undefined
  const events = filtered({ search: { query: search } }, { ...scope, identity: 'as_sent' })
  events.fields.keyOf(path)
  const rows = events.rows([unnamedDeviceKey])
  return sql`SELECT id AS value, sum(counted) AS n FROM (${withUserKeys(sql`
  SELECT user_key, device_number, toInt64(count()) AS counted FROM (${rows}) GROUP BY user_key, device_number`)}) AS numbers
INNER JOIN (SELECT ${constant(keyOf('id'))} AS named_key, id FROM (${ids(scope)})) AS names ON user_key = named_key
GROUP BY id`
}

const isOfColumns = (search: Search): boolean =>
  !holdsTerm(search) && attributesOf(search).every((path) => path !== 'usr.id' && attributeOf(path) !== undefined)

/** All users that were ever named. */
const ids = (scope: Scope): Sql => sql`SELECT DISTINCT id FROM (
  SELECT usr_id AS id FROM seen_sessions UNION ALL SELECT user_id AS id FROM identity_links
  ${mayBeHot(scope) ? sql`UNION ALL SELECT usr_id AS id FROM (${hotEvents(scope.picture)})` : sql``})
WHERE id != ''`
