import { WaywornError } from '../../lib/errors.ts'
import type { JourneySearch, NodeQuery } from '../journey/definition.ts'
import { entityOf } from '../journey/entity.ts'
import { aliasesOf, stepNumber } from '../journey/expression.ts'
import { type TimeCondition, timeLimitsOf } from '../journey/graph-filters.ts'
import type { Journey } from '../journey/steps.ts'
import type { Counting } from './definition.ts'

/** An event that voids attempts that have made step `from` and not yet step `to`, both from 1. */
export interface Exclusion {
  query: NodeQuery
  pointer: string
  from: number
  to: number
}

/** A funnel as it is counted, everything settled. */
export interface Plan extends Journey {
  aliases: readonly string[]
  windowMs: number | null
  conditions: readonly TimeCondition[]
  order: 'ordered' | 'strict' | 'any'
  attempt: 'earliest' | 'latest' | 'first'
  exclusions: readonly Exclusion[]
  exclusionRule: 'keep' | 'leave'
  holdConstant: string | undefined
}

/** Steps in order, nothing excluded, and of attempts that end together not the last one. */
export const isPlain = ({ order, exclusions, attempt }: Plan): boolean =>
  order === 'ordered' && exclusions.length === 0 && attempt !== 'latest'

const DAY = 86_400_000
type Preset = Partial<Pick<Plan, 'attempt' | 'exclusionRule'>> & { windowMs?: number }

/** What these products do where the request says nothing; `README.md` tells what of them is not taken over. */
const PRESETS: Record<NonNullable<Counting['preset']>, Preset> = {
  datadog: {},
  mixpanel: { attempt: 'first', exclusionRule: 'keep', windowMs: 7 * DAY },
  amplitude: { exclusionRule: 'keep', windowMs: DAY },
  posthog: { attempt: 'latest', exclusionRule: 'leave', windowMs: 14 * DAY },
}

interface Asked {
  search: JourneySearch
  counting: Omit<Counting, 'optional_steps'>
}

/** Throws `invalid_field` for everything that can't be counted so, with its place below `pointer`; counting has its own there. */
export const planOf = (
  { search, counting }: Asked,
  { scope, identifiedOnly, audience }: Required<Pick<Journey, 'scope' | 'identifiedOnly' | 'audience'>>,
  pointer: string,
  place = 'counting',
): Plan => {
  const at = `${pointer}/search`
  const aliases = aliasesOf(search, at)
  const entity = entityOf(search.join_keys, `${at}/join_keys`)
  const preset: Preset = counting.preset ? PRESETS[counting.preset] : {}
  const filters = search.filters.graph_filters ?? []
  const limits = timeLimitsOf(filters, aliases, entity, `${at}/filters/graph_filters`)
  const plan: Plan = {
    entity,
    scope,
    identifiedOnly,
    audience,
    nodes: aliases.map((alias) => ({ query: search.node_objects[alias]!, pointer: `${at}/node_objects/${alias}` })),
    filter: { text: search.filters.string_filter ?? '', pointer: `${at}/filters/string_filter` },
    aliases,
    windowMs: preset.windowMs !== undefined && !limits.asked ? preset.windowMs : limits.windowMs,
    conditions: limits.conditions,
    order: counting.order ?? 'ordered',
    attempt: counting.attempt ?? (counting.order === 'any' ? undefined : preset.attempt) ?? 'earliest',
    exclusions: exclusionsOf(counting, aliases, `${pointer}/${place}`),
    exclusionRule: counting.exclusion_rule ?? preset.exclusionRule ?? 'keep',
    holdConstant: counting.hold_constant,
  }
  checkTogether(plan, `${pointer}/${place}`)
  return plan
}

const exclusionsOf = (
  counting: Omit<Counting, 'optional_steps'>,
  aliases: readonly string[],
  pointer: string,
): Exclusion[] =>
  counting.exclusions.map(({ query, from, to }, i) => {
    const at = `${pointer}/exclusions/${i}`
    const steps = { from: stepNumber(from, aliases, `${at}/from`), to: stepNumber(to, aliases, `${at}/to`) }
    if (steps.to > steps.from) return { query, pointer: `${at}/query`, ...steps }
    throw new WaywornError(
      'invalid_field',
      { field: 'exclusions.to', reason: 'it must be a later step than from' },
      { pointer: `${at}/to` },
    )
  })

const checkTogether = (plan: Plan, pointer: string): void => {
  const refuse = (field: string, reason: string) => {
    throw new WaywornError('invalid_field', { field: `counting.${field}`, reason }, { pointer: `${pointer}/${field}` })
  }
  if (plan.exclusions.length && plan.order !== 'ordered')
    refuse('exclusions', 'events can be excluded between ordered steps only; leave them out, or use order "ordered"')
  if (plan.order === 'any' && plan.attempt !== 'earliest')
    refuse('attempt', 'in any order there is no first step; leave it out')
}
