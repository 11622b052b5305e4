import { WaywornError } from '../../lib/errors.ts'
import type { Asking } from '../asking.ts'
import { entityOf } from '../journey/entity.ts'
import { compileFlows } from './compile.ts'
import { DEFAULT_ENTRIES, DEFAULT_STEPS, type SankeyAttributes } from './definition.ts'
import type { Question } from './question.ts'
import { diagram, type Row } from './shape.ts'

const AT = '/data/attributes'

/** The diagram of what entities saw one after the other. */
export const answerSankey = async (attributes: SankeyAttributes, asking: Asking) => {
  const audience = await asking.audience(attributes.search.audience_filters, `${AT}/search/audience_filters`)
  const question = questionOf(attributes, audience)
  const { from, to } = attributes.time
  const rows = await asking.run<Row>(compileFlows(question, asking.scope(from, to)))
  return { entity: question.entity.kind, ...diagram(rows, question) }
}

export const questionOf = (
  { definition, search }: Pick<SankeyAttributes, 'definition' | 'search'>,
  audience: Question['audience'],
): Question => {
  if (definition.source !== definition.target) {
    const reason = `it must be the same attribute as source, "${definition.source}"`
    throw invalid('target', reason)
  }
  const steps = definition.number_of_steps || DEFAULT_STEPS
  const entries = Array.from({ length: steps }, () => definition.entries_per_step || DEFAULT_ENTRIES)
  const before = isBefore(definition)
  for (const one of definition.expand) {
    if (one.column >= steps) throw invalid('expand', `there is no column ${one.column}; the last one is ${steps - 1}`)
    entries[before ? steps - 1 - one.column : one.column] = one.entries
  }
  const entity = entityOf(search.join_keys ?? { primary: '@session.id' }, `${AT}/search/join_keys`)
  return { definition, query: search.query ?? '', entity, steps, entries, before, audience }
}

const isBefore = ({ direction, mode }: SankeyAttributes['definition']): boolean => {
  const asked = mode ? (mode === 'target' ? 'before' : 'after') : undefined
  if (direction && asked && direction !== asked) {
    throw invalid('mode', `"${mode}" means "${asked}", but direction says "${direction}"; leave one of them out`)
  }
  return (direction ?? asked) === 'before'
}

const invalid = (field: string, reason: string) =>
  new WaywornError('invalid_field', { field, reason }, { pointer: `${AT}/definition/${field}` })
