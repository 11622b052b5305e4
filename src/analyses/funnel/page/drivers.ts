import type { Facet } from '../../../ui/ask/facets.ts'
import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import { aliasOf, type Request, ready } from '../../journey/page/request.ts'
import type { BehaviourKind } from '../../journey-drivers/traits.ts'
import { stepBefore } from './optional.ts'
import type { Chosen } from './people-address.ts'
import type { Question } from './question.ts'
import { counted, groupOf, ofCourse } from './request.ts'
import { SLOW_MS } from './trait.ts'

/** The published answer, as the page reads it. */
interface Tested {
  converted: number
  dropped: number
  rate: number
  rate_without: number
  lift: number | null
  test: 'fisher' | 'chi_squared'
  p_value: number
  adjusted_p_value: number
  significant: boolean
}
export type AttributeDriver = Tested & { kind: 'attribute'; facet: string; value: string }
export type BehaviourDriver = Tested & { kind: BehaviourKind; name: string | null }
export type Driver = AttributeDriver | BehaviourDriver

export interface DriversAnswer {
  data: {
    attributes: {
      converted: number
      dropped: number
      tests: number
      least: number
      level: number
      untested: number
      attributes: AttributeDriver[]
      behaviours: BehaviourDriver[]
      next: { dropped: number; rows: { kind: BehaviourKind; name: string | null; count: number; share: number }[] }
    }
  }
}

export const CORRECTIONS = ['benjamini_hochberg', 'bonferroni', 'none'] as const
export type Correction = (typeof CORRECTIONS)[number]

const MOST_ROWS = 200
const MOST_ATTRIBUTES = 40

/** What goes with making a step, and what with being lost before it. */
export const driversRequest = (
  question: Question,
  around: Surroundings,
  { step, group }: Pick<Chosen, 'step' | 'group'>,
  { correction, attributes }: { correction: Correction; attributes: readonly string[] },
): Request => {
  const of = ofCourse(question, around, group)
  const found = counted(question, of)
  if ('fault' in found) return found.fault
  const target = { type: 'path', start: aliasOf(stepBefore(question.steps, step) - 1), end: aliasOf(step - 1) }
  const { by } = question
  const only = by && group !== undefined ? { group_by: [groupOf(by, { value_filters: [group] })] } : {}
  const query = { ...found.query, ...only, target, attributes, correction, slow_ms: SLOW_MS, limit: MOST_ROWS }
  return ready('journey/drivers', 'journey_drivers_request', { ...of.span, query })
}

/** What an id, a time or a free text says of one is no trait of many. */
const NAMES_ONE = /(^|[._])(id|uuid|email|name|date|time|timestamp|url|token)$/i

/** Attributes that every SDK sends, and what this application adds to people, accounts and events. */
export const attributesToTest = (
  standard: readonly string[],
  facets: readonly Facet[],
  known: ReadonlySet<string>,
): string[] => {
  const own = facets.filter(({ path, type }) => !known.has(path) && type !== 'time' && !NAMES_ONE.test(path))
  return [...standard, ...own.map(({ path }) => `@${path}`)].slice(0, MOST_ATTRIBUTES)
}
