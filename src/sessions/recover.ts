import type { Engine } from '../engine/engine.ts'
import { constant, type Sql, sql, u64, word } from '../sql/sql.ts'
import { createPictures, type Picture, type PictureStore, type Pictures } from './picture.ts'

const TAG = { tag: 'recover', lane: 'background' as const, limits: { seconds: 600 } }

/** Takes up the last committed picture and removes what an interrupted settling or reopening left behind. */
export const recoverPictures = async (engine: Engine, store: PictureStore): Promise<Pictures> => {
  const stored = await store.read()
  const leftovers: [table: string, which: Sql][] = [
    ['events', sql`batch > ${u64(stored.committed)}`],
    ['session_index', sql`batch > ${u64(stored.committed)}`],
    ['superseded', sql`number > ${u64(stored.reopened)}`],
    ['events_hot', sql`reopened > ${u64(stored.reopened)}`],
  ]
  for (const [table, which] of leftovers) {
    if (!(await exists(engine, table, which))) continue
    await engine.everywhere(
      (local) =>
        sql`DELETE FROM ${word(local(table))} WHERE ${which} ${constant('SETTINGS lightweight_deletes_sync=2')}`,
      TAG,
    )
  }
  const picture: Picture = { ...stored, superseded: await exists(engine, 'superseded', sql`1`) }
  return createPictures(store, picture)
}

const exists = async (engine: Engine, table: string, which: Sql): Promise<boolean> => {
  const { rows } = await engine.query(sql`SELECT 1 AS found FROM ${word(table)} WHERE ${which} LIMIT 1`, TAG)
  return rows.length > 0
}
