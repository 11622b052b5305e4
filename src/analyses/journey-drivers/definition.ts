import { z } from 'zod'
import { counting, groups, isRange, RANGE, times } from '../funnel/definition.ts'
import { journeyEnvelope, journeySearch } from '../journey/definition.ts'

/** Ours, in the published shape of a journey (parity.md §6.4): what goes with converting, and what with leaving. */

export const CORRECTIONS = ['benjamini_hochberg', 'bonferroni', 'none'] as const

const query = z.object({
  search: journeySearch,
  counting: counting.prefault({}),
  /** The steps between which people are compared. Without it the first and the last. */
  target: z.object({ type: z.literal('path'), start: z.string().max(64), end: z.string().max(64) }).nullish(),
  /** Only those with one of the `value_filters`. */
  group_by: groups,
  /** Attributes of the event of the first of them. Without it those that every SDK sends. */
  attributes: z.array(z.string().min(1).max(1024)).max(40).optional(),
  /** Milliseconds from which the loading of a view is slow. */
  slow_ms: z.int().min(1).max(3_600_000).default(4000),
  /** What fewer have than this, or lack, is not tested. */
  least: z.int().min(1).max(1_000_000).default(10),
  /** How p-values are corrected for the number of tests. */
  correction: z.enum(CORRECTIONS).default('benjamini_hochberg'),
  /** A corrected p-value up to this is significant. */
  level: z.number().gt(0).lt(1).default(0.05),
  /** Rows of attributes, of behaviours and of what was done instead, each. */
  limit: z.int().min(1).max(1000).default(50),
})

export const DriversRequest = journeyEnvelope(
  'journey_drivers_request',
  z.object({ ...times, query }).refine(isRange, RANGE),
)
export type DriversAttributes = z.output<typeof DriversRequest>['data']['attributes']
