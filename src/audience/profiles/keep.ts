import type { Engine } from '../../engine/engine.ts'
import { KEPT_VALUES } from '../../engine/schema/0023-kept-profiles.ts'
import { seenSource } from '../../query/seen.ts'
import { dropKept, noteKept, sessionsSince } from '../../sessions/kept-profiles.ts'
import type { KeptProfiles, Picture, Pictures } from '../../sessions/picture.ts'
import { constant, join, type Sql, sql, u64, word } from '../../sql/sql.ts'
import { ENTITY_COLUMN, EVER } from '../entity.ts'

export interface Keeping {
  engine: Engine
  pictures: Pictures
  clock(): number
}

const TAG = { tag: 'profiles', lane: 'background' as const, limits: { seconds: 3600 } }
const DAY_MS = 86_400_000
/** Made anew once so large a part of all sessions is newer: until then those are looked at when asked. */
const SHARE_SINCE = 0.1
const FEWEST_SINCE = 2_000

/**
 * Makes the profiles of all settled sessions anew if many have come since, or a day is over: what has grown too old is
 * forgotten. Returns whether it did. Not while sessions are settled.
 */
export const keepProfiles = async ({ engine, pictures, clock }: Keeping): Promise<boolean> => {
  const { hotFrom: _, profiles: before, ...settled } = pictures.current()
  if (settled.committed === 0n || (before && !(await isOld(engine, before, clock())))) return false
  const kept: KeptProfiles = {
    generation: (before?.generation ?? 0n) + 1n,
    committed: settled.committed,
    reopened: settled.reopened,
    madeAt: clock(),
  }
  await dropKept(engine, before ? [before.generation] : [])
  const picture: Picture = { ...settled, hotFrom: Number.MAX_SAFE_INTEGER }
  await engine.command(insert(picture, kept.generation), TAG)
  await noteKept(engine, pictures, kept)
  return true
}

const isOld = async (engine: Engine, kept: KeptProfiles, now: number): Promise<boolean> => {
  if (now - kept.madeAt >= DAY_MS) return true
  const { since, all } = await sessionsSince(engine, kept)
  return since >= Math.max(FEWEST_SINCE, SHARE_SINCE * all)
}

/** How each column of `kept_profiles` is made of a person's rows of `seen_sessions`. */
const MADE: Readonly<Record<string, string>> = {
  first_date: 'min(first_date)',
  last_date: 'max(last_date)',
  sessions: "uniqExactIf((application_id, session_id), session_id != '')",
  users: "uniqExactIf(member, member != '')",
  ...Object.fromEntries(
    ['events', 'errors', 'frustrations', 'loading_count', 'loading_sum'].map((name) => [name, `sum(${name})`]),
  ),
  ...Object.fromEntries(
    KEPT_VALUES.map((name) => [name, `${name.startsWith('first') ? 'argMinIfMerge' : 'argMaxIfMerge'}(${name})`]),
  ),
}

const names = Object.keys(MADE)
const READ = names.filter((name) => name !== 'sessions' && name !== 'users')
const SPILLING = constant('SETTINGS distributed_foreground_insert=1, max_bytes_before_external_group_by=1000000000')

/** One look at the rows for users and accounts alike: to read the states takes longer than to merge them. */
const insert = (picture: Picture, generation: bigint): Sql => {
  // An alias must not be named like a column that another aggregate reads.
  const made = names.map((name) => sql`${constant(MADE[name]!)} AS ${word(`made_${name}`)}`)
  const rows = seenSource({ ...EVER, picture, nowMs: 0 }, READ)
  const { users, accounts } = ENTITY_COLUMN
  return sql`INSERT INTO kept_profiles (generation, audience, id, ${join(names.map(word))}) ${SPILLING}
SELECT ${u64(generation)}, if(${word(users)} != '', 'users', 'accounts'), concat(${word(users)}, ${word(accounts)}), ${join(made)}
FROM (SELECT *, ${word(users)} AS member FROM (${rows}) WHERE ${word(users)} != '' OR ${word(accounts)} != '')
GROUP BY GROUPING SETS ((${word(users)}), (${word(accounts)})) HAVING ${word(users)} != '' OR ${word(accounts)} != ''`
}
