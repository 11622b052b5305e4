import { createHash } from 'node:crypto'
import type { Engine } from '../../engine/engine.ts'
import { sql } from '../../sql/sql.ts'

/** What tells that something is of a person or an account that was removed. */
export type TombstoneKind = 'user' | 'account' | 'device' | 'session' | 'view'

/** Whose data is kept out from now on: what happened before they were removed must not come back. */
export interface Tombstones {
  /** Durable once it resolves. */
  add(of: readonly { kind: TombstoneKind; id: string }[], erasedAt: number): Promise<void>
  /** Whether something of this user, account or device, session or view, that happened at `date`, is of somebody removed since. */
  covers(of: readonly { kind: TombstoneKind; id: string | undefined }[], date: number): boolean
  /** Whoever was removed last, epoch ms; undefined if nobody was. What happened later is nobody's who was removed. */
  latest(): number | undefined
}

const TAG = { tag: 'erased', lane: 'background' as const }

export const openTombstones = async (engine: Engine): Promise<Tombstones> => {
  const { rows } = await engine.query<{ hash: string; at: number }>(
    sql`SELECT hash, toUnixTimestamp64Milli(max(erased_at)) AS at FROM erased GROUP BY hash`,
    TAG,
  )
  const known = new Map(rows.map(({ hash, at }) => [hash, at]))
  let latest = rows.length ? Math.max(...rows.map(({ at }) => at)) : undefined
  return {
    async add(of, erasedAt) {
      const erased_at = new Date(erasedAt).toISOString().replace('T', ' ').replace('Z', '')
      const lines = of.map(({ kind, id }) => ({ kind, hash: hashOf(kind, id), erased_at }))
      await engine.insert('erased', lines.map((line) => JSON.stringify(line)).join('\n'))
      for (const { hash } of lines) known.set(hash, erasedAt)
      latest = Math.max(latest ?? 0, erasedAt)
    },
    covers: (of, date) => of.some(({ kind, id }) => id && date <= (known.get(hashOf(kind, id)) ?? -1)),
    latest: () => latest,
  }
}

/** What is left of an id of somebody removed, in tombstones and in the audit. */
export const hashOf = (kind: TombstoneKind, id: string): string =>
  createHash('sha256').update(`${kind}\0${id}`).digest('hex')
