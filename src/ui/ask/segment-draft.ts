import { type Rule, SegmentDefinition } from '../../model/audience/rule.ts'
import { stringifyParams } from '../scope/search-params.ts'
import type { Audience } from './profile-facets.ts'

/** A segment that is being made. */
export interface Draft {
  audience: Audience
  rule: Rule
  /** What it is to be called. */
  name?: string
}

/** The page that makes a segment of this draft. */
export const draftPath = ({ audience, rule, name }: Draft): string =>
  `/segments/new${stringifyParams({ audience, name, rule: printRule(rule) })}`

/** A rule as an address holds it. */
export const printRule = (rule: Rule): string => JSON.stringify(rule)

/** Null for a text that is no rule. */
export const parseRule = (text: string | undefined): Rule | null => {
  if (text === undefined) return null
  try {
    const read = SegmentDefinition.safeParse(JSON.parse(text))
    return read.success ? read.data : null
  } catch {
    return null
  }
}
