import { z } from 'zod'
import { calendar, comparedPeriod } from '../analytics/definition.ts'
import { epochMs, journeyEnvelope, journeySearch, journeyTarget, nodeQuery } from '../journey/definition.ts'
import { RULES } from './rule-names.ts'

/** The published journey requests (parity.md §26.3), with additions of ours that are all optional. */

const groupBy = z.object({
  facet: z.string().min(1).max(1024),
  limit: z.int().min(1).max(10_000).default(10),
  should_exclude_missing: z.boolean().default(false),
  sort: z
    .object({
      aggregation: z.string().max(32).default('cardinality'),
      metric: z.string().max(1024).optional(),
      order: z.enum(['asc', 'desc']).default('desc'),
    })
    .nullish(),
  source: z.string().max(100).nullish(),
  /** The step whose event has the value; the first one if absent. */
  target: journeyTarget.nullish(),
  value_filters: z.array(z.string().max(1024)).max(1000).nullish(),
  /** Ours: keep what the limit folds as one group. */
  other: z.boolean().default(false),
})
export type JourneyGroupBy = z.output<typeof groupBy>

/** Ours: an event that voids an attempt when it comes after step `from` and before step `to` (the one after it). */
const exclusion = z.object({ query: nodeQuery, from: z.string().max(64), to: z.string().max(64) })

/** Ours: how attempts are counted. */
export const counting = z.object({
  /** `ordered`: other events in between are ignored. `strict`: none may be there. `any`: the steps in any order. */
  order: z.enum(['ordered', 'strict', 'any']).optional(),
  exclusions: z.array(exclusion).max(10).default([]),
  /** `keep`: a voided attempt still counts for the steps before. `leave`: who gets no further without it than with it leaves the funnel. */
  exclusion_rule: z.enum(['keep', 'leave']).optional(),
  /** Of attempts that end together the one that counts; `first`: only the entity's first one is made. */
  attempt: z.enum(['earliest', 'latest', 'first']).optional(),
  /** An attribute that must have the same value on all steps of an attempt. */
  hold_constant: z.string().min(1).max(1024).optional(),
  /** Aliases of steps that may be left out; never the first or the last. */
  optional_steps: z.array(z.string().max(64)).max(28).default([]),
  /** Counts as these products do by default; what is given beside it counts more. */
  preset: z.enum(['datadog', 'mixpanel', 'amplitude', 'posthog']).optional(),
})
export type Counting = z.output<typeof counting>

const compute = z.object({
  aggregation: z.string().max(32).default('cardinality'),
  metric: z.string().max(1024).optional(),
  target: journeyTarget.nullish(),
  /** Milliseconds. */
  interval: z.int().min(1).max(1e13).optional(),
  /** Ours: calendar periods instead of an interval. */
  rollup: calendar.optional(),
})
export type JourneyCompute = z.output<typeof compute>

/** Ours: the times to convert from one step to another by their length. */
const bins = z.union([
  /** So many ranges of one width; `auto`: as suits how many there are. `durations`: lengths that people have words for. */
  z.enum(['auto', 'durations']),
  z.int().min(1).max(200),
])
export type Bins = z.output<typeof bins>

/** Ours: further figures of the times between steps, beside the least, the greatest and the average. */
const statistics = z
  .array(z.string().regex(/^(median|pc\d{1,2}(\.\d+)?)$/, 'is "median" or "pc<N>", such as "pc95"'))
  .max(10)

export const groups = z.array(groupBy).max(4, 'takes at most four attributes').nullish()

/** Ours: the same beside it, of another period, or of those of each of these segments. */
const compare = z.object({
  to: comparedPeriod.optional(),
  segments: z.array(z.string().min(1).max(100)).max(8, 'takes at most eight segments').default([]),
})

export const times = { from: epochMs, to: epochMs, exclude_anonymous_traffic: z.boolean().default(false) }
export const isRange = (a: { from: number; to: number }) => a.from < a.to
export const RANGE = { path: ['from'], message: 'must be less than to' }

