import { z } from 'zod'
import { AudienceFilters } from '../../model/audience/filters.ts'
import { calendar } from '../analytics/definition.ts'
import { epochMs, journeyEnvelope, nodeQuery } from '../journey/definition.ts'
import { STATES } from './states.ts'

/** The published requests of retention (parity.md §26.4), with additions of ours that are all optional. */

const timeInterval = z.discriminatedUnion('type', [
  z.object({ type: z.literal('calendar'), value: calendar }),
  z.object({ type: z.literal('fixed'), unit: z.enum(['day', 'week', 'month']), value: z.int().min(1).max(1000) }),
])
export type TimeInterval = z.output<typeof timeInterval>

const search = z.object({
  retention_entity: z.enum(['@usr.id', '@account.id']),
  return_condition: z.enum(['conversion_on', 'conversion_on_or_after']),
  cohort_criteria: z.object({
    base_query: nodeQuery,
    time_interval: timeInterval,
    /** Ours: an entity is only in the first of its cohorts in the time asked about. */
    first_time: z.boolean().default(false),
  }),
  return_criteria: z.object({ base_query: nodeQuery, time_interval: timeInterval.nullish() }).nullish(),
  filters: z
    .object({
      string_filter: z.string().max(65_536).nullish(),
      audience_filters: AudienceFilters.nullish(),
    })
    .nullish(),
})
export type RetentionSearch = z.output<typeof search>

const METRICS = ['__dd.retention', '__dd.retention_rate'] as const
/** Ours: in how many periods entities were active, and what became of them from one to the next. */
export const STICKINESS = '__wayworn.stickiness'
export const LIFECYCLE = '__wayworn.lifecycle'

const compute = z.object({
  /** Part of the published request; retention counts entities, whatever is said here. */
  aggregation: z.string().max(32).default('count'),
  metric: z.enum([...METRICS, STICKINESS, LIFECYCLE]).default('__dd.retention_rate'),
})

const groupBy = z.object({
  facet: z.string().min(1).max(1024),
  limit: z.int().min(1).max(10_000).default(10),
  should_exclude_missing: z.boolean().default(false),
  /** Groups are ranked by how many entities their cohorts have. */
  sort: z
    .object({
      aggregation: z.enum(['count', 'cardinality']).default('count'),
      metric: z.enum(METRICS).nullish(),
      order: z.enum(['asc', 'desc']).default('desc'),
    })
    .nullish(),
  source: z.string().max(100).nullish(),
  target: z.enum(['cohort', 'return_period']),
  /** Ours: keep what the limit folds as one group. */
  other: z.boolean().default(false),
})
export type RetentionGroupBy = z.output<typeof groupBy>

const index = z.object({ type: z.literal('index'), value: z.int().min(0) })
const cohortTarget = z.discriminatedUnion('type', [
  index,
  z.object({ type: z.literal('aggregation'), value: z.string().max(100) }),
])
export type CohortTarget = z.output<typeof cohortTarget>

const cellScope = z.object({
  type: z.literal('cell'),
  cohort_target: cohortTarget,
  return_period_target: index,
})

const computationScope = z.discriminatedUnion('type', [
  z.object({ type: z.literal('cohort'), target: cohortTarget }),
  z.object({ type: z.literal('return_period'), target: index }),
  cellScope,
])
export type ComputationScope = z.output<typeof computationScope>

/** Ours: whom a bar of stickiness counts, and whom a bar of the lifecycle. */
const listScope = z.discriminatedUnion('type', [
  cellScope,
  z.object({ type: z.literal('active_periods'), value: z.int().min(1).max(1000) }),
  z.object({ type: z.literal('state'), state: z.enum(STATES), period_target: index }),
])
export type ListScope = z.output<typeof listScope>

const span = {
  from: epochMs,
  to: epochMs,
  exclude_anonymous_traffic: z.boolean().default(false),
  /** Ours: the zone of calendars that name none. */
  time_zone: z.string().max(64).nullish(),
}
const ORDER = { path: ['from'], message: 'must be less than to' }

const gridAttributes = z
  .object({
    ...span,
    query: z.object({
      search,
      compute: compute.prefault({}),
      group_by: z.array(groupBy).max(4, 'takes at most four attributes').default([]),
      computation_scope: computationScope.nullish(),
    }),
  })
  .refine((a) => a.from < a.to, ORDER)
export type RetentionAttributes = z.output<typeof gridAttributes>

export const RetentionGridRequest = journeyEnvelope('retention_grid_request', gridAttributes)
export const RetentionFormulaRequest = journeyEnvelope('formula_retention_request', gridAttributes)

const listAttributes = z
  .object({
    ...span,
    query: z.object({
      search,
      computation_scope: listScope,
      /** Ours: only those of a cohort whose start event has one of these values, as the grid groups them. */
      group_by: z
        .array(groupBy.extend({ value_filters: z.array(z.string().max(1024)).min(1).max(1000) }))
        .max(4, 'takes at most four attributes')
        .default([]),
      columns: z
        .array(z.object({ field: z.object({ path: z.string().min(1).max(1024) }) }))
        .max(100)
        .default([]),
      /** 0: all. */
      limit: z.int().min(0).max(1_000_000).default(100),
    }),
  })
  .refine((a) => a.from < a.to, ORDER)
export type RetentionListAttributes = z.output<typeof listAttributes>

export const RetentionListRequest = journeyEnvelope('retention_list_request', listAttributes)
