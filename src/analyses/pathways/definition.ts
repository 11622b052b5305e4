import { z } from 'zod'
import { AudienceFilters } from '../../model/audience/filters.ts'
import { epochMs, joinKeys, journeyEnvelope } from '../journey/definition.ts'

/** The published request of Pathways (parity.md §26.5), with additions of ours that are all optional. */

export const DEFAULT_STEPS = 5
export const DEFAULT_ENTRIES = 5
const MOST_STEPS = 10
const MOST_ENTRIES = 50
const MOST_EXPANDED = 500

const definition = z.object({
  source: z.string().min(1).max(1024),
  target: z.string().min(1).max(1024),
  /** Columns. 0 or absent: 5. */
  number_of_steps: z.int().min(0).max(MOST_STEPS).nullish(),
  /** Nodes a column, beside "other" and "drop-off". 0 or absent: 5. */
  entries_per_step: z.int().min(0).max(MOST_ENTRIES).nullish(),
  /** Ours: what follows the page that the search names, or what came before it. */
  direction: z.enum(['after', 'before']).nullish(),
  /** The older widget's word for the same: `source` is after, `target` is before. */
  mode: z.enum(['source', 'target']).nullish(),
  /** Ours: more nodes in single columns, to look into "other". */
  expand: z
    .array(
      z.object({
        column: z
          .int()
          .min(0)
          .max(MOST_STEPS - 1),
        entries: z.int().min(1).max(MOST_EXPANDED),
      }),
    )
    .max(MOST_STEPS)
    .default([]),
  /** Ours: pages that are passed over, by the names that the diagram shows. */
  hide: z.array(z.string().min(1).max(2048)).max(500).default([]),
  /** Ours: paths are cut after so many parts: with 1, `/department/shoes` is `/department/*`. */
  folder_depth: z.int().min(1).max(20).nullish(),
})

const about = z.object({
  definition,
  search: z
    .object({
      query: z.string().max(65_536).nullish(),
      join_keys: joinKeys.nullish(),
      audience_filters: AudienceFilters.nullish(),
    })
    .prefault({}),
  time: z
    .object({ from: epochMs, to: epochMs })
    .refine((time) => time.from < time.to, { path: ['from'], message: 'must be less than to' }),
})
export type SankeyAttributes = z.output<typeof about>
export type SankeyDefinition = z.output<typeof definition>

export const SankeyRequest = journeyEnvelope('sankey_request', about)

const id = z.string().min(1).max(2200)

/** Ours: who stands behind a node or a link of the diagram, named by the ids that it has there. */
const listAttributes = about.extend({
  target: z.discriminatedUnion('type', [
    z.object({ type: z.literal('node'), id }),
    z.object({ type: z.literal('link'), source: id, target: id }),
  ]),
  entity_columns: z.array(z.string().min(1).max(1024)).max(50).default([]),
  limit: z.int().min(1).max(10_000).default(50),
})
export type SankeyListAttributes = z.output<typeof listAttributes>

export const SankeyListRequest = journeyEnvelope('sankey_list_request', listAttributes)
