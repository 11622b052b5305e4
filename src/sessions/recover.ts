import { deleteRows, hasRows } from '../engine/delete-rows.ts'
import type { Engine } from '../engine/engine.ts'
import { sql, u64 } from '../sql/sql.ts'
import { deriveMissing } from './derive.ts'
import { deriveMissingFacets } from './facet-rows.ts'
import { oldestHot } from './hot-from.ts'
import { newestSlot } from './hot-slots.ts'
import { readKept } from './kept-profiles.ts'
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
  const superseded = await hasRows(engine, 'superseded', sql`1`, TAG)
  const profiles = await readKept(engine)
  const picture: Picture = {
    ...stored,
    superseded,
    hotFrom: await oldestHot(engine),
    ...(profiles ? { profiles } : {}),
  }
  return createPictures(store, picture, (await newestSlot(engine)) + 1n)
}

/** Removes the rows of a settling that was not committed: its number is given again. */
export const clearSettling = async (engine: Engine, { committed }: Pick<Picture, 'committed'>): Promise<void> => {
  const derived = ['sequences', 'sequenced_batches', 'facet_values', 'faceted_batches']
  const seen = ['seen_sessions', 'seen_custom', 'session_users']
  for (const table of ['events', 'session_index', ...derived, ...seen])
    await deleteRows(engine, table, sql`batch > ${u64(committed)}`, TAG)
}

/** Removes the rows of a reopening that was not committed. */
export const clearReopening = async (engine: Engine, { reopened }: Pick<Picture, 'reopened'>): Promise<void> => {
  await deleteRows(engine, 'superseded', sql`number > ${u64(reopened)}`, TAG)
  await deleteRows(engine, 'events_hot', sql`reopened > ${u64(reopened)}`, TAG)
}
