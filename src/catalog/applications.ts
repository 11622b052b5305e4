import { randomBytes, randomUUID } from 'node:crypto'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { WaywornError } from '../lib/errors.ts'
import type { Database, Log } from './database.ts'
import { isDuplicate, reasonOf } from './failures.ts'
import { keepCopy } from './kept-copy.ts'
import { applications as table } from './schema.ts'

export const APPLICATION_TYPES = [
  'browser',
  'ios',
  'android',
  'react-native',
  'flutter',
  'roku',
  'electron',
  'unity',
  'kotlin-multiplatform',
] as const

export type ApplicationType = (typeof APPLICATION_TYPES)[number]

export type Application = {
  id: string
  name: string
  type: ApplicationType
  clientToken: string
  /** Whether country and city of a session are kept. */
  keepPlace: boolean
  /** Events a second that are taken in; 0 means as many as come. */
  rateLimit: number
  /** Milliseconds. */
  createdAt: number
  updatedAt: number
  /** When its first event was taken in, ms. */
  firstEventAt: number | null
  /** Email or key name. */
  createdBy: string
  updatedBy: string
}

export type ApplicationChange = Partial<Pick<Application, 'name' | 'type' | 'keepPlace' | 'rateLimit'>>

/** The applications of the store, with a copy in memory for intake. `everyMs` is how often other processes' changes are looked for. */
export const openApplications = async (db: Database, { log, everyMs }: { log: Log; everyMs: number }) => {
  const onFailure = (error: unknown) =>
    log.warn({ reason: reasonOf(error) }, 'Applications could not be read again; the last copy stays in use')
  const copy = await keepCopy({ load: () => load(db), everyMs, onFailure })
  const settle = () => copy.refresh().catch(onFailure)
  const noted = new Map<string, Promise<void>>()

  return {
    /** All applications by name. */
    list: async (): Promise<Application[]> => [...(await load(db)).byId.values()],

    /** One application. Throws `not_found`. */
    get: async (id: string): Promise<Application> => {
      const [row] = await db.select().from(table).where(eq(table.id, id))
      return fromRow(row ?? missing(id))
    },

    /** Makes an application with a new id and client token. */
    create: async (
      wanted: ApplicationChange & { name: string; id?: string; clientToken?: string },
      by: string,
    ): Promise<Application> => {
      const { id = randomUUID(), clientToken = `pub${randomBytes(16).toString('hex')}`, ...fields } = wanted
      const values = { type: 'browser', ...fields, id, clientToken, createdBy: by, updatedBy: by }
      const [row] = await db.insert(table).values(values).returning().catch(refuseDuplicate(id))
      await settle()
      return fromRow(row!)
    },

    /** Changes the given fields. Throws `not_found`. */
    update: async (id: string, change: ApplicationChange, by: string): Promise<Application> => {
      const set = { ...change, updatedBy: by, updatedAt: new Date() }
      const [row] = await db.update(table).set(set).where(eq(table.id, id)).returning()
      await settle()
      return fromRow(row ?? missing(id))
    },

    /** Removes an application: its token is refused from now on, its data stays. Throws `not_found`. */
    remove: async (id: string): Promise<void> => {
      const [row] = await db.delete(table).where(eq(table.id, id)).returning()
      await settle()
      if (!row) missing(id)
    },

    /**
     * The application of a client token, from memory: no waiting, and it goes on while the store is away. A change
     * made by another process is seen after a few seconds.
     */
    byToken: (clientToken: string): Application | undefined => copy.now().byToken.get(clientToken),

    /** The application with this id, from memory like `byToken`. */
    byId: (id: string): Application | undefined => copy.now().byId.get(id),

    /** All applications, from memory like `byToken`. */
    known: (): Application[] => [...copy.now().byId.values()],

    /** Makes an application that the configuration names, or gives it the token that the configuration names. */
    ensure: async ({ id, token, name }: { id: string; token: string; name: string }): Promise<Application> => {
      const by = 'configuration'
      const [row] = await db
        .insert(table)
        .values({ id, clientToken: token, name, type: 'browser', createdBy: by, updatedBy: by })
        .onConflictDoUpdate({ target: table.id, set: { clientToken: token } })
        .returning()
        .catch(refuseDuplicate(id))
      await settle()
      return fromRow(row!)
    },

    /** Notes that the application's first event came at `ms`. Cheap to call for every batch; only the first is written. */
    noteFirstEvent: (id: string, ms: number): Promise<void> => {
      const application = copy.now().byId.get(id)
      if (!application || application.firstEventAt !== null) return Promise.resolve()
      const already = noted.get(id)
      if (already) return already
      const note = writeFirstEvent(db, id, ms)
        .then(settle)
        .finally(() => noted.delete(id))
      noted.set(id, note)
      return note
    },

    /** Reads the copy in memory again. */
    refresh: copy.refresh,
    stop: copy.stop,
  }
}

const load = async (db: Database) => {
  const all = (await db.select().from(table).orderBy(asc(table.name), asc(table.id))).map(fromRow)
  return {
    byId: new Map(all.map((one) => [one.id, one])),
    byToken: new Map(all.map((one) => [one.clientToken, one])),
  }
}

const writeFirstEvent = async (db: Database, id: string, ms: number): Promise<void> => {
  await db
    .update(table)
    .set({ firstEventAt: new Date(ms) })
    .where(and(eq(table.id, id), isNull(table.firstEventAt)))
}

const fromRow = (row: typeof table.$inferSelect): Application => ({
  ...row,
  type: row.type as ApplicationType,
  createdAt: row.createdAt.getTime(),
  updatedAt: row.updatedAt.getTime(),
  firstEventAt: row.firstEventAt?.getTime() ?? null,
})

const missing = (id: string): never => {
  throw new WaywornError('not_found', { what: `The application ${id}` })
}

const refuseDuplicate = (id: string) => (error: unknown) => {
  if (!isDuplicate(error)) throw error
  throw new WaywornError('conflict', {
    reason: `The application id ${id} or its client token is taken. Choose another, or leave both out to get new ones`,
  })
}
