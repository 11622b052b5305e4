import { useQuery } from '@tanstack/react-query'
import type { Rule } from '../../../../model/audience/rule.ts'
import type { UploadReport } from '../../../../model/audience/upload.ts'
import { useAsk } from '../../../../ui/ask/ask-context.ts'
import type { Audience } from '../../../../ui/ask/profile-facets.ts'

export const SEGMENTS = '/api/v2/product-analytics/segments'

export interface Segment {
  id: string
  name: string
  description: string
  audience: Audience
  source: 'rules' | 'csv'
  /** Null for one from a file. */
  definition: Rule | null
  csv: {
    file: string
    column: string
    key: string
    uploaded_at: number
    uploaded_by: string
    report: UploadReport
  } | null
  /** Segments that name it. */
  used_by: string[]
  used_by_charts: { id: string; name: string }[]
  created_by: string
  updated_at: number
  updated_by: string
}

export interface SegmentAnswer {
  id: string
  attributes: Omit<Segment, 'id'>
}

export const segmentOf = ({ id, attributes }: SegmentAnswer): Segment => ({ id, ...attributes })

/** All segments by name. */
export const useSegments = () => {
  const ask = useAsk()
  return useQuery({
    queryKey: ['segments'],
    queryFn: async ({ signal }): Promise<Segment[]> =>
      (await ask<{ data: SegmentAnswer[] }>({ path: SEGMENTS, signal })).data.map(segmentOf),
  })
}

/** What a segment is called; its id while that is not known. */
export const useSegmentName = (id: string): string => {
  const { data } = useSegments()
  return data?.find((one) => one.id === id)?.name ?? id
}
