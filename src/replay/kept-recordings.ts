import { deleteRows } from '../engine/delete-rows.ts'
import type { Engine } from '../engine/engine.ts'
import { WaywornError } from '../lib/errors.ts'
import { namedImages } from '../model/recording/named-images.ts'
import { readSegment } from '../model/recording/read-segment.ts'
import { constant, i64, sql, str, strs, u32 } from '../sql/sql.ts'
import { recordedSegments } from './recorded-segments.ts'

/** Keeps recordings for 15 months from when it is asked for, or as long as all others again. */
export interface RecordingKeeper {
  /** Since when a recording is kept, epoch ms; null: as long as all others. */
  keptSince(sessionId: string): Promise<number | null>
  /** Keeps it; returns since when. Throws `not_found`, and `conflict` while the session goes on. */
  keep(sessionId: string): Promise<number>
  /** It goes when all others of its age go: at once, if they are gone. */
  letGo(sessionId: string): Promise<void>
}

const TAG = { tag: 'keep-recording', limits: { seconds: 60 } }
/** A session is over when nothing has come of it for so long. */
const ENDED_MS = 15 * 60_000
/** Segments of a phone that are read at once. */
const AT_ONCE = 100

const COLUMNS =
  constant(`application_id, session_id, view_id, index_in_view, start, end, records_count, has_full_snapshot,
  creation_reason, source, raw_size, data, received_at`)

export const recordingKeeper = (engineOf: () => Engine, clock: () => number = Date.now): RecordingKeeper => {
  const keptSince = async (sessionId: string): Promise<number | null> => {
    const { rows } = await engineOf().query<{ since: number }>(
      sql`SELECT toFloat64(toUnixTimestamp64Milli(max(kept_at))) AS since FROM replay_kept
WHERE session_id = ${str(sessionId)} HAVING count() > 0`,
      TAG,
    )
    return rows[0]?.since ?? null
  }
  /** Those that the boxes of a phone's screens name, as they are now. */
  const keepImages = async (sessionId: string, now: number): Promise<void> => {
    const names = new Set<string>()
    let application = ''
    for (let offset = 0; ; offset += AT_ONCE) {
      const { rows } = await engineOf().query<{ application: string; data: string }>(
        sql`SELECT toString(application_id) AS application, data
FROM ${recordedSegments(sql`session_id = ${str(sessionId)} AND source != 'browser'`, 'with_data')}
ORDER BY view_id, index_in_view, start LIMIT ${u32(AT_ONCE)} OFFSET ${u32(offset)}`,
        TAG,
      )
      for (const row of rows) {
        application = row.application
        for (const name of namedImages((await readSegment(row.data)).records)) names.add(name)
      }
      if (rows.length < AT_ONCE) break
    }
    if (names.size === 0) return
    await engineOf().command(
      sql`INSERT INTO replay_kept_images (application_id, image_name, session_id, mime, data, kept_at)
SELECT application_id, image_name, ${str(sessionId)}, mime, data, fromUnixTimestamp64Milli(${i64(now)}, 'UTC')
FROM replay_images FINAL WHERE application_id = ${str(application)} AND image_name IN ${strs([...names])}`,
      TAG,
    )
  }
  return {
    keptSince,
    async keep(sessionId) {
      const { rows } = await engineOf().query<{ segments: number; last: number }>(
        sql`SELECT toFloat64(count()) AS segments, toFloat64(max(end)) AS last
FROM ${recordedSegments(sql`session_id = ${str(sessionId)}`)}`,
        TAG,
      )
      const { segments = 0, last = 0 } = rows[0] ?? {}
      if (segments === 0) throw new WaywornError('not_found', { what: `A recording of the session ${sessionId}` })
      const now = clock()
      if (last > now - ENDED_MS) {
        throw new WaywornError('conflict', {
          reason: 'The session may still go on; its recording can be kept once nothing has come of it for 15 minutes',
        })
      }
      const since = await keptSince(sessionId)
      if (since !== null) return since
      // Before the segments: where this breaks off it is done once more.
      await keepImages(sessionId, now)
      await engineOf().command(
        sql`INSERT INTO replay_kept (${COLUMNS}, kept_at)
SELECT ${COLUMNS}, fromUnixTimestamp64Milli(${i64(now)}, 'UTC') FROM replay_segments FINAL
WHERE session_id = ${str(sessionId)}`,
        TAG,
      )
      return now
    },
    async letGo(sessionId) {
      for (const table of ['replay_kept', 'replay_kept_images'])
        await deleteRows(engineOf(), table, sql`session_id = ${str(sessionId)}`, TAG)
    },
  }
}

/** Keeps a recording if there is one that is over; what can't be kept stays as it is. */
export const keepIfOver = async (recordings: Pick<RecordingKeeper, 'keep'>, sessionId: string): Promise<void> => {
  await recordings.keep(sessionId).catch((error: unknown) => {
    if (!(error instanceof WaywornError) || !['not_found', 'conflict'].includes(error.code)) throw error
  })
}
