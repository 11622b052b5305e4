import { z } from 'zod'
import { AudienceFilters } from '../../model/audience/filters.ts'

/** The older published request over RUM events (parity.md §26.7). */

const filter = z.object({
  query: z.string().max(65_536).default('*'),
  from: z.union([z.string(), z.number()]).default('now-15m'),
  to: z.union([z.string(), z.number()]).default('now'),
})

const sort = z.object({
  type: z.enum(['alphabetical', 'measure']).default('alphabetical'),
  aggregation: z.string().max(32).optional(),
  metric: z.string().max(1024).optional(),
  order: z.enum(['asc', 'desc']).default('desc'),
})

const page = z.object({ cursor: z.string().max(4096).optional(), limit: z.int().min(1).max(1000).default(50) })

const DAY = 86_400

const options = z.object({
  timezone: z.string().max(64).optional(),
  /** Seconds. */
  time_offset: z
    .int()
    .min(1 - DAY)
    .max(DAY - 1)
    .optional(),
})

export const AggregateRequest = z.object({
  filter: filter.prefault({}),
  compute: z
    .array(
      z.object({
        aggregation: z.string().max(32),
        metric: z.string().max(1024).optional(),
        type: z.enum(['total', 'timeseries']).default('total'),
        interval: z.string().max(20).optional(),
      }),
    )
    .max(20)
    .default([{ aggregation: 'count', type: 'total' }]),
  group_by: z
    .array(
      z.object({
        facet: z.string().min(1).max(1024),
        limit: z.int().min(1).max(10_000).default(10),
        missing: z.union([z.string(), z.number()]).optional(),
        total: z.union([z.boolean(), z.string(), z.number()]).default(false),
        sort: sort.optional(),
        histogram: z.object({ interval: z.number().positive(), min: z.number(), max: z.number() }).optional(),
      }),
    )
    .max(4, 'takes at most four attributes')
    .default([]),
  options: options.optional(),
  page: page.partial().optional(),
})
export type AggregateRequest = z.output<typeof AggregateRequest>

export const EventsSearchRequest = z.object({
  /** The audience is ours: only events of those in it. */
  filter: filter.extend({ audience_filters: AudienceFilters.nullish() }).prefault({}),
  options: options.optional(),
  page: page.prefault({}),
  sort: z.enum(['timestamp', '-timestamp']).default('-timestamp'),
})
export type EventsSearchRequest = z.output<typeof EventsSearchRequest>
