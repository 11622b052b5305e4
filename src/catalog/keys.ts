import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { and, asc, desc, eq, ilike, isNull, lt, or, sql } from 'drizzle-orm'
import { WaywornError } from '../lib/errors.ts'
import type { Database, Log } from './database.ts'
import { isDuplicate, reasonOf } from './failures.ts'
import { keepCopy } from './kept-copy.ts'
import type { Page } from './page.ts'
import { lesserOf, type Role } from './role.ts'
import { people, keys as table } from './schema.ts'

/** API keys let data in and questions be asked; application keys say on whose behalf, with which role. */
export type KeyKind = 'api' | 'application'

export type Key = {
  id: string
  kind: KeyKind
  name: string
  last4: string
  /** What an application key may do; never more than its owner. API keys carry `viewer`, which says nothing. */
  role: Role
  /** The person who made it; null if the configuration or a key did, or if the person is gone. */
  ownerId: string | null
  createdBy: string
  /** Milliseconds. */
  createdAt: number
  updatedAt: number
  lastUsedAt: number | null
}

/** A key as shown once, when it is made: `key` is its text and is not kept. */
export type NewKey = Key & { key: string }

export type KeyFilter = { text?: string | undefined; ownerId?: string | null | undefined }
export type KeySort = 'name' | 'createdAt' | 'updatedAt' | 'last4'

const LENGTH = { api: 16, application: 20 }

/** The keys of the store, with a copy of their hashes in memory so that checking one never waits. */
export const openKeys = async (db: Database, { log, everyMs }: { log: Log; everyMs: number }) => {
  const onFailure = (error: unknown) =>
    log.warn({ reason: reasonOf(error) }, 'Keys could not be read or noted; the last copy stays in use')
  const copy = await keepCopy({ load: () => loadUsable(db), everyMs, onFailure })
  const settle = () => copy.refresh().catch(onFailure)
  const used = new Map<string, number>()
  const flush = () => writeUses(db, used)
  const timer = setInterval(() => void flush().catch(onFailure), 30_000)
  timer.unref()

  return {
    /** Keys of a kind, oldest first, with the number of all that match. */
    list: (kind: KeyKind, filter: KeyFilter = {}, page: Page<KeySort> = { size: 1000, number: 0 }) =>
      listKeys(db, kind, filter, page),

    /** One key. Throws `not_found`. */
    get: async (kind: KeyKind, id: string): Promise<Key> => {
      const [row] = await db.select().from(table).where(isKey(kind, id))
      return fromRow(row ?? missing(id))
    },

    /** Makes a key: 32 hex characters for an API key, 40 for an application key. Its text is in the answer only. */
    create: async (wanted: {
      kind: KeyKind
      name: string
      role?: Role
      ownerId?: string | null
      createdBy: string
    }): Promise<NewKey> => {
      const key = randomBytes(LENGTH[wanted.kind]).toString('hex')
      const [row] = await db.insert(table).values(rowOf(key, wanted)).returning()
      await settle()
      return { ...fromRow(row!), key }
    },

    /** Gives a key another name. Throws `not_found`. */
    rename: async (kind: KeyKind, id: string, name: string): Promise<Key> => {
      const [row] = await db.update(table).set({ name, updatedAt: new Date() }).where(isKey(kind, id)).returning()
      await settle()
      return fromRow(row ?? missing(id))
    },

    /** Removes a key: it is refused from now on. Throws `not_found`. */
    remove: async (kind: KeyKind, id: string): Promise<void> => {
      const [row] = await db.delete(table).where(isKey(kind, id)).returning()
      await settle()
      if (!row) missing(id)
    },

    /** Takes in a key that the configuration names; an application key of the configuration administers. */
    ensure: async (kind: KeyKind, key: string): Promise<void> => {
      const values = rowOf(key, { kind, name: 'From the configuration', role: 'admin', createdBy: 'configuration' })
      const [row] = await db.insert(table).values(values).onConflictDoNothing().returning().catch(refuseDuplicate)
      if (!row) await refuseOtherKind(db, kind, values.hash)
      await settle()
    },

    /**
     * The key with this text, or undefined. From memory: no waiting, and it goes on while the store is away. A key that
     * another process revokes is refused after a few seconds; the keys of a disabled person are refused.
     */
    verify: (kind: KeyKind, key: string): Key | undefined => {
      const hash = hashOf(key)
      const found = copy.now().get(`${kind} ${hash.toString('hex')}`)
      if (!found || !timingSafeEqual(found.hash, hash)) return undefined
      used.set(found.key.id, Date.now())
      return found.key
    },

    /** Reads the copy in memory again; needed after a person's role or state has changed. */
    refresh: copy.refresh,

    /** Writes down when keys were last used, and stops the timers. */
    stop: async (): Promise<void> => {
      clearInterval(timer)
      copy.stop()
      await flush().catch(onFailure)
    },
  }
}

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest()

