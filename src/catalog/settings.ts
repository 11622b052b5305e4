import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { WaywornError } from '../lib/errors.ts'
import type { Database } from './database.ts'
import { settings as table } from './schema.ts'

const days = (fallback: number) => z.int().min(1).max(3650).default(fallback)

/** Known settings with their defaults; a value that was never set reads as its default. */
export const SETTINGS = {
  /** How many days each type of event is kept. */
  retention: z
    .strictObject({
      session: days(456),
      view: days(456),
      action: days(456),
      server: days(456),
      error: days(30),
      resource: days(30),
      long_task: days(30),
      vital: days(30),
      replay: days(30),
    })
    .prefault({}),
  /** What imported tables may be at most; as published unless set. */
  imports: z
    .strictObject({
      megabytes: z.int().min(1).max(1024).default(4),
      columns: z.int().min(1).max(1000).default(50),
      tables: z.int().min(1).max(10_000).default(100),
    })
    .prefault({}),
}

export type Settings = { [Key in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[Key]> }
export type SettingKey = keyof Settings

export const settingsOf = (db: Database) => {
  const read = async <Key extends SettingKey>(key: Key): Promise<Settings[Key]> => {
    const [row] = await db.select({ value: table.value }).from(table).where(eq(table.key, key))
    return parsed(key, row?.value)
  }
  return {
    /** One setting, defaults filled in: `read('retention')` is `{session: 456, …}`. */
    read,

    /** All known settings. */
    all: async (): Promise<Settings> => ({ retention: await read('retention'), imports: await read('imports') }),

    /**
     * Sets the given fields of one setting and keeps the others: `write('retention', {view: 90})`. Returns the whole
     * setting. Throws `invalid_field` for a value that does not fit.
     */
    write: <Key extends SettingKey>(key: Key, change: Partial<Settings[Key]>): Promise<Settings[Key]> =>
      db.transaction(async (tx) => {
        // Two writers of different fields must not undo each other, also when there is no row to lock yet.
        await tx.execute(sql`lock table wayworn.settings in share row exclusive mode`)
        const [row] = await tx.select({ value: table.value }).from(table).where(eq(table.key, key))
        const value = parsed(key, { ...(row?.value as object | undefined), ...change })
        const now = new Date()
        await tx
          .insert(table)
          .values({ key, value, updatedAt: now })
          .onConflictDoUpdate({ target: table.key, set: { value, updatedAt: now } })
        return value
      }),
  }
}

const parsed = <Key extends SettingKey>(key: Key, value: unknown): Settings[Key] => {
  const result = SETTINGS[key].safeParse(value)
  if (result.success) return result.data as Settings[Key]
  const issue = result.error.issues[0]!
  throw new WaywornError('invalid_field', { field: [key, ...issue.path].join('.'), reason: issue.message })
}
