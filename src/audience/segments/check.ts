import type { Rule } from '../../model/audience/rule.ts'
import { parseSearch } from '../../model/search/parse.ts'
import type { Audience } from '../entity.ts'
import { createColumns } from '../profiles/columns.ts'
import { profileCondition } from '../profiles/source.ts'
import { type FindSegment, type Resolved, resolveRule } from './resolve.ts'

/**
 * Refuses a definition that could not be evaluated: searches that can't be read, attributes that profiles don't have,
 * and segments that are unknown, of the other audience, or would hold themselves (`id`: of the segment itself). Throws
 * `invalid_field` or `invalid_search`, pointing below `pointer`.
 */
export const checkRule = async (
  rule: Rule,
  { id, audience, find }: { id?: string; audience: Audience; find: FindSegment },
  pointer: string,
): Promise<void> => {
  checkSearches(await resolveRule(rule, { audience, find, within: id ? [id] : [] }, pointer), audience)
}

const checkSearches = (rule: Resolved, audience: Audience): void => {
  switch (rule.kind) {
    case 'all':
    case 'any':
      for (const one of rule.of) checkSearches(one, audience)
      return
    case 'not':
      checkSearches(rule.of, audience)
      return
    case 'performed':
      rule.performed.sequence.forEach((step, i) => {
        parseSearch(step.query, { pointer: `${rule.pointer}/sequence/${i}/query` })
      })
      return
    case 'profile':
      profileCondition(rule.query, audience, createColumns(audience, rule.pointer), rule.pointer)
  }
}
