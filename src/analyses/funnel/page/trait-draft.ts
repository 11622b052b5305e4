import { withoutAt } from '../../../model/attribute.ts'
import { MOST_STEPS, type Rule, type Step as RuleStep } from '../../../model/audience/rule.ts'
import { attributeMatch, is, type Search } from '../../../model/search/ast.ts'
import { parseSearch } from '../../../model/search/parse.ts'
import { printSearch } from '../../../model/search/print.ts'
import { both } from '../../../model/search/terms-of.ts'
import { literal } from '../../../model/search/value-pattern.ts'
import type { Draft } from '../../../ui/ask/segment-draft.ts'
import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import { MISSING_TAG } from '../../analytics/result.ts'
import { barSearch, searchOfStep } from '../../journey/page/request.ts'
import { cut, stepWords } from '../../journey/page/words.ts'
import { stepBefore } from './optional.ts'
import type { Chosen } from './people-address.ts'
import type { Question } from './question.ts'
import { ofCourse } from './request.ts'
import { searchOfTrait, type Trait } from './trait.ts'
import { traitWords } from './trait-words.ts'

/**
 * A segment of those who came as far as the step before and have a trait, by rules of segments: these know no window.
 * Null where they can't say it.
 */
export const draftOfTrait = (
  question: Question,
  own: Surroundings,
  { step, group }: Pick<Chosen, 'step' | 'group'>,
  trait: Trait,
): Draft | null => {
  const around = ofCourse(question, own, group)
  const bar = barSearch(around)
  const { by, steps, per } = question
  const before = stepBefore(steps, step)
  const made = steps.slice(0, before).flatMap((one, i) => (one.optional ? [] : [{ step: one, number: i + 1 }]))
  if (!bar.ok || made.length >= MOST_STEPS || (by && group !== undefined && by.step > before)) return null
  const sequence: RuleStep[] = []
  for (const { step: one, number } of made) {
    const found = searchOfStep(one)
    if (!found.ok) return null
    const conditions = [
      bar.search,
      ...(by && group !== undefined && by.step === number ? [valueOf(by.path, group)] : []),
      ...(trait.kind === 'attribute' && number === before ? [valueOf(withoutAt(trait.facet), trait.value)] : []),
    ]
    sequence.push({ query: printSearch(conditions.reduce(both, parsed(found.query))) })
  }
  if (trait.kind === 'behaviour') sequence.push({ query: printSearch(both(parsed(searchOfTrait(trait)), bar.search)) })
  const performed = { sequence, same_session: per === 'session', time_frame: around.span }
  const segments = [around.segment, around.also ?? ''].filter((id) => id !== '').map((segment): Rule => ({ segment }))
  return {
    audience: per === 'account' ? 'accounts' : 'users',
    name: cut(`${stepWords(steps[before - 1]!)}, ${traitWords(trait)}`),
    rule: { all: [{ performed }, ...segments] },
  }
}

const parsed = (query: string): Search => parseSearch(query, { pointer: '' })

const valueOf = (path: string, value: string): Search =>
  value === MISSING_TAG
    ? { kind: 'not', of: attributeMatch(path, { kind: 'exists' }) }
    : attributeMatch(path, is(literal(value)))
