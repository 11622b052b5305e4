import { z } from 'zod'

/** What selects events in the published requests (parity.md §26). */

const search = z.object({ query: z.string().max(65_536).default('') })

const occurrences = z.object({
  operator: z.enum(['=', '>=', '<=', '>', '<']),
  value: z.string().regex(/^\d{1,15}$/, 'is a whole number written as text'),
  meta: z.unknown().optional(),
})

export type Occurrences = z.output<typeof occurrences>

const eventQuery = z.object({
  data_source: z.literal('product_analytics'),
  search: search.default({ query: '' }),
})

/** With `occurrences` only events of entities that have so many of them. */
export const baseQuery = z.discriminatedUnion('data_source', [
  eventQuery,
  z.object({
    data_source: z.literal('product_analytics_occurrence'),
    search: search.extend({ occurrences: occurrences.optional() }),
  }),
])
