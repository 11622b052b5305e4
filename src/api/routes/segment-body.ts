import { z } from 'zod'
import type { NamedRequest } from '../../catalog/charts.ts'
import type { Catalog } from '../../catalog/open.ts'
import type { Segment } from '../../catalog/segments.ts'
import { namedIn, SegmentDefinition } from '../../model/audience/rule.ts'
import { words } from '../checked.ts'

export const SEGMENTS = '/api/v2/product-analytics/segments'

const description = z.string().max(2000)
const audience = z.enum(['users', 'accounts'])

export const CreateSegment = z.object({
  data: z.object({
    type: z.literal('segment'),
    attributes: z.object({
      name: words(200),
      description: description.default(''),
      audience: audience.default('users'),
      definition: SegmentDefinition,
    }),
  }),
})

export const ChangeSegment = z.object({
  data: z.object({
    type: z.literal('segment'),
    id: z.string().optional(),
    attributes: z.object({
      name: words(200).optional(),
      description: description.optional(),
      audience: audience.optional(),
      definition: SegmentDefinition.optional(),
    }),
  }),
})

/** A segment as it would be, or as it is being edited. */
export const PreviewSegment = z.object({
  data: z.object({
    type: z.enum(['segment_preview', 'segment']),
    attributes: z.object({
      audience: audience.default('users'),
      definition: SegmentDefinition,
      /** How many profiles to show. */
      limit: z.int().min(0).max(100).default(10),
    }),
  }),
})

/** What may use a segment. */
interface Uses {
  segments: readonly Segment[]
  charts: readonly NamedRequest[]
}

export const usesIn = async ({ segments, charts }: Pick<Catalog, 'segments' | 'charts'>): Promise<Uses> => {
  const [named, asked] = await Promise.all([segments.list(), charts.requests()])
  return { segments: named, charts: asked }
}

/** The ids of the segments that name this one. */
const usedBy = (id: string, all: readonly Segment[]): string[] =>
  all.filter((one) => one.definition && namedIn(one.definition).includes(id)).map((one) => one.id)

/** The saved charts whose question names it. */
const chartsUsing = (id: string, charts: readonly NamedRequest[]) =>
  charts.filter((chart) => segmentsIn(chart.request).includes(id)).map(({ id, name }) => ({ id, name }))

const segmentsIn = (value: unknown): unknown[] =>
  value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, inner]) => (key === 'segment_id' ? [inner] : segmentsIn(inner)))
    : []

export const segmentBody = (segment: Segment, { segments, charts }: Uses) => ({
  type: 'segment',
  id: segment.id,
  attributes: {
    name: segment.name,
    description: segment.description,
    audience: segment.audience,
    source: segment.upload ? 'csv' : 'rules',
    definition: segment.definition,
    csv: segment.upload && {
      file: segment.upload.file,
      column: segment.upload.column,
      key: segment.upload.key,
      uploaded_at: segment.upload.uploadedAt,
      uploaded_by: segment.upload.uploadedBy,
      report: segment.upload.report,
    },
    used_by: usedBy(segment.id, segments),
    used_by_charts: chartsUsing(segment.id, charts),
    created_at: segment.createdAt,
    created_by: segment.createdBy,
    updated_at: segment.updatedAt,
    updated_by: segment.updatedBy,
  },
})
