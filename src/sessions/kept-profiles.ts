import { deleteRows } from '../engine/delete-rows.ts'
import type { Engine } from '../engine/engine.ts'
import { SEEN_KEYS } from '../engine/schema/0006-seen.ts'
import { constant, i64, type Sql, sql, strs, u64, word } from '../sql/sql.ts'
import type { KeptProfiles, Picture, Pictures } from './picture.ts'

const TAG = { tag: 'profiles', lane: 'background' as const, limits: { seconds: 3600 } }

/** The newest generation that is complete; undefined if there is none. */
export const readKept = async (engine: Engine): Promise<KeptProfiles | undefined> => {
  const { rows } = await engine.query<Generation>(
    sql`SELECT toString(generation) AS generation, toString(committed) AS committed, toString(reopened) AS reopened,
      toUnixTimestamp64Milli(made_at) AS made, users, accounts
    FROM profile_generations ORDER BY profile_generations.generation DESC LIMIT 1`,
    TAG,
  )
  const row = rows[0]
  if (!row) return undefined
  return {
    generation: BigInt(row.generation),
    committed: BigInt(row.committed),
    reopened: BigInt(row.reopened),
    madeAt: row.made,
    custom: { users: row.users, accounts: row.accounts },
  }
}

interface Generation {
  generation: string
  committed: string
  reopened: string
  made: number
  users: string[]
  accounts: string[]
}

/** A complete generation counts from now on; questions under way may still look at the one before. */
export const noteKept = async (engine: Engine, pictures: Pictures, kept: KeptProfiles): Promise<void> => {
  const { generation, committed, reopened, madeAt, custom } = kept
  await engine.command(
    sql`INSERT INTO profile_generations (generation, committed, reopened, made_at, users, accounts)
    ${constant('SETTINGS distributed_foreground_insert=1')}
    SELECT ${u64(generation)}, ${u64(committed)}, ${u64(reopened)}, fromUnixTimestamp64Milli(${i64(madeAt)}, 'UTC'),
      ${strs(custom.users)}, ${strs(custom.accounts)}`,
    TAG,
  )
  pictures.keepProfiles(kept)
  await deleteRows(engine, 'profile_generations', sql`generation < ${u64(generation)}`, TAG)
}

/** From now on profiles are made of what sessions are known to hold: what is kept may tell of people who are erased. */
export const forgetKept = async (engine: Engine, pictures: Pictures): Promise<void> => {
  await deleteRows(engine, 'profile_generations', sql`1`, TAG)
  pictures.keepProfiles(undefined)
}

/** Removes the rows of all generations but these. */
export const dropKept = async (engine: Engine, but: readonly bigint[]): Promise<void> => {
  const { rows } = await engine.query<{ generation: string }>(
    sql`SELECT DISTINCT toString(generation) AS generation FROM kept_profiles`,
    TAG,
  )
  for (const { generation } of rows) {
    if (but.includes(BigInt(generation))) continue
    await engine.everywhere(
      (local) =>
        sql`ALTER TABLE ${word(local('kept_profiles'))} DROP PARTITION ${constant(String(BigInt(generation)))}`,
      TAG,
    )
  }
}

/** How many sessions were settled or reopened since: what is kept says nothing of the people in them. */
export const sessionsSince = async (engine: Engine, { committed, reopened }: Picture | KeptProfiles) => {
  const { rows } = await engine.query<{ since: number; all: number }>(
    sql`SELECT toFloat64(countIf(batch > ${u64(committed)})) + (
        SELECT toFloat64(count()) FROM superseded WHERE number > ${u64(reopened)}) AS since,
      toFloat64(count()) AS all FROM session_index`,
    TAG,
  )
  return rows[0]!
}

/**
 * The keys of rows that came or went since, settled and open ones; more of them than need be. Undefined if nothing has,
 * and nothing is open.
 */
export const rowsSince = (picture: Picture, kept: KeptProfiles): Sql | undefined => {
  const keys = constant(SEEN_KEYS.slice(0, 3).join(', '))
  const parts: Sql[] = []
  if (picture.committed > kept.committed)
    parts.push(
      sql`SELECT ${keys} FROM seen_sessions WHERE batch > ${u64(kept.committed)} AND batch <= ${u64(picture.committed)}`,
    )
  if (picture.reopened > kept.reopened)
    parts.push(sql`SELECT ${keys} FROM seen_sessions WHERE session_key GLOBAL IN (
      SELECT session_key FROM superseded WHERE number > ${u64(kept.reopened)} AND number <= ${u64(picture.reopened)})`)
  if (picture.hotFrom !== Number.MAX_SAFE_INTEGER) parts.push(sql`SELECT ${keys} FROM events_hot`)
  return parts.length ? parts.reduce((all, part) => sql`${all} UNION ALL ${part}`) : undefined
}
