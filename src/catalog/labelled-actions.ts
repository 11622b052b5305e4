import { randomUUID } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { WaywornError } from '../lib/errors.ts'
import type { LabelDefinition } from '../model/action-label/definition.ts'
import type { Database, Log } from './database.ts'
import { isDuplicate, reasonOf } from './failures.ts'
import { keepCopy } from './kept-copy.ts'
import { labelledActions as table } from './schema.ts'

export interface LabelledAction {
  id: string
  /** What searches find it by: no two have the same. */
  name: string
  description: string
  tags: string[]
  definitions: LabelDefinition[]
  /** Email or key name. */
  createdBy: string
  updatedBy: string
  /** Milliseconds. */
  createdAt: number
  updatedAt: number
}

export type NewLabelledAction = Pick<LabelledAction, 'name' | 'description' | 'tags' | 'definitions'>

/** The labelled actions of the store, with a copy in memory for questions. `everyMs` is how often other processes' changes are looked for. */
export const openLabelledActions = async (db: Database, { log, everyMs }: { log: Log; everyMs: number }) => {
  const onFailure = (error: unknown) =>
    log.warn({ reason: reasonOf(error) }, 'Labelled actions could not be read again; the last copy stays in use')
  const load = async () => (await db.select().from(table).orderBy(asc(table.name))).map(fromRow)
  const copy = await keepCopy({ load, everyMs, onFailure })
  const settle = () => copy.refresh().catch(onFailure)

  return {
    /** All labelled actions by name. */
    list: load,

    /** The same from memory: no waiting. */
    known: (): readonly LabelledAction[] => copy.now(),

    /** Throws `not_found`. */
    get: async (id: string): Promise<LabelledAction> => {
      const [row] = await db.select().from(table).where(eq(table.id, id))
      return fromRow(row ?? missing(id))
    },

    /** Throws `conflict` if the name is taken. */
    create: async (made: NewLabelledAction, by: string): Promise<LabelledAction> => {
      const values = { ...made, id: randomUUID(), createdBy: by, updatedBy: by }
      const [row] = await db.insert(table).values(values).returning().catch(refuseDuplicate(made.name))
      await settle()
      return fromRow(row!)
    },

    /** Changes the given fields. Throws `not_found`, and `conflict` if the name is taken. */
    update: async (id: string, change: Partial<NewLabelledAction>, by: string): Promise<LabelledAction> => {
      const set = { ...change, updatedBy: by, updatedAt: new Date() }
      const update = db.update(table).set(set).where(eq(table.id, id)).returning()
      const [row] = await update.catch(refuseDuplicate(change.name ?? ''))
      await settle()
      return fromRow(row ?? missing(id))
    },

    /** Throws `not_found`. */
    remove: async (id: string): Promise<void> => {
      const [row] = await db.delete(table).where(eq(table.id, id)).returning({ id: table.id })
      await settle()
      if (!row) missing(id)
    },

    stop: copy.stop,
  }
}

const fromRow = (row: typeof table.$inferSelect): LabelledAction => ({
  ...row,
  createdAt: row.createdAt.getTime(),
  updatedAt: row.updatedAt.getTime(),
})

const missing = (id: string): never => {
  throw new WaywornError('not_found', { what: `The labelled action ${id}` })
}

const refuseDuplicate = (name: string) => (error: unknown) => {
  if (!isDuplicate(error)) throw error
  throw new WaywornError('conflict', { reason: `A labelled action is called "${name}" already; choose another name` })
}
