import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useAsk } from '../../../../ui/ask/ask-context.ts'

export interface Comment {
  id: string
  attributes: {
    session_id: string
    /** ms since the session's start. */
    t: number
    text: string
    /** Ids of people. */
    mentions: readonly string[]
    created_by: { id: string; handle: string }
    /** Epoch ms. */
    created_at: number
    updated_at: number
  }
}

export interface Said {
  text: string
  mentions: readonly string[]
}

const bodyOf = (attributes: object) => ({ data: { type: 'replay_comment', attributes } })

/** What was written about a session, in the order of the recording. */
export const useComments = (session: string) => {
  const ask = useAsk()
  const path = `/api/v2/wayworn/replay/sessions/${encodeURIComponent(session)}/comments`
  return useQuery({
    queryKey: ['comments', session],
    queryFn: async ({ signal }) => (await ask<{ data: Comment[] }>({ path, signal })).data,
  })
}

export const useCommentWork = (session: string) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['comments'] })
  const all = `/api/v2/wayworn/replay/sessions/${encodeURIComponent(session)}/comments`
  const one = (id: string) => `/api/v2/wayworn/replay/comments/${id}`
  return {
    write: useMutation({
      mutationFn: (said: Said & { t: number }) => ask({ method: 'POST', path: all, body: bodyOf(said) }),
      onSuccess,
    }),
    change: useMutation({
      mutationFn: ({ id, ...said }: Said & { id: string }) =>
        ask({ method: 'PATCH', path: one(id), body: bodyOf(said) }),
      onSuccess,
    }),
    remove: useMutation({ mutationFn: (id: string) => ask({ method: 'DELETE', path: one(id) }), onSuccess }),
  }
}

export interface Colleague {
  id: string
  name: string
}

/** Who can be mentioned. */
export const useColleagues = () => {
  const ask = useAsk()
  return useQuery({
    queryKey: ['colleagues'],
    staleTime: 300_000,
    queryFn: async ({ signal }): Promise<Colleague[]> => {
      const { data } = await ask<{ data: { id: string; attributes: { name?: string | null; email: string } }[] }>({
        path: '/api/v2/users?page[size]=500',
        signal,
      })
      return data.map(({ id, attributes: { name, email } }) => ({ id, name: name || email }))
    },
  })
}