export const FunnelRequest = journeyEnvelope(
  'journey_request',
  z
    .object({
      ...times,
      /** Ours: the zone by whose calendar another period is found. */
      time_zone: z.string().max(64).optional(),
      compare: compare.optional(),
      query: z.object({
        search: journeySearch,
        compute: compute.extend({ bins: bins.optional(), elapsed: statistics.default([]) }).prefault({}),
        group_by: groups,
        counting: counting.prefault({}),
      }),
    })
    .refine(isRange, RANGE),
)
export type FunnelAttributes = z.output<typeof FunnelRequest>['data']['attributes']

export const JourneyFormulaRequest = journeyEnvelope(
  'formula_journey_request',
  z
    .object({
      ...times,
      interval: z.int().min(1).max(1e13).optional(),
      /** Ours: the zone of calendar periods that don't name one. */
      time_zone: z.string().max(64).optional(),
      query: z.object({
        search: journeySearch,
        compute,
        group_by: groups,
        query_id: z.string().max(200).optional(),
        counting: counting.prefault({}),
      }),
    })
    .refine(isRange, RANGE),
)
export type JourneyFormulaAttributes = z.output<typeof JourneyFormulaRequest>['data']['attributes']

export const JourneyListRequest = journeyEnvelope(
  'journey_list_request',
  z
    .object({
      ...times,
      query: z.object({
        search: journeySearch,
        target: journeyTarget.nullish(),
        conversion_type: z.enum(['conversion', 'drop-off']).default('conversion'),
        entity_columns: z.array(z.string().min(1).max(1024)).max(50).nullish(),
        computed_columns: z
          .array(z.object({ name: z.literal('first_conversion_timestamps') }))
          .max(1)
          .nullish(),
        entity_filters: z.string().max(65_536).nullish(),
        /** Ours: only those whom the way from one step to another took from so many to fewer than so many milliseconds. */
        elapsed: z
          .object({
            start: z.string().max(64),
            end: z.string().max(64),
            from: z.int().min(0),
            to: z.int().min(1).optional(),
          })
          .nullish(),
        /** Ours: only those who did such an event after one step and before another, or who did not. */
        between: z
          .object({
            query: nodeQuery,
            start: z.string().max(64),
            end: z.string().max(64),
            done: z.boolean().default(true),
            /** As the very first view, action or server event after the step. */
            first: z.boolean().default(false),
          })
          .nullish(),
        /** Ours: only those who began in this time, with what they began then: whom a period of conversion over time counts. */
        begun: z.object({ from: epochMs, to: epochMs }).refine(isRange, RANGE).nullish(),
        group_by: groups,
        sort: z
          .object({ facet: z.string().max(1024).optional(), order: z.enum(['asc', 'desc']).default('desc') })
          .nullish(),
        limit: z.int().min(1).max(10_000).default(50),
        counting: counting.prefault({}),
      }),
    })
    .refine(isRange, RANGE),
)
export type JourneyListAttributes = z.output<typeof JourneyListRequest>['data']['attributes']

/** Ours: the same funnel counted in two ways, and on whom they differ. */
export const DifferencesRequest = journeyEnvelope(
  'journey_differences_request',
  z
    .object({
      ...times,
      query: z.object({
        search: journeySearch,
        counting: counting.omit({ optional_steps: true }).prefault({}),
        against: counting.omit({ optional_steps: true }),
        /** Only those who get so far by the one and so far by the other; without it all on whom they differ. */
        pair: z
          .object({
            reached: z.int().min(0).max(30),
            reached_against: z.int().min(0).max(30),
            /** And of those only the ones on whom exactly these rules decide. */
            rules: z.array(z.enum(RULES)).max(RULES.length).optional(),
          })
          .nullish(),
        entity_columns: z.array(z.string().min(1).max(1024)).max(50).nullish(),
        limit: z.int().min(1).max(10_000).default(50),
      }),
    })
    .refine(isRange, RANGE),
)
export type DifferencesAttributes = z.output<typeof DifferencesRequest>['data']['attributes']
