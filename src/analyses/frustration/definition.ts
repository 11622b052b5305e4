import { z } from 'zod'
import { AudienceFilters } from '../../model/audience/filters.ts'
import { epochMs, journeyEnvelope } from '../journey/definition.ts'

/** Ours, in the published style (parity.md §17): where people were frustrated, how often, whom, and since when. */

export const KINDS = ['rage', 'dead', 'error'] as const
export type Kind = (typeof KINDS)[number]

const rules = z.object({
  /** Clicks on one element, each near the one before it, all within a time. */
  rage: z
    .object({
      clicks: z.int().min(2).max(50).default(3),
      within_ms: z.int().min(1).max(600_000).default(1000),
      distance_px: z.number().min(0).max(100_000).default(100),
    })
    .nullish(),
  /** Clicks that an error of the same view comes after. */
  error: z.object({ within_ms: z.int().min(1).max(600_000).default(1000) }).nullish(),
})
export type Rules = z.output<typeof rules>

const attributes = z
  .object({
    from: epochMs,
    to: epochMs,
    /** All of them without it. */
    application_id: z.string().min(1).max(256).nullish(),
    search: z.object({ query: z.string().max(65_536).default('') }).prefault({}),
    audience_filters: AudienceFilters.nullish(),
    /** What the SDK sends; none for rules alone. */
    kinds: z
      .array(z.enum(KINDS))
      .max(KINDS.length)
      .default([...KINDS]),
    /** Looked for in the stored clicks and errors, besides what the SDK found. */
    rules: rules.nullish(),
    /** The time is cut into so many parts for the trend. */
    parts: z.int().min(1).max(500).default(30),
    /** Places, the most frequent first. */
    limit: z.int().min(1).max(1000).default(100),
  })
  .refine((a) => a.from < a.to, { path: ['from'], message: 'must be less than to' })
export type FrustrationAttributes = z.output<typeof attributes>

export const FrustrationsRequest = journeyEnvelope('frustrations_request', attributes)

/** An element on a page on which people were frustrated in one way. */
export interface FrustrationPlace {
  kind: Kind
  /** Who says so: the SDK when it happened, or a rule now. */
  by: 'sdk' | 'rule'
  view_name: string
  element: string
  count: number
  sessions: number
  users: number
  /** The version of the first one in the time asked about; '' if events name none. */
  first_version: string
  versions: number
  /** Epoch ms. */
  first: number
  last: number
  /** Up to three moments to look at. */
  examples: { session_id: string; view_id: string; at: number }[]
}

export interface FrustrationsAnswer {
  totals: { kind: Kind; by: 'sdk' | 'rule'; count: number; sessions: number; users: number; places: number }[]
  /** Counts of the SDK's signals by part of the time; `times` are where the parts begin, epoch ms. */
  trend: { times: number[] } & Record<Kind, number[]>
  places: FrustrationPlace[]
}
