import { sql } from 'drizzle-orm'
import { WaywornError } from '../lib/errors.ts'
import type { Database } from './database.ts'
import { MIGRATIONS } from './migrations/index.ts'

/** Any number will do, as long as nothing else in the database takes the same advisory lock. */
const LOCK = 7_294_117

/**
 * Brings the store to the newest form: each step in a transaction of its own, under a lock, so that several processes
 * may start at once. Throws `catalog_newer` when the store has steps that this program does not know.
 */
export const migrate = async (db: Database, steps = MIGRATIONS): Promise<string[]> => {
  const done: string[] = []
  for (;;) {
    const step = await takeStep(db, steps)
    if (!step) return done
    done.push(step)
  }
}

const takeStep = (db: Database, steps: typeof MIGRATIONS): Promise<string | undefined> =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${sql.raw(String(LOCK))})`)
    const made = await tx.execute(sql`select to_regclass('wayworn.migrations') is not null as made`)
    if (!(made as unknown as { rows: { made: boolean }[] }).rows[0]?.made) await makeHome(tx)
    const applied = (await tx.execute(sql`select name from wayworn.migrations order by name`)) as unknown as {
      rows: { name: string }[]
    }
    const names = applied.rows.map((row) => row.name)
    const unknown = names.find((name) => !steps.some((step) => step.name === name))
    if (unknown) throw new WaywornError('catalog_newer', { step: unknown })
    const next = steps.find((step) => !names.includes(step.name))
    if (!next) return undefined
    for (const statement of statementsOf(next.sql)) await tx.execute(sql.raw(statement))
    await tx.execute(sql`insert into wayworn.migrations (name) values (${next.name})`)
    return next.name
  })

const makeHome = async (tx: Pick<Database, 'execute'>) => {
  await tx.execute(sql`create schema if not exists wayworn`)
  await tx.execute(
    sql`create table wayworn.migrations (name text primary key, applied_at timestamptz not null default now())`,
  )
}

/** Drivers take one statement at a time; steps hold no semicolon but at the end of a statement. */
const statementsOf = (text: string) =>
  text
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter(Boolean)
