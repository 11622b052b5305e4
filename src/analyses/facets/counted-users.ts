import { USER_COUNTS } from '../../engine/schema/0053-session-users.ts'
import { EVENT_TYPES } from '../../model/attribute.ts'
import type { Search } from '../../model/search/ast.ts'
import { typesNamed } from '../../query/event-types.ts'
import { keptFrom, type Scope } from '../../query/source.ts'
import { and, type Sql, sql } from '../../sql/sql.ts'
import { crossingOf } from './crossing.ts'
import { sumOf, type ToldUsers } from './told-users.ts'

/** Undefined where the numbers of events of each user and session don't tell what matches: of types they do. */
export const countedUsers = (search: Search, scope: Scope): ToldUsers | undefined => {
  if (scope.way === 'events' || scope.picture.committed === 0n) return undefined
  const types = typesNamed(search)?.filter((type) => scope.from >= keptFrom(scope, [type]))
  if (!types?.length) return undefined
  const { within, ...crossing } = crossingOf(sql`session_users`, scope)
  const number = types.length === EVENT_TYPES.length ? sql`events` : sumOf(types.map((type) => USER_COUNTS[type]))
  /** Persons are looked for before anything else of their rows is read. */
  const counted = (by: Sql, sooner: Sql, areAcross: boolean, more: readonly Sql[] = []) =>
    sql`SELECT ${by}, toInt64(sum(${number})) AS n FROM session_users
PREWHERE ${sooner} WHERE ${and([...more, ...within(areAcross)])} GROUP BY ${by}`
  return {
    ...crossing,
    types,
    numbers: () => [],
    values({ named, areAcross }) {
      const ofUsers = counted(sql`usr_id`, named?.(sql`usr_id`) ?? sql`usr_id != ''`, areAcross)
      const devices = sql`SELECT device_key FROM identity_links WHERE ${named?.(sql`user_id`) ?? sql`1`}`
      const linked = sql`device_number GLOBAL IN (${devices})`
      const ofDevices = counted(sql`device_number`, linked, areAcross, [sql`indexHint(usr_id = '')`])
      return [
        sql`SELECT usr_id AS value, n FROM (${ofUsers})`,
        sql`SELECT linked_user AS value, sum(n) AS n FROM (${ofDevices}) AS seen
ANY INNER JOIN (SELECT device_key AS linked_device, argMax(user_id, earliness) AS linked_user FROM identity_links
  WHERE ${named ? sql`device_key GLOBAL IN (${devices})` : sql`1`} GROUP BY linked_device) AS links ON device_number = linked_device GROUP BY value`,
      ]
    },
  }
}
