import { useQuery } from '@tanstack/react-query'
import { useAsk } from './ask-context.ts'

/** A named set of users or accounts, to ask about. */
export interface SegmentChoice {
  id: string
  name: string
  audience: 'users' | 'accounts'
}

interface SegmentsAnswer {
  data: { id: string; attributes: Pick<SegmentChoice, 'name' | 'audience'> }[]
}

/** The segments that there are, by name; undefined until they have come. */
export const useSegments = (): readonly SegmentChoice[] | undefined => {
  const ask = useAsk()
  const { data } = useQuery({
    queryKey: ['segments', 'choices'],
    queryFn: async ({ signal }): Promise<SegmentChoice[]> => {
      const answer = await ask<SegmentsAnswer>({ path: '/api/v2/product-analytics/segments', signal })
      const all = answer.data.map(({ id, attributes: { name, audience } }) => ({ id, name, audience }))
      return all.sort((a, b) => a.name.localeCompare(b.name))
    },
    staleTime: 60_000,
    retry: false,
  })
  return data
}