const rowOf = (
  key: string,
  {
    role = 'viewer',
    ownerId = null,
    ...rest
  }: { kind: KeyKind; name: string; role?: Role; ownerId?: string | null; createdBy: string },
) => ({ ...rest, role, ownerId, id: randomUUID(), hash: hashOf(key).toString('hex'), last4: key.slice(-4) })

const isKey = (kind: KeyKind, id: string) => and(eq(table.kind, kind), eq(table.id, id))

const fromRow = ({ hash: _, ...row }: typeof table.$inferSelect): Key => ({
  ...row,
  createdAt: row.createdAt.getTime(),
  updatedAt: row.updatedAt.getTime(),
  lastUsedAt: row.lastUsedAt?.getTime() ?? null,
})

const listKeys = async (db: Database, kind: KeyKind, filter: KeyFilter, page: Page<KeySort>) => {
  const where = and(
    eq(table.kind, kind),
    filter.text ? ilike(table.name, `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`) : undefined,
    filter.ownerId === undefined
      ? undefined
      : filter.ownerId === null
        ? isNull(table.ownerId)
        : eq(table.ownerId, filter.ownerId),
  )
  const column = table[page.sort ?? 'createdAt']
  const rows = await db
    .select()
    .from(table)
    .where(where)
    .orderBy(page.descending ? desc(column) : asc(column), asc(table.id))
    .limit(page.size)
    .offset(page.size * page.number)
  return { keys: rows.map(fromRow), total: await db.$count(table, where) }
}

const loadUsable = async (db: Database) => {
  const rows = await db
    .select({ key: table, ownerRole: people.role, disabled: people.disabled })
    .from(table)
    .leftJoin(people, eq(table.ownerId, people.id))
    .orderBy(desc(table.createdAt))
  return new Map(
    rows
      .filter((row) => row.key.kind === 'api' || !row.disabled)
      .map((row) => {
        const role = row.ownerRole ? lesserOf(row.key.role, row.ownerRole) : row.key.role
        return [
          `${row.key.kind} ${row.key.hash}`,
          { hash: Buffer.from(row.key.hash, 'hex'), key: { ...fromRow(row.key), role } },
        ]
      }),
  )
}

const writeUses = async (db: Database, used: Map<string, number>): Promise<void> => {
  for (const [id, ms] of [...used]) {
    const at = new Date(ms)
    await db
      .update(table)
      .set({ lastUsedAt: at })
      .where(
        and(
          eq(table.id, id),
          or(isNull(table.lastUsedAt), lt(table.lastUsedAt, sql`${at.toISOString()}::timestamptz`)),
        ),
      )
    if (used.get(id) === ms) used.delete(id)
  }
}

const missing = (id: string): never => {
  throw new WaywornError('not_found', { what: `The key ${id}` })
}

const refuseDuplicate = (error: unknown): never => {
  if (!isDuplicate(error)) throw error
  throw new WaywornError('conflict', { reason: 'This key is there already' })
}

const refuseOtherKind = async (db: Database, kind: KeyKind, hash: string): Promise<void> => {
  const [row] = await db.select({ kind: table.kind }).from(table).where(eq(table.hash, hash))
  if (!row || row.kind === kind) return
  throw new WaywornError('conflict', { reason: 'The same text is configured as API key and as application key' })
}
