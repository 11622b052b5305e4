import { useQuery } from '@tanstack/react-query'
import { useAsk } from '../../ui/ask/ask-context.ts'

interface Answer {
  data: { attributes: { first_event_at?: number | null } }[]
}

/** Whether any application has sent anything yet; undefined while that is not known. */
export const useApplicationsState = (): boolean | undefined => {
  const ask = useAsk()
  const { data } = useQuery({
    queryKey: ['first-events'],
    queryFn: ({ signal }) => ask<Answer>({ path: '/api/v2/rum/applications', signal }),
  })
  return data?.data.some((a) => a.attributes.first_event_at !== null)
}
