import { z } from 'zod'
import { AudienceFilters } from '../../model/audience/filters.ts'
import { baseQuery } from '../event-query.ts'

/** The published requests of Product Analytics (parity.md §26.2), with additions of ours that are all optional. */

export const calendar = z.object({
  type: z.enum(['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']),
  quantity: z.int().min(1).max(1000).default(1),
  alignment: z.string().max(20).optional(),
  timezone: z.string().max(64).optional(),
})

const compute = z.object({
  aggregation: z.string().max(32).default('count'),
  metric: z.string().max(1024).optional(),
  /** Milliseconds. */
  interval: z.int().min(1).max(1e13).optional(),
  /** Ours: calendar periods instead of an interval. */
  rollup: calendar.optional(),
})

const groupBy = z.object({
  facet: z.string().min(1).max(1024),
  limit: z.int().min(1).max(10_000).default(10),
  should_exclude_missing: z.boolean().default(false),
  sort: z
    .object({
      aggregation: z.string().max(32).default('count'),
      metric: z.string().max(1024).optional(),
      order: z.enum(['asc', 'desc']).default('desc'),
      type: z.enum(['measure', 'alphabetical']).default('measure'),
    })
    .optional(),
  source: z.string().max(100).optional(),
  /** Ours: keep what the limit folds as one group. */
  other: z.boolean().default(false),
  /** Of the older RUM API: groups are ranges of a number. Ours: what is left out is chosen from the data. */
  histogram: z
    .object({
      interval: z.number().positive().optional(),
      min: z.number().optional(),
      max: z.number().optional(),
      /** Ours: at most so many ranges where the interval is left out; 100 unless told. */
      buckets: z.int().min(1).max(100).optional(),
    })
    .refine((h) => h.min === undefined || h.max === undefined || h.min < h.max, {
      path: ['min'],
      message: 'must be less than max',
    })
    .optional(),
})

const analyticsQuery = z.object({
  query: baseQuery,
  compute,
  group_by: z.array(groupBy).max(4, 'takes at most four attributes').default([]),
  audience_filters: AudienceFilters.nullish(),
  indexes: z.array(z.string()).optional(),
})

const epochMs = z.int().min(0).max(253_402_300_799_999)

const PERIODS = ['previous', 'previous_day', 'previous_week', 'previous_month', 'previous_year'] as const

/** The period that a question's own is compared with. */
export const comparedPeriod = z.union([
  z.enum(PERIODS),
  z
    .object({ from: epochMs, to: epochMs })
    .refine((a) => a.from < a.to, { path: ['from'], message: 'must be less than to' }),
])

const compare = z.object({ to: comparedPeriod })
export type Compare = z.output<typeof compare>

/** Either two moments or, ours, a text such as "past 7 days", read in `time_zone` when the question is asked. */
const timed = {
  from: epochMs.optional(),
  to: epochMs.optional(),
  time_frame: z.string().min(1).max(200).optional(),
  /** Ours: the zone of intervals that don't name one, and of `time_frame`. */
  time_zone: z.string().max(64).optional(),
}
interface Timed {
  from?: number | undefined
  to?: number | undefined
  time_frame?: string | undefined
}
const isTimed = (a: Timed) => (a.time_frame === undefined) === (a.from !== undefined && a.to !== undefined)
const TIMED = { path: ['from'], message: 'give from and to, or time_frame instead of both' }
const isForward = (a: Timed) => a.from === undefined || a.to === undefined || a.from < a.to
const FORWARD = { path: ['from'], message: 'must be less than to' }

const attributes = z
  .object({
    ...timed,
    request_id: z.string().optional(),
    enforced_execution_type: z.string().optional(),
    query: analyticsQuery.optional(),
    /** Ours: several queries of the same shape, named, and arithmetic over them. */
    queries: z
      .array(analyticsQuery.extend({ name: z.string().regex(/^[A-Za-z_]\w{0,31}$/) }))
      .min(1)
      .max(26)
      .optional(),
    formulas: z
      .array(z.object({ formula: z.string().min(1).max(1000), alias: z.string().max(200).optional() }))
      .max(26)
      .optional(),
    /** Ours: the same of another period beside it. */
    compare: compare.optional(),
  })
  .refine(isTimed, TIMED)
  .refine(isForward, FORWARD)
  .refine((a) => (a.query === undefined) !== (a.queries === undefined), {
    path: ['query'],
    message: 'give either query or queries',
  })

const envelope = <T extends string, A extends z.ZodType>(type: T, of: A) =>
  z.object({ data: z.object({ type: z.literal(type), attributes: of, id: z.string().optional() }) })

export const AnalyticsRequest = envelope('formula_analytics_extended_request', attributes)
export type AnalyticsRequest = z.output<typeof AnalyticsRequest>
/** With its moments known: see `time-range.ts`. */
export type AnalyticsAttributes = AnalyticsRequest['data']['attributes'] & Moments
export interface Moments {
  from: number
  to: number
}
export type AnalyticsQuery = z.output<typeof analyticsQuery>
export type GroupBy = z.output<typeof groupBy>

/** What a list shows when no columns are asked for. */
export const DEFAULT_COLUMNS = [
  'date',
  'type',
  'view.name',
  'action.name',
  'usr.id',
  'usr.name',
  'session.id',
  'geo.country',
  'browser.name',
]

export const ListRequest = envelope(
  'formula_analytics_extended_list_request',
  z
    .object({
      ...timed,
      query: z.object({
        query: baseQuery,
        columns: z.array(z.string().min(1).max(1024)).max(100).default([]),
        sort: z
          .object({ facet: z.string().max(1024).default('date'), order: z.enum(['asc', 'desc']).default('desc') })
          .optional(),
        limit: z.int().min(1).max(10_000).default(50),
        audience_filters: AudienceFilters.nullish(),
      }),
    })
    .refine(isTimed, TIMED)
    .refine(isForward, FORWARD),
)
export type ListRequest = z.output<typeof ListRequest>
export type ListAttributes = ListRequest['data']['attributes'] & Moments
export type ListQuery = ListRequest['data']['attributes']['query']
