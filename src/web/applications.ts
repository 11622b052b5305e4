import { useQuery } from '@tanstack/react-query'
import type { Ask } from '../ui/ask/ask.ts'
import { useAsk } from '../ui/ask/ask-context.ts'

/** An application that sends events. Times are epoch milliseconds. */
export interface Application {
  id: string
  name: string
  type: string
  clientToken: string | undefined
  createdAt: number
  createdBy: string | undefined
  /** Null until its first event; undefined if the server does not say. */
  firstEventAt: number | null | undefined
  keepPlace: boolean | undefined
}

export interface ApplicationAnswer {
  id: string
  attributes: {
    application_id?: string
    name: string
    type: string
    client_token?: string
    created_at: number
    created_by_handle?: string
    first_event_at?: number | null
    keep_place?: boolean
  }
}

export const applicationOf = ({ id, attributes: a }: ApplicationAnswer): Application => ({
  id: a.application_id ?? id,
  name: a.name,
  type: a.type,
  clientToken: a.client_token,
  createdAt: a.created_at,
  createdBy: a.created_by_handle,
  firstEventAt: a.first_event_at,
  keepPlace: a.keep_place,
})

export const listApplications = async (ask: Ask, signal?: AbortSignal): Promise<Application[]> => {
  const path = '/api/v2/rum/applications'
  const answer = await ask<{ data: ApplicationAnswer[] }>({ path, ...(signal && { signal }) })
  return answer.data.map(applicationOf).sort((a, b) => a.name.localeCompare(b.name))
}

export const useApplications = () => {
  const ask = useAsk()
  return useQuery({ queryKey: ['applications'], queryFn: ({ signal }) => listApplications(ask, signal) })
}
