import { z } from 'zod'

/** The published requests of profiles (parity.md §26.6). */

const search = z.string().max(65_536)
const limit = z.int().min(0).max(10_000)

const wanted = {
  query: search.nullish().transform((query) => query ?? ''),
  select_columns: z.array(z.string().min(1).max(1024)).max(100).nullish(),
  limit: limit.default(25),
  /** Ours: so many profiles of the order are passed over first. */
  offset: z.int().min(0).max(100_000_000).default(0),
  /** Ours: only members of this segment. */
  segment_id: z.string().min(1).max(100).nullish(),
  sort: z
    .object({
      field: z.string().min(1).max(1024).optional(),
      order: z
        .preprocess((order) => (typeof order === 'string' ? order.toUpperCase() : order), z.enum(['ASC', 'DESC']))
        .optional(),
    })
    .nullish(),
  wildcard_search_term: z.string().max(1024).nullish(),
}

/** Epoch seconds: what is told in ms by mistake lies beyond. */
const seconds = z.int().min(0).max(10_000_000_000, 'is in seconds, not in milliseconds')

const eventQuery = z.object({
  query: search.default(''),
  time_frame: z
    .object({ start: seconds, end: seconds })
    .refine((frame) => frame.start < frame.end, { path: ['start'], message: 'must be less than end' }),
})

const envelope = <T extends string, A extends z.ZodType>(types: readonly [T, ...T[]], of: A) =>
  z.object({ data: z.object({ type: z.enum(types), id: z.string().optional(), attributes: of }) })

export const QueryUsers = envelope(['query_users_request'], z.object(wanted).prefault({}))
export const QueryAccounts = envelope(
  ['query_account_request'],
  /** Ours: as of users, only accounts with matching events. */
  z.object({ ...wanted, event_query: eventQuery.nullish() }).prefault({}),
)

export const QueryEventFilteredUsers = envelope(
  ['query_event_filtered_users_request'],
  z
    .object({
      ...wanted,
      include_row_count: z.boolean().default(true),
      /** Without it they are all asked about, as by `users/query`. */
      event_query: eventQuery.nullish(),
    })
    .prefault({}),
)

export const FacetInfoBody = envelope(
  ['users_facet_info_request', 'accounts_facet_info_request'],
  z.object({
    facet_id: z.string().min(1).max(1024),
    limit: z.int().min(1).max(10_000),
    search: z.object({ query: search.optional() }).nullish(),
    term_search: z.object({ value: z.string().max(1024).optional() }).nullish(),
  }),
)
