import type { Engine } from '../engine/engine.ts'
import { constant, type Sql, sql, u64, word } from '../sql/sql.ts'
import { deriveMissing } from './derive.ts'
import { deriveMissingFacets } from './facet-rows.ts'
import { oldestHot } from './hot-from.ts'
import { createPictures, type Picture, type PictureStore, type Pictures } from './picture.ts'

const TAG = { tag: 'recover', lane: 'background' as const, limits: { seconds: 600 } }

/**
 * Takes up the last committed picture and removes what an interrupted settling or reopening left behind. Where sequences
 * or counts of values are missing, as after an update, they are derived first.
 */
export const recoverPictures = async (engine: Engine, store: PictureStore): Promise<Pictures> => {
  const stored = await store.read()
  await clearSettling(engine, stored)
  await clearReopening(engine, stored)
  await deriveMissing(engine, stored.committed)
  await deriveMissingFacets(engine, stored.committed)
  const superseded = await exists(engine, 'superseded', sql`1`)
  const picture: Picture = { ...stored, superseded, hotFrom: await oldestHot(engine) }
  return createPictures(store, picture)
}

/** Removes the rows of a settling that was not committed: its number is given again. */
export const clearSettling = async (engine: Engine, { committed }: Pick<Picture, 'committed'>): Promise<void> => {
  const derived = ['sequences', 'sequenced_batches', 'seen_sessions', 'facet_values', 'faceted_batches']
  for (const table of ['events', 'session_index', ...derived])
    await remove(engine, table, sql`batch > ${u64(committed)}`)
}

/** Removes the rows of a reopening that was not committed. */
export const clearReopening = async (engine: Engine, { reopened }: Pick<Picture, 'reopened'>): Promise<void> => {
  await remove(engine, 'superseded', sql`number > ${u64(reopened)}`)
  await remove(engine, 'events_hot', sql`reopened > ${u64(reopened)}`)
}

const remove = async (engine: Engine, table: string, which: Sql): Promise<void> => {
  if (!(await exists(engine, table, which))) return
  await engine.everywhere(
    (local) => sql`DELETE FROM ${word(local(table))} WHERE ${which} ${constant('SETTINGS lightweight_deletes_sync=2')}`,
    TAG,
  )
}

const exists = async (engine: Engine, table: string, which: Sql): Promise<boolean> => {
  const { rows } = await engine.query(sql`SELECT 1 AS found FROM ${word(table)} WHERE ${which} LIMIT 1`, TAG)
  return rows.length > 0
}
