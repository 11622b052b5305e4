import { z } from 'zod'
import { isFormulaName } from './formula.ts'

const MOST = 20
const name = z.string().refine(isFormulaName, 'it needs one word that is not AND, OR or NOT, without parentheses')
const profiles = z
  .array(z.object({ name, query: z.string().max(65_536).default('') }))
  .max(MOST)
  .nullish()

/** The published `audience_filters` (parity.md §4.3). */
export const AudienceFilters = z.object({
  users: profiles,
  accounts: profiles,
  segments: z
    .array(z.object({ name, segment_id: z.string().min(1).max(100) }))
    .max(MOST)
    .nullish(),
  formula: z.string().max(10_000).nullish(),
})
export type AudienceFilters = z.output<typeof AudienceFilters>
