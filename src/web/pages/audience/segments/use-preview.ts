import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Rule } from '../../../../model/audience/rule.ts'
import { useAsk } from '../../../../ui/ask/ask-context.ts'
import type { Audience } from '../../../../ui/ask/profile-facets.ts'
import { AUDIENCES, type Profile } from '../audiences.ts'
import { SEGMENTS } from './use-segments.ts'

interface PreviewAnswer {
  data: { attributes: { count: number; sample: Profile[] } }
}

const REST_MS = 250
const SAMPLE = 10

/** How many match a rule and some of them, asked when editing rests; another rule aborts the question before. */
export const usePreview = (audience: Audience, rule: Rule | null) => {
  const ask = useAsk()
  const queries = useQueryClient()
  const text = rule ? JSON.stringify(rule) : ''
  const [asked] = useDebouncedValue(text, REST_MS)
  const queryKey = ['segment-preview', audience, asked]
  const query = useQuery({
    queryKey,
    enabled: asked !== '',
    queryFn: async ({ signal }) => {
      const attributes = { audience, definition: JSON.parse(asked) as Rule, limit: SAMPLE }
      const body = { data: { type: 'segment_preview', attributes } }
      return (await ask<PreviewAnswer>({ method: 'POST', path: `${SEGMENTS}/preview`, body, signal })).data.attributes
    },
    placeholderData: keepPreviousData,
    retry: false,
  })
  return {
    preview: asked === '' ? undefined : query.data,
    isOld: asked !== text || query.isPlaceholderData,
    error: asked === text ? query.error : null,
    again: () => void query.refetch(),
    cancel: () => void queries.cancelQueries({ queryKey }),
  }
}

/** How many there are of all. */
export const useEveryone = (audience: Audience): number | undefined => {
  const ask = useAsk()
  const { data } = useQuery({
    queryKey: ['profiles', 'everyone', audience],
    queryFn: async ({ signal }) => {
      const body = { data: { type: AUDIENCES[audience].request, attributes: { limit: 0 } } }
      const path = `/api/v2/product-analytics/${audience}/query`
      const answer = await ask<{ data: { attributes: { total: number } } }>({ method: 'POST', path, body, signal })
      return answer.data.attributes.total
    },
    staleTime: 300_000,
  })
  return data
}
