import { z } from 'zod'
import { AudienceFilters } from '../../model/audience/filters.ts'
import { epochMs, graphFilter, journeyEnvelope, journeySearch } from '../journey/definition.ts'

/** Ours, in the published shape of a journey (parity.md §7, §26.3): the most frequent ways between two of its steps. */

export const KINDS = ['view', 'action', 'server'] as const
export type Kind = (typeof KINDS)[number]

const search = journeySearch.extend({
  filters: z
    .object({
      string_filter: z.string().max(65_536).nullish(),
      audience_filters: AudienceFilters.nullish(),
      graph_filters: z.array(graphFilter).max(20).nullish(),
    })
    .prefault({}),
})

const query = z.object({
  search,
  conversion_type: z.enum(['conversion', 'drop-off']).default('conversion'),
  /** The steps between which ways are looked at. Without it the first and the last. */
  target: z.object({ type: z.literal('path'), start: z.string().max(64), end: z.string().max(64) }).nullish(),
  /** Paths, the most frequent first. */
  limit: z.int().min(1).max(1000).default(10),
  /** What happened on the way and is shown. */
  events: z.array(z.enum(KINDS)).min(1).max(KINDS.length).default(['view', 'action']),
  /** Passed over, by the names that paths show. */
  hide: z
    .array(z.object({ type: z.enum(KINDS), name: z.string().min(1).max(2048) }))
    .max(500)
    .default([]),
  /** Longer ways are cut after so many events, and those that are alike up to there are one. */
  most_events: z.int().min(1).max(200).default(50),
})
export type PathsQuery = z.output<typeof query>

const times = { from: epochMs, to: epochMs, exclude_anonymous_traffic: z.boolean().default(false) }
const isRange = (a: { from: number; to: number }) => a.from < a.to
const RANGE = { path: ['from'], message: 'must be less than to' }

const attributes = z.object({ ...times, query }).refine(isRange, RANGE)
export type PathsAttributes = z.output<typeof attributes>

export const JourneyPathsRequest = journeyEnvelope('journey_request', attributes)

/** A path as the answer shows it. */
const pathShown = z.object({
  events: z.array(z.object({ type: z.enum(KINDS), name: z.string().min(1).max(2048) })).max(200),
  is_cut: z.boolean().default(false),
})
export type PathShown = z.output<typeof pathShown>

const listAttributes = z
  .object({
    ...times,
    query: query.extend({
      /** The path whose entities are asked for; all of them without it. */
      path: pathShown.nullish(),
      entity_columns: z.array(z.string().min(1).max(1024)).max(50).default([]),
      /** Entities. */
      limit: z.int().min(1).max(10_000).default(50),
    }),
  })
  .refine(isRange, RANGE)
export type PathsListAttributes = z.output<typeof listAttributes>

export const JourneyPathsListRequest = journeyEnvelope('journey_paths_list_request', listAttributes)
