import { randomUUID } from 'node:crypto'
import { and, arrayContains, asc, desc, eq, ilike, or, type SQL, sql } from 'drizzle-orm'
import { WaywornError } from '../lib/errors.ts'
import type { Database } from './database.ts'
import type { Page } from './page.ts'
import { chartStars, defaultCharts, charts as table } from './schema.ts'

export interface Chart {
  id: string
  name: string
  description: string
  /** Which analysis it is of. */
  kind: string
  /** As it is sent to the query API. */
  request: object
  /** How it is shown: whatever the web app keeps there. */
  view: object
  /** What the request asks for, with `@`. */
  attributes: string[]
  /** Email or key name. */
  createdBy: string
  updatedBy: string
  /** Milliseconds. */
  createdAt: number
  updatedAt: number
}

/** With what it is to the person who asks. */
export type SeenChart = Chart & { starred: boolean; isDefault: boolean }

export type NamedRequest = Pick<Chart, 'id' | 'name' | 'request'>
export type NewChart = Pick<Chart, 'name' | 'description' | 'kind' | 'request' | 'view' | 'attributes'>
export type ChartChange = Partial<Omit<NewChart, 'kind'>>

export interface ChartFilter {
  /** Part of the name or the description. */
  text?: string | undefined
  kind?: string | undefined
  /** One that it asks for, with `@`. */
  attribute?: string | undefined
  /** Only those that the person has starred. */
  starred?: boolean | undefined
}
export type ChartSort = 'name' | 'updatedAt' | 'createdAt'

/** The saved charts, shared by all. `personId` is who asks: null for a key that belongs to nobody. */
export const chartsOf = (db: Database) => {
  const get = async (id: string, personId: string | null): Promise<SeenChart> => {
    const [row] = await seen(db, personId).where(eq(table.id, id))
    return row ? fromRow(row) : missing(id)
  }
  return {
    get,

    /** Charts by name unless told, with the number of all that match. */
    list: async (filter: ChartFilter, page: Page<ChartSort>, personId: string | null) => {
      const where = and(...conditionsOf(filter, personId))
      const order = page.descending ? desc(table[page.sort ?? 'name']) : asc(table[page.sort ?? 'name'])
      const rows = await seen(db, personId)
        .where(where)
        .orderBy(order, asc(table.id))
        .limit(page.size)
        .offset(page.size * page.number)
      return { charts: rows.map(fromRow), total: await db.$count(table, where) }
    },

    /** What every chart asks. */
    requests: async (): Promise<NamedRequest[]> =>
      db.select({ id: table.id, name: table.name, request: table.request }).from(table).orderBy(asc(table.name)),

    create: async (chart: NewChart, by: string, personId: string | null): Promise<SeenChart> => {
      const id = randomUUID()
      await db.insert(table).values({ ...chart, id, createdBy: by, updatedBy: by })
      return get(id, personId)
    },

    /** Changes the given fields. Throws `not_found`. */
    update: async (id: string, change: ChartChange, by: string, personId: string | null): Promise<SeenChart> => {
      await db
        .update(table)
        .set({ ...change, updatedBy: by, updatedAt: new Date() })
        .where(eq(table.id, id))
      return get(id, personId)
    },

    /** Throws `not_found`. */
    remove: async (id: string): Promise<void> => {
      const [row] = await db.delete(table).where(eq(table.id, id)).returning({ id: table.id })
      if (!row) missing(id)
    },

    /** Throws `not_found`. */
    star: async (id: string, personId: string, on: boolean): Promise<void> => {
      await get(id, personId)
      if (on) await db.insert(chartStars).values({ personId, chartId: id }).onConflictDoNothing()
      else await db.delete(chartStars).where(and(eq(chartStars.personId, personId), eq(chartStars.chartId, id)))
    },

    /** The chart that a person starts with, if one is chosen. */
    defaultOf: async (personId: string): Promise<string | null> => {
      const [row] = await db.select().from(defaultCharts).where(eq(defaultCharts.personId, personId))
      return row?.chartId ?? null
    },

    /** Throws `not_found` for a chart that is not there. */
    setDefault: async (personId: string, chartId: string | null): Promise<void> => {
      if (chartId === null) {
        await db.delete(defaultCharts).where(eq(defaultCharts.personId, personId))
        return
      }
      await get(chartId, personId)
      const set = { chartId }
      await db
        .insert(defaultCharts)
        .values({ personId, ...set })
        .onConflictDoUpdate({ target: defaultCharts.personId, set })
    },
  }
}

const starredBy = (personId: string | null): SQL<boolean> =>
  sql<boolean>`exists (select 1 from ${chartStars} where ${chartStars.chartId} = ${table.id} and ${chartStars.personId} = ${personId ?? ''})`

const defaultFor = (personId: string | null): SQL<boolean> =>
  sql<boolean>`exists (select 1 from ${defaultCharts} where ${defaultCharts.chartId} = ${table.id} and ${defaultCharts.personId} = ${personId ?? ''})`

const seen = (db: Database, personId: string | null) =>
  db
    .select({ chart: table, starred: starredBy(personId), isDefault: defaultFor(personId) })
    .from(table)
    .$dynamic()

const conditionsOf = ({ text, kind, attribute, starred }: ChartFilter, personId: string | null) => {
  const like = text && `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return [
    like ? or(ilike(table.name, like), ilike(table.description, like)) : undefined,
    kind ? eq(table.kind, kind) : undefined,
    attribute ? arrayContains(table.attributes, [attribute]) : undefined,
    starred ? starredBy(personId) : undefined,
  ]
}

type Row = { chart: typeof table.$inferSelect; starred: boolean; isDefault: boolean }

const fromRow = ({ chart, starred, isDefault }: Row): SeenChart => ({
  ...chart,
  starred,
  isDefault,
  createdAt: chart.createdAt.getTime(),
  updatedAt: chart.updatedAt.getTime(),
})

const missing = (id: string): never => {
  throw new WaywornError('not_found', { what: `The chart ${id}` })
}
