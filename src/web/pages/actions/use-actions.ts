import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { LabelDefinition } from '../../../model/action-label/definition.ts'
import { useAsk } from '../../../ui/ask/ask-context.ts'

export const LABELLED_ACTIONS = '/api/v2/product-analytics/labeled-actions'

/** How often its actions happened in the past seven days. */
export interface WeekCounts {
  count: number
  users: number
  sessions: number
}

export interface LabelledAction {
  id: string
  name: string
  description: string
  tags: string[]
  definitions: LabelDefinition[]
  used_by: { type: 'chart' | 'segment'; id: string; name: string }[]
  past_7_days?: WeekCounts
  updated_at: number
  updated_by: string
}

export interface LabelledActionAnswer {
  id: string
  attributes: Omit<LabelledAction, 'id'>
}

/** All labelled actions with their counts. */
export const useLabelledActions = () => {
  const ask = useAsk()
  return useQuery({
    queryKey: ['labelled-actions'],
    queryFn: async ({ signal }): Promise<LabelledAction[]> => {
      const answer = await ask<{ data: LabelledActionAnswer[] }>({ path: `${LABELLED_ACTIONS}?counts=true`, signal })
      return answer.data.map(({ id, attributes }) => ({ id, ...attributes }))
    },
  })
}

export interface Sample {
  action_type: string
  action_name: string
  view_name: string
  selector: string
  count: number
}

const REST_MS = 250

/** What definitions would match, asked when editing rests; others abort the question before. */
export const useLabelPreview = (definitions: readonly LabelDefinition[]) => {
  const ask = useAsk()
  const text = definitions.length ? JSON.stringify(definitions) : ''
  const [asked] = useDebouncedValue(text, REST_MS)
  const query = useQuery({
    queryKey: ['label-preview', asked],
    enabled: asked !== '',
    queryFn: async ({ signal }) => {
      const attributes = { definitions: JSON.parse(asked) as LabelDefinition[], limit: 20 }
      const body = { data: { type: 'labeled_action_preview', attributes } }
      const path = `${LABELLED_ACTIONS}/preview`
      const answer = await ask<{ data: { attributes: WeekCounts & { sample: Sample[] } } }>({
        method: 'POST',
        path,
        body,
        signal,
      })
      return answer.data.attributes
    },
    placeholderData: keepPreviousData,
    retry: false,
  })
  return {
    preview: asked === '' ? undefined : query.data,
    isOld: asked !== text || query.isPlaceholderData,
    error: asked === text ? query.error : null,
    again: () => void query.refetch(),
  }
}
