import type { Ask } from '../../../../ui/ask/ask.ts'
import type { Comment } from '../comments/use-comments.ts'

/** A session of a collection, with what is said of it there. */
export interface Entry {
  session: string
  /** ms since the session's start, where it is about a moment. */
  t?: number
  note: string
  /** Epoch ms. */
  at: number
}

interface Collection {
  title: string
  lead: string
  none: string
  load: (ask: Ask, me: string, signal: AbortSignal) => Promise<Entry[]>
}

const commented = async (ask: Ask, query: string, signal: AbortSignal): Promise<Entry[]> => {
  const { data } = await ask<{ data: Comment[] }>({
    path: `/api/v2/wayworn/replay/comments?limit=500${query}`,
    signal,
  })
  return data.map(({ attributes: { session_id, t, text, created_by, created_at } }) => ({
    session: session_id,
    t,
    note: `${created_by.handle}: ${text}`,
    at: created_at,
  }))
}

const watched = async (ask: Ask, me: string, signal: AbortSignal): Promise<Entry[]> => {
  const path = `/api/v2/rum/replay/viewership-history/sessions?filter[created_by]=${encodeURIComponent(me)}&page[size]=500`
  const { data } = await ask<{ data: { id: string; attributes: { last_watched_at: string } }[] }>({ path, signal })
  return data.map(({ id, attributes }) => ({ session: id, note: '', at: Date.parse(attributes.last_watched_at) }))
}

/** Playlists that make themselves. */
export const COLLECTIONS: Readonly<Record<string, Collection>> = {
  watched: {
    title: 'My watch history',
    lead: 'What you have watched, the last one first.',
    none: 'You have not watched a recording yet. What you open in the player is listed here.',
    load: watched,
  },
  mentions: {
    title: 'Mentions of me',
    lead: 'Moments of recordings about which somebody asked you.',
    none: 'Nobody has mentioned you in a comment yet.',
    load: (ask, _, signal) => commented(ask, '&mentioned=me', signal),
  },
  commented: {
    title: 'Commented replays',
    lead: 'Moments about which somebody wrote, the newest first.',
    none: 'Nobody has written about a recording yet. Comments are written beside the player.',
    load: (ask, _, signal) => commented(ask, '', signal),
  },
}
