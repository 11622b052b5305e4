import { and, desc, eq, lt } from 'drizzle-orm'
import type { Database } from './database.ts'
import { audit as table } from './schema.ts'

export type Actor = { kind: 'person' | 'key' | 'system'; id: string; name: string }

export type AuditEntry = {
  id: number
  at: number
  actor: Actor
  /** What was done, as `<thing>.<verb>`: `person.role`, `key.create`, `sign-in.failed`. */
  action: string
  /** To what: an email, a key's name, an application's id. Never a secret. */
  subject: string
  detail: Record<string, unknown>
  address: string
}

/** Longer than any analysis looks back; older entries go when the store is opened. */
const KEEP_DAYS = 730

export const auditOf = (db: Database) => ({
  /** Writes down who did what. */
  note: async (entry: {
    actor: Actor
    action: string
    subject: string
    detail?: Record<string, unknown>
    address?: string
  }): Promise<void> => {
    await db.insert(table).values({
      actorKind: entry.actor.kind,
      actorId: entry.actor.id,
      actorName: entry.actor.name,
      action: entry.action,
      subject: entry.subject,
      detail: entry.detail ?? {},
      address: entry.address ?? '',
    })
  },

  /** The newest entries first; `before` is the id of the last entry of the page before. */
  list: async ({
    limit = 100,
    before,
    action,
  }: {
    limit?: number
    before?: number | undefined
    action?: string | undefined
  } = {}): Promise<AuditEntry[]> => {
    const rows = await db
      .select()
      .from(table)
      .where(and(before ? lt(table.id, before) : undefined, action ? eq(table.action, action) : undefined))
      .orderBy(desc(table.id))
      .limit(limit)
    return rows.map((row) => ({
      id: row.id,
      at: row.at.getTime(),
      actor: { kind: row.actorKind as Actor['kind'], id: row.actorId, name: row.actorName },
      action: row.action,
      subject: row.subject,
      detail: row.detail,
      address: row.address,
    }))
  },

  /** Removes what is older than two years. */
  tidy: async (): Promise<void> => {
    await db.delete(table).where(lt(table.at, new Date(Date.now() - KEEP_DAYS * 86_400_000)))
  },
})
