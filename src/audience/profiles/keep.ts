import type { Engine } from '../../engine/engine.ts'
import { KEPT_VALUES } from '../../engine/schema/0023-kept-profiles.ts'
import { KEPT_CUSTOM, keptCustomColumn } from '../../engine/schema/0031-kept-custom.ts'
import { ATTRIBUTES } from '../../model/attribute.ts'
import { seenSource } from '../../query/seen.ts'
import { dropKept, noteKept, sessionsSince } from '../../sessions/kept-profiles.ts'
import type { KeptProfiles, Picture, Pictures } from '../../sessions/picture.ts'
import { constant, join, type Sql, sql, str, strs, u32, u64, word } from '../../sql/sql.ts'
import { type Audience, ENTITY_COLUMN, EVER } from '../entity.ts'
import { rootOf } from './attributes.ts'
import { createColumns } from './columns.ts'
import { NEVER_SET, rowsFromCustom } from './from-custom.ts'

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
    custom: { users: await pathsOf(engine, 'users'), accounts: await pathsOf(engine, 'accounts') },
  }
  await dropKept(engine, before ? [before.generation] : [])
  const picture: Picture = { ...settled, hotFrom: Number.MAX_SAFE_INTEGER }
  await engine.command(insert(picture, kept), TAG)
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
const insert = (picture: Picture, { generation, custom }: KeptProfiles): Sql => {
  // An alias must not be named like a column that another aggregate reads.
  const made = names.map((name) => sql`${constant(MADE[name]!)} AS ${word(`made_${name}`)}`)
  const rows = seenSource({ ...EVER, picture, nowMs: 0 }, READ)
  const { users, accounts } = ENTITY_COLUMN
  const profiles = sql`
SELECT if(${word(users)} != '', 'users', 'accounts') AS audience, concat(${word(users)}, ${word(accounts)}) AS id, ${join(made)}
FROM (SELECT *, ${word(users)} AS member FROM (${rows}) WHERE ${word(users)} != '' OR ${word(accounts)} != '')
GROUP BY GROUPING SETS ((${word(users)}), (${word(accounts)})) HAVING ${word(users)} != '' OR ${word(accounts)} != ''`
  const sets = Math.max(custom.users.length, custom.accounts.length)
  const kept = [...names, ...Array.from({ length: sets }, (_, i) => keptCustomColumn(i))].map(word)
  const into = sql`INSERT INTO kept_profiles (generation, audience, id, ${join(kept)}) ${SPILLING}`
  if (!sets) return sql`${into} SELECT ${u64(generation)}, * FROM (${profiles})`
  return sql`${into} SELECT ${u64(generation)}, * EXCEPT (set_audience, set_id) FROM (${profiles}) AS profiles
LEFT JOIN (${setRows('users', custom, sets, picture)} UNION ALL ${setRows('accounts', custom, sets, picture)}) AS sets
ON audience = set_audience AND id = set_id`
}

/** Of everybody the last values of what customers set, and so many columns in all. */
const setRows = (audience: Audience, custom: KeptProfiles['custom'], columns: number, picture: Picture): Sql => {
  const own = createColumns(audience, '')
  const of = custom[audience].map((path) => own.column(path))
  const values = Array.from(
    { length: columns },
    (_, i) => sql`${of[i] ? word(of[i].alias) : NEVER_SET} AS ${word(keptCustomColumn(i))}`,
  )
  const rows = rowsFromCustom(of, { audience, scope: { ...EVER, picture, nowMs: 0 } })!
  return sql`SELECT ${join([sql`${str(audience)} AS set_audience`, sql`id AS set_id`, ...values])} FROM (${rows})`
}

/** What customers set in most sessions, as paths such as `usr.plan`. */
const pathsOf = async (engine: Engine, audience: Audience): Promise<string[]> => {
  const root = rootOf(audience)
  const others = ATTRIBUTES.map(({ path }) => path).filter((path) => path.startsWith(`${root}.`))
  const { rows } = await engine.query<{ path: string }>(
    sql`SELECT concat(${str(`${root}.`)}, arrayJoin(JSONAllPaths(${word(root)}))) AS path FROM seen_custom
    WHERE path NOT IN ${strs(others)} GROUP BY path ORDER BY count() DESC, path LIMIT ${u32(KEPT_CUSTOM)}`,
    TAG,
  )
  return rows.map((row) => row.path)
}
