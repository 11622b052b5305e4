import { randomUUID } from 'node:crypto'
import { and, desc, eq } from 'drizzle-orm'
import { WaywornError } from '../lib/errors.ts'
import type { Database } from './database.ts'
import { heatmapSnapshots as table } from './schema.ts'

/** A moment of a recording that is kept as the background of a page's heatmap. */
export interface HeatmapSnapshot {
  id: string
  applicationId: string
  viewName: string
  deviceType: string
  isDeviceTypeSelectedByUser: boolean
  eventId: string
  sessionId: string | null
  viewId: string | null
  /** ms since the recording of the session began. */
  start: number
  snapshotName: string
  /** Email or key name. */
  createdBy: string
  /** Milliseconds. */
  createdAt: number
  modifiedAt: number
}

export type NewSnapshot = Omit<HeatmapSnapshot, 'id' | 'createdBy' | 'createdAt' | 'modifiedAt'>
export type SnapshotChange = Pick<
  NewSnapshot,
  'eventId' | 'isDeviceTypeSelectedByUser' | 'sessionId' | 'viewId' | 'start'
>

export interface SnapshotFilter {
  viewName: string
  applicationId?: string | undefined
  deviceType?: string | undefined
  limit: number
}

/** The kept backgrounds of heatmaps; the one changed last is the page's. */
export const heatmapSnapshotsOf = (db: Database) => {
  const get = async (id: string): Promise<HeatmapSnapshot> => {
    const [row] = await db.select().from(table).where(eq(table.id, id))
    return row ? fromRow(row) : missing(id)
  }
  return {
    /** The one changed last first. */
    list: async ({ viewName, applicationId, deviceType, limit }: SnapshotFilter): Promise<HeatmapSnapshot[]> => {
      const where = and(
        eq(table.viewName, viewName),
        applicationId === undefined ? undefined : eq(table.applicationId, applicationId),
        deviceType === undefined ? undefined : eq(table.deviceType, deviceType),
      )
      const rows = await db.select().from(table).where(where).orderBy(desc(table.modifiedAt), table.id).limit(limit)
      return rows.map(fromRow)
    },

    create: async (snapshot: NewSnapshot, by: string): Promise<HeatmapSnapshot> => {
      const id = randomUUID()
      await db.insert(table).values({ ...snapshot, id, createdBy: by })
      return get(id)
    },

    /** Throws `not_found`. */
    update: async (id: string, change: SnapshotChange): Promise<HeatmapSnapshot> => {
      await db
        .update(table)
        .set({ ...change, modifiedAt: new Date() })
        .where(eq(table.id, id))
      return get(id)
    },

    /** Throws `not_found`. */
    remove: async (id: string): Promise<void> => {
      const [row] = await db.delete(table).where(eq(table.id, id)).returning({ id: table.id })
      if (!row) missing(id)
    },
  }
}

const fromRow = (row: typeof table.$inferSelect): HeatmapSnapshot => ({
  ...row,
  createdAt: row.createdAt.getTime(),
  modifiedAt: row.modifiedAt.getTime(),
})

const missing = (id: string): never => {
  throw new WaywornError('not_found', { what: `The snapshot ${id}` })
}
