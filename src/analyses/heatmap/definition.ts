import { z } from 'zod'
import { AudienceFilters } from '../../model/audience/filters.ts'
import { epochMs, journeyEnvelope } from '../journey/definition.ts'

/** Ours, in the published style (parity.md §14): where people clicked on a page, element by element. */

const search = z.object({ query: z.string().max(65_536).default('') })

const asked = {
  from: epochMs,
  to: epochMs,
  /** All of them without it. */
  application_id: z.string().min(1).max(256).nullish(),
  /** A value of `@device.type`; all of them without it. */
  device_type: z.string().min(1).max(100).nullish(),
  /** Of clicks and views alike. */
  search: search.prefault({}),
  audience_filters: AudienceFilters.nullish(),
}

/** Whether to count who it was. Without it pages seen or clicked millions of times are answered several times sooner. */
const people = z.boolean().default(true)

const inOrder = <A extends { from: number; to: number }>(a: A) => a.from < a.to
const BEFORE = { path: ['from'], message: 'must be less than to' }

const heatmap = z
  .object({
    ...asked,
    /** A value of `@view.name`. */
    view_name: z.string().min(1).max(2048),
    /** Only these clicks, as of one action name. */
    action_search: search.prefault({}),
    /** Clicks in sessions with such an event are also counted apart. */
    converted: search.nullish(),
    /** Only clicks on the element of this id, as an answer names it. */
    element: z.string().min(1).max(65_536).nullish(),
    people,
    /** Elements, the most clicked first. */
    limit: z.int().min(1).max(1000).default(200),
  })
  .refine(inOrder, BEFORE)
export type HeatmapAttributes = z.output<typeof heatmap>

const pages = z
  .object({
    ...asked,
    /** Only this one, which then is the first. */
    view_name: z.string().min(1).max(2048).nullish(),
    people,
    limit: z.int().min(1).max(1000).default(100),
  })
  .refine(inOrder, BEFORE)
export type PagesAttributes = z.output<typeof pages>

const backgrounds = z
  .object({ ...asked, view_name: z.string().min(1).max(2048), limit: z.int().min(1).max(100).default(20) })
  .refine(inOrder, BEFORE)
export type BackgroundsAttributes = z.output<typeof backgrounds>

const attention = z
  .object({
    ...asked,
    view_name: z.string().min(1).max(2048),
    /** Recordings that are read, the newest first. */
    limit: z.int().min(1).max(500).default(100),
  })
  .refine(inOrder, BEFORE)
export type AttentionAttributes = z.output<typeof attention>

export const HeatmapRequest = journeyEnvelope('heatmap_request', heatmap)
export const HeatmapPagesRequest = journeyEnvelope('heatmap_pages_request', pages)
export const HeatmapBackgroundsRequest = journeyEnvelope('heatmap_backgrounds_request', backgrounds)
export const HeatmapAttentionRequest = journeyEnvelope('heatmap_attention_request', attention)

/** An element is cut into so many columns and rows; clicks are counted in each cell. */
export const GRID = 32
/** A page's length is cut into so many bands. */
export const BANDS = 50

/** How many clicks fell into a cell of an element: column and row from 0, then all, rage, dead, error, converted. */
export type Spot = readonly [
  column: number,
  row: number,
  clicks: number,
  rage: number,
  dead: number,
  error: number,
  converted: number,
]

export interface HeatmapElement {
  /** What it is known by: its path, else its permanent id, its selector or its name. */
  id: string
  /** From 1. */
  rank: number
  name: string
  selector: string
  composed_path_selector: string
  permanent_id: string
  clicks: number
  rage: number
  dead: number
  error: number
  /** Clicks in sessions that converted; 0 where that was not asked. */
  converted: number
  users: number | null
  sessions: number | null
  spots: Spot[]
}

/** Users and sessions are null where people were not to be counted. */
export interface HeatmapAnswer {
  page: {
    view_name: string
    /** By views among the application's pages, from 1; null for a page that nobody saw. */
    rank: number | null
    pages: number
    views: number
    users: number | null
    sessions: number | null
  }
  clicks: { clicks: number; elements: number; users: number | null; rage: number; dead: number; error: number }
  elements: HeatmapElement[]
  scroll: HeatmapScroll
}

export interface HeatmapScroll {
  /** Views whose scrolling was measured; the others are not in the numbers below. */
  views: number
  /** How many of them reached each of the bounds between bands, from the page's top to its end. */
  reached: number[]
  /** Shares of the page's length, 0 to 1; null where nothing was measured. */
  average_fold: number | null
  average_depth: number | null
  /** px */
  page_height: number | null
}

export interface HeatmapAttention {
  /** Recorded views whose length is known, and of how many of them the recordings were read. */
  recorded: number
  views: number
  /** How long the middle of each band was in the window, seconds, for a view in the mean; empty if none was read. */
  seconds: number[]
}

export interface HeatmapPage {
  view_name: string
  rank: number
  views: number
  users: number | null
  sessions: number | null
  frustrations: number
}

/** A moment of a recorded view that can stand behind the clicks. */
export interface HeatmapBackground {
  application_id: string
  session_id: string
  view_id: string
  /** Epoch ms. */
  at: number
  /** `at` since the recording of the session began, ms: what a snapshot keeps. */
  start: number
  width: number
  height: number
  page_height: number
}
