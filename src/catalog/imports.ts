import { and, asc, eq } from 'drizzle-orm'
import { WaywornError } from '../lib/errors.ts'
import type { ImportedFile, ImportedTable } from '../model/audience/imported.ts'
import type { Database, Log } from './database.ts'
import { reasonOf } from './failures.ts'
import { keepCopy } from './kept-copy.ts'
import { imports as table } from './schema.ts'

export interface Import extends ImportedTable {
  file: ImportedFile
  /** Email or key name. */
  createdBy: string
  updatedBy: string
  /** Milliseconds. */
  createdAt: number
  updatedAt: number
}

export type ImportChange = Partial<Pick<Import, 'columns' | 'kept' | 'version' | 'file' | 'key'>>

/** The imported tables of the store, with a copy in memory for questions. `everyMs` is how often other processes' changes are looked for. */
export const openImports = async (db: Database, { log, everyMs }: { log: Log; everyMs: number }) => {
  const onFailure = (error: unknown) =>
    log.warn({ reason: reasonOf(error) }, 'Imported tables could not be read again; the last copy stays in use')
  const load = async () => (await db.select().from(table).orderBy(asc(table.name), asc(table.audience))).map(fromRow)
  const copy = await keepCopy({ load, everyMs, onFailure })
  const settle = () => copy.refresh().catch(onFailure)

  return {
    /** All imported tables by name. */
    list: load,

    /** The same from memory: no waiting. */
    known: (): readonly Import[] => copy.now(),

    /** Throws `not_found`. */
    get: async (id: string): Promise<Import> => {
      const [row] = await db.select().from(table).where(eq(table.id, id))
      return fromRow(row ?? missing(id))
    },

    find: async (audience: Import['audience'], name: string): Promise<Import | undefined> => {
      const [row] = await db
        .select()
        .from(table)
        .where(and(eq(table.audience, audience), eq(table.name, name)))
      return row && fromRow(row)
    },

    create: async (made: ImportedTable & Pick<Import, 'file'>, by: string): Promise<Import> => {
      const values = { ...made, columns: [...made.columns], kept: [...made.kept], createdBy: by, updatedBy: by }
      const [row] = await db.insert(table).values(values).returning()
      await settle()
      return fromRow(row!)
    },

    /** Changes the given fields. Throws `not_found`. */
    update: async (id: string, { columns, kept, ...change }: ImportChange, by: string): Promise<Import> => {
      const lists = { ...(columns && { columns: [...columns] }), ...(kept && { kept: [...kept] }) }
      const set = { ...change, ...lists, updatedBy: by, updatedAt: new Date() }
      const [row] = await db.update(table).set(set).where(eq(table.id, id)).returning()
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

const fromRow = (row: typeof table.$inferSelect): Import => ({
  ...row,
  createdAt: row.createdAt.getTime(),
  updatedAt: row.updatedAt.getTime(),
})

const missing = (id: string): never => {
  throw new WaywornError('not_found', { what: `The import ${id}` })
}
