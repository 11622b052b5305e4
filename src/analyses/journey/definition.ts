import { z } from 'zod'
import { AudienceFilters } from '../../model/audience/filters.ts'
import { baseQuery } from '../event-query.ts'

/** What all journey questions share in the published requests (parity.md §26.3). */

/** What selects the events of a step. */
export const nodeQuery = baseQuery
export type NodeQuery = z.output<typeof nodeQuery>

const alias = z.string().min(1).max(64)

/** One step, or the way from one to another, by their aliases. */
export const journeyTarget = z.discriminatedUnion('type', [
  z.object({ type: z.literal('node'), value: alias }),
  z.object({ type: z.literal('path'), start: alias, end: alias }),
])
export type JourneyTarget = z.output<typeof journeyTarget>

export const graphFilter = z.object({
  name: z.string().max(100),
  operator: z.enum(['=', '<', '>', '<=', '>=']),
  /** Milliseconds, for times. */
  value: z.number(),
  target: journeyTarget.optional(),
})
export type GraphFilter = z.output<typeof graphFilter>

export const joinKeys = z.object({
  primary: z.string().max(1024).default('@session.id'),
  secondary: z.array(z.string().max(1024)).nullish(),
})
export type JoinKeys = z.output<typeof joinKeys>

export const journeySearch = z.object({
  expression: z.string().max(10_000),
  node_objects: z.record(alias, nodeQuery),
  join_keys: joinKeys.prefault({}),
  filters: z
    .object({
      string_filter: z.string().max(65_536).nullish(),
      audience_filters: AudienceFilters.nullish(),
      graph_filters: z.array(graphFilter).max(20).nullish(),
    })
    .prefault({}),
})
export type JourneySearch = z.output<typeof journeySearch>

export const epochMs = z.int().min(0).max(253_402_300_799_999)

export const journeyEnvelope = <T extends string, A extends z.ZodType>(type: T, of: A) =>
  z.object({ data: z.object({ type: z.literal(type), attributes: of, id: z.string().optional() }) })
