import { and, attributeMatch, is } from '../../../model/search/ast.ts'
import { printSearch } from '../../../model/search/print.ts'
import { literal, wildcards } from '../../../model/search/value-pattern.ts'
import { audienceOf } from '../../../ui/scope/audience.ts'
import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import { columnsOf } from '../../journey/page/people.ts'
import { barSearch, type Request, ready } from '../../journey/page/request.ts'
import { KEYS, NAME_PATHS } from '../../journey/page/step.ts'
import { aroundOf } from '../../journey/page/versus.ts'
import type { Chosen } from './address.ts'
import type { Question } from './question.ts'

const attributesOf = (question: Question, around: Surroundings) => {
  const reading = barSearch(around)
  if (!reading.ok) return reading
  const { of, at, direction, per, steps, entries, expand, hide, folders } = question
  const path = NAME_PATHS[of]
  // Where paths start comes first: of a search's conditions those on the name are taken for it.
  const search = and([
    attributeMatch('type', is(literal(of))),
    ...(at === null ? [] : [attributeMatch(path, is(wildcards(at)))]),
    reading.search,
  ])
  const attributes = {
    definition: {
      source: `@${path}`,
      target: `@${path}`,
      number_of_steps: steps,
      entries_per_step: entries,
      direction,
      expand: expand.filter(({ column }) => column < steps),
      hide,
      ...(folders !== null && { folder_depth: folders }),
    },
    search: {
      query: printSearch(search),
      join_keys: { primary: KEYS[per] },
      ...audienceOf(around.segment, around.also),
    },
    time: around.span,
  }
  return { ok: true as const, attributes }
}

export const sankeyRequest = (question: Question, around: Surroundings): Request => {
  const asked = attributesOf(question, around)
  return asked.ok ? ready('sankey', 'sankey_request', asked.attributes) : asked
}

/** Who stands behind a node or a link. */
export const listRequest = (question: Question, own: Surroundings, chosen: Chosen, limit: number): Request => {
  const { of, ...target } = chosen
  const asked = attributesOf(question, aroundOf(question.versus, own, of))
  if (!asked.ok) return asked
  const list = { ...asked.attributes, target, entity_columns: columnsOf(question.per), limit }
  return ready('sankey/list', 'sankey_list_request', list)
}
