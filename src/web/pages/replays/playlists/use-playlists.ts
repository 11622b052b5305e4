import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useAsk } from '../../../../ui/ask/ask-context.ts'

const PATH = '/api/v2/rum/replay/playlists'
const MOST = 1000

export interface Playlist {
  id: string
  attributes: {
    name: string
    description: string
    session_count: number
    updated_at: string
    created_by: { name: string; handle: string }
  }
}

export interface Named {
  name: string
  description: string
}

const bodyOf = (attributes: Named) => ({ data: { type: 'rum_replay_playlist', attributes } })

/** All playlists, the one changed last first. */
export const usePlaylists = () => {
  const ask = useAsk()
  return useQuery({
    queryKey: ['playlists'],
    queryFn: async ({ signal }) =>
      (await ask<{ data: Playlist[] }>({ path: `${PATH}?page[size]=${MOST}`, signal })).data,
  })
}

/** A playlist and the sessions in it, in the order in which they were added. */
export const usePlaylist = (id: string) => {
  const ask = useAsk()
  return useQuery({
    queryKey: ['playlists', id],
    retry: false,
    queryFn: async ({ signal }) => {
      const [one, entries] = await Promise.all([
        ask<{ data: Playlist }>({ path: `${PATH}/${id}`, signal }),
        ask<{ data: { id: string }[] }>({ path: `${PATH}/${id}/sessions?page[size]=${MOST}`, signal }),
      ])
      return { playlist: one.data, sessions: entries.data.map((entry) => entry.id) }
    },
  })
}

/** The ids of the playlists that a session is in. */
export const usePlaylistsOf = (session: string) => {
  const ask = useAsk()
  return useQuery({
    queryKey: ['playlists', 'of', session],
    queryFn: async ({ signal }) => {
      const path = `/api/v2/wayworn/replay/sessions/${encodeURIComponent(session)}/playlists`
      return (await ask<{ data: { id: string }[] }>({ path, signal })).data.map(({ id }) => id)
    },
  })
}

/** What editors do with playlists; each asks again for what it changed. */
export const usePlaylistWork = () => {
  const ask = useAsk()
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['playlists'] })
  const placed = ({ playlist, session }: { playlist: string; session: string }) =>
    `${PATH}/${playlist}/sessions/${encodeURIComponent(session)}?data_source=product_analytics`
  return {
    make: useMutation({
      mutationFn: async (named: Named) =>
        (await ask<{ data: Playlist }>({ method: 'POST', path: PATH, body: bodyOf(named) })).data,
      onSuccess,
    }),
    change: useMutation({
      mutationFn: ({ id, ...named }: Named & { id: string }) =>
        ask({ method: 'PUT', path: `${PATH}/${id}`, body: bodyOf(named) }),
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: (id: string) => ask({ method: 'DELETE', path: `${PATH}/${id}` }),
      onSuccess,
    }),
    add: useMutation({
      mutationFn: (what: { playlist: string; session: string }) => ask({ method: 'PUT', path: placed(what) }),
      onSuccess,
    }),
    take: useMutation({
      mutationFn: (what: { playlist: string; session: string }) =>
        ask({ method: 'DELETE', path: placed(what).split('?')[0]! }),
      onSuccess,
    }),
  }
}
