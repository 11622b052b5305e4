import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Database } from './database.ts'
import { facetSettings as table } from './schema.ts'

/** What editors say about an attribute; null where nothing is said. */
export interface FacetSetting {
  /** Without `@`. */
  path: string
  label: string | null
  group: string | null
  unit: string | null
  description: string | null
  updatedBy: string
  /** Milliseconds. */
  updatedAt: number
}

export type FacetChange = Partial<Pick<FacetSetting, 'label' | 'group' | 'unit' | 'description'>>

const idOf = (path: string) => createHash('sha256').update(path).digest('hex')

export const facetSettingsOf = (db: Database) => ({
  /** Everything that was said, by path. */
  all: async (): Promise<Map<string, FacetSetting>> =>
    new Map((await db.select().from(table)).map((row) => [row.path, fromRow(row)])),

  find: async (path: string): Promise<FacetSetting | undefined> => {
    const [row] = await db
      .select()
      .from(table)
      .where(eq(table.id, idOf(path)))
    return row && fromRow(row)
  },

  /** Changes the given fields; null takes back what was said. */
  set: async (path: string, change: FacetChange, by: string): Promise<FacetSetting> => {
    const set = { ...change, updatedBy: by, updatedAt: new Date() }
    const [row] = await db
      .insert(table)
      .values({ id: idOf(path), path, ...set })
      .onConflictDoUpdate({ target: table.id, set })
      .returning()
    return fromRow(row!)
  },
})

const fromRow = ({ id: _, updatedAt, ...row }: typeof table.$inferSelect): FacetSetting => ({
  ...row,
  updatedAt: updatedAt.getTime(),
})
