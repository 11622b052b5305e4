import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { WaywornError } from '../lib/errors.ts'
import { makeEmptyDatabase } from './empty-database.ts'
import { reasonOf } from './failures.ts'
import * as schema from './schema.ts'

export type Database = PgDatabase<PgQueryResultHKT, typeof schema>

/** What is logged is an object and a sentence; pino and Fastify's logger fit. */
export type Log = { info: LogLine; warn: LogLine; error: LogLine }
type LogLine = (about: object, sentence: string) => void

export type OpenDatabase = { kind: 'postgres' | 'pglite'; db: Database; close(): Promise<void> }

/** Opens Postgres by its URL. Throws `catalog_unreachable` if it does not answer within 5 s. */
export const openPostgres = async (url: string, log: Log): Promise<OpenDatabase> => {
  const { default: pg } = await import('pg')
  const { drizzle } = await import('drizzle-orm/node-postgres')
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
    keepAlive: true,
    application_name: 'wayworn',
  })
  const say = (error: Error) => log.warn({ reason: error.message }, 'A connection to Postgres was lost')
  pool.on('error', say)
  // A client that is checked out reports its loss itself, and an 'error' nobody listens to ends the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = drizzle(pool, { schema }) as unknown as Database
  try {
    await db.execute(sql`select 1`)
  } catch (error) {
    await pool.end()
    throw new WaywornError('catalog_unreachable', { url: withoutPassword(url), reason: reasonOf(error) }, undefined, {
      cause: error,
    })
  }
  return { kind: 'postgres', db, close: () => pool.end() }
}

/** Opens the embedded Postgres in a folder, or in memory without one. Throws `data_folder_unusable`. */
export const openPglite = async (folder: string | undefined): Promise<OpenDatabase> => {
  const { drizzle } = await import('drizzle-orm/pglite')
  try {
    const client = await openClient(folder)
    return {
      kind: 'pglite',
      db: drizzle(client, { schema }) as unknown as Database,
      close: async () => {
        if (!client.closed) await client.close()
      },
    }
  } catch (error) {
    throw new WaywornError(
      'data_folder_unusable',
      { folder: folder ?? '(memory)', reason: reasonOf(error) },
      undefined,
      { cause: error },
    )
  }
}

/** The catalog is a few MB. Of the 128 MB that Postgres would set aside, all that is ever touched stays in memory. */
const BUFFERS = '16MB'

const openClient = async (folder: string | undefined) => {
  const { PGlite } = await import('@electric-sql/pglite')
  if (folder === undefined) {
    const { dataDir } = await import('@electric-sql/pglite-prepopulatedfs')
    return PGlite.create({ loadDataDir: await dataDir() })
  }
  // There from before the first file is written until the last one is: a kill in between leaves nothing half made.
  const unfinished = `${folder}.unfinished`
  if (existsSync(unfinished)) await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length === 0) {
    await writeFile(unfinished, '')
    await makeEmptyDatabase(folder)
    await rm(unfinished)
  }
  return PGlite.create(folder, { startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${BUFFERS}`] })
}

const withoutPassword = (url: string): string => {
  try {
    const parsed = new URL(url)
    if (parsed.password) parsed.password = '***'
    return parsed.toString()
  } catch {
    return '(an address that is no URL)'
  }
}
