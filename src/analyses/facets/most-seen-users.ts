import type { Search } from '../../model/search/ast.ts'
import type { Scope } from '../../query/source.ts'
import { rowsSince } from '../../sessions/kept-profiles.ts'
import { sql, strs, u32, u64 } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import { countedUsers } from './counted-users.ts'
import type { FacetValue, Named } from './facet-value.ts'

/** Of so many it is counted what they did in the range. */
const MOST = 100

interface Ways {
  asking: Asking
  /** Counts the events of some. */
  among(named: Named): Promise<FacetValue[]>
}

/**
 * The users with the most events in a range are mostly among those with the most of all time, which is kept with their
 * profiles. Undefined if others may be among them too: who has fewer events of all time than the last of these in the
 * range is not. Undefined as well while anything is newer than the profiles: to find out of whom they say too little by
 * then takes as long as to count for everybody.
 */
export const mostSeenUsers = async (
  { path, search, limit }: { path: string; search: Search; limit: number },
  scope: Scope,
  { asking, among }: Ways,
): Promise<FacetValue[] | undefined> => {
  const { profiles } = scope.picture
  if (path !== 'usr.id' || scope.identity === 'as_sent' || !profiles) return undefined
  if (rowsSince(scope.picture, profiles) || !countedUsers(search, scope)) return undefined
  const seen = await asking.run<{ id: string; most: number }>(sql`SELECT id, toFloat64(events + sessions) AS most
FROM kept_profiles WHERE generation = ${u64(profiles.generation)} AND audience = 'users' AND id != ''
ORDER BY most DESC, id LIMIT ${u32(MOST + 1)}`)
  const ids = strs(seen.slice(0, MOST).map(({ id }) => id))
  const found = await among((id) => sql`${id} IN ${ids}`)
  const others = seen[MOST]?.most ?? 0
  const last = found[limit - 1]?.count ?? 0
  return others === 0 || last > others ? found : undefined
}
