import { z } from 'zod'
import type { Playlist, PlaylistEntry } from '../../catalog/playlists.ts'
import type { Maker } from '../../catalog/replay-schema.ts'
import type { WatchedSession, Watcher } from '../../catalog/replay-watches.ts'
import { WaywornError } from '../../lib/errors.ts'
import type { Identity } from '../auth.ts'
import { pageFields, plain, words } from '../checked.ts'

const description = z
  .string()
  .max(10_000)
  .regex(/^[^\0\p{Cs}]*$/u, 'it holds characters that can not be stored; use plain text')

const someId = plain(300)

/** As published: changes send the whole playlist, its name included. */
export const PlaylistBody = z.object({
  data: z.object({
    type: z.literal('rum_replay_playlist'),
    id: z.string().max(100).optional(),
    attributes: z.object({ name: words(200), description: description.optional() }),
  }),
})

export const PlaylistsQuery = z.object({
  'filter[created_by_uuid]': someId.optional(),
  'filter[query]': plain(200).optional(),
  ...pageFields,
})

export const PageQuery = z.object(pageFields)

const dataSource = z.enum(['rum', 'product_analytics']).default('rum')

export const AddSessionQuery = z.object({ ts: z.coerce.number().int().optional(), data_source: dataSource })

const sessionId = z.string().regex(/^[\w.:-]{1,200}$/, 'it is no id of a session')

export const SessionIdsBody = z.object({
  data: z.array(z.object({ type: z.literal('rum_replay_session'), id: sessionId })).max(1000),
})

/** The store takes no year 0, and nobody watched a recording then. */
const isKeepable = (text: string): boolean => Date.parse(text) >= 0

export const WatchBody = z.object({
  data: z.object({
    type: z.literal('rum_replay_watch'),
    attributes: z.object({
      application_id: someId,
      event_id: someId,
      data_source: dataSource,
      timestamp: z.iso.datetime({ offset: true }).refine(isKeepable, 'it lies before 1970'),
    }),
  }),
})

const moment = z.coerce.number().int().min(0).max(253_402_300_799_999).optional()

export const HistoryQuery = z.object({
  'filter[watched_at][start]': moment,
  'filter[watched_at][end]': moment,
  'filter[created_by]': someId.optional(),
  'filter[session_ids]': plain(100_000).optional(),
  'filter[application_id]': someId.optional(),
  ...pageFields,
})

/** A session's id from the address. Throws `not_found` for what can be none. */
export const sessionIn = (params: unknown): string => {
  const { session } = params as { session: string }
  const read = sessionId.safeParse(session)
  if (read.success) return read.data
  throw new WaywornError('not_found', { what: 'This session' })
}

/** A playlist's id from the address. Throws `not_found` for what can be none. */
export const playlistIn = (params: unknown): number => {
  const { playlist } = params as { playlist: string }
  if (/^\d{1,15}$/.test(playlist)) return Number(playlist)
  throw new WaywornError('not_found', { what: 'This playlist' })
}

/** Who makes, watches or writes: the person, or the key that belongs to nobody. */
export const makerOf = ({ id, personId, name }: Identity): Maker => ({ id: personId ?? id, handle: name, name })

export const playlistBody = ({ id, name, description, createdBy, sessionCount, createdAt, updatedAt }: Playlist) => ({
  type: 'rum_replay_playlist',
  id: String(id),
  attributes: {
    name,
    description,
    created_by: { id: createdBy.id, uuid: createdBy.id, handle: createdBy.handle, name: createdBy.name },
    session_count: sessionCount,
    created_at: new Date(createdAt).toISOString(),
    updated_at: new Date(updatedAt).toISOString(),
  },
})

const session = (id: string, attributes: object) => ({ type: 'rum_replay_session', id, attributes })

export const entryBody = ({ sessionId, dataSource }: Pick<PlaylistEntry, 'sessionId' | 'dataSource'>) =>
  session(sessionId, { track: dataSource })

export const watchedBody = ({ sessionId, eventId, dataSource, lastWatchedAt }: WatchedSession) =>
  session(sessionId, {
    event_id: eventId,
    last_watched_at: new Date(lastWatchedAt).toISOString(),
    track: dataSource,
  })

export const watcherBody = ({ id, handle, name, lastWatchedAt, watchCount }: Watcher) => ({
  type: 'rum_replay_watcher',
  id,
  attributes: { handle, name, last_watched_at: new Date(lastWatchedAt).toISOString(), watch_count: watchCount },
})
