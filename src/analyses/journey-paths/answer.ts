import { WaywornError } from '../../lib/errors.ts'
import type { Asking } from '../asking.ts'
import { entityOf } from '../journey/entity.ts'
import { aliasesOf, stepNumber } from '../journey/expression.ts'
import { timeLimitsOf } from '../journey/graph-filters.ts'
import { compilePaths } from './compile.ts'
import type { PathsAttributes } from './definition.ts'
import type { Question } from './question.ts'
import { pathsAnswer, type Row } from './shape.ts'

const AT = '/data/attributes/query'

/** The most frequent ways between two steps of a journey, or of those who never came to the second. */
export const answerPaths = async (attributes: PathsAttributes, asking: Asking) => {
  const filters = attributes.query.search.filters.audience_filters
  const audience = await asking.audience(filters, `${AT}/search/filters/audience_filters`)
  const question = questionOf(attributes, audience)
  const rows = await asking.run<Row>(compilePaths(question, asking.scope(attributes.from, attributes.to)))
  const { entity, start, end } = question
  return { entity: entity.kind, start, end, ...pathsAnswer(rows) }
}

export const questionOf = (
  { query, exclude_anonymous_traffic }: PathsAttributes,
  audience: Question['audience'],
): Question => {
  const { search, target } = query
  const { filters } = search
  const entity = entityOf(search.join_keys, `${AT}/search/join_keys`)
  const aliases = aliasesOf(search, `${AT}/search`)
  const start = target ? stepNumber(target.start, aliases, `${AT}/target/start`) : 1
  const end = target ? stepNumber(target.end, aliases, `${AT}/target/end`) : aliases.length
  if (end <= start) throw invalid('target', 'its end must be a later step than its start', `${AT}/target/end`)
  return {
    query,
    entity,
    start: aliases[start - 1]!,
    end: aliases[end - 1]!,
    windowMs: windowOf(filters.graph_filters ?? [], aliases, entity, { start, end }),
    identifiedOnly: exclude_anonymous_traffic,
    audience,
  }
}

/** The longest time from the pair's start to its end: of the whole journey's window and the pair's own the shorter. */
const windowOf = (
  filters: Parameters<typeof timeLimitsOf>[0],
  aliases: readonly string[],
  entity: Question['entity'],
  pair: { start: number; end: number },
): number | null => {
  const pointer = `${AT}/search/filters/graph_filters`
  const { windowMs, conditions } = timeLimitsOf(filters, aliases, entity, pointer)
  const own = conditions.map(({ start, end, operator, ms }) => {
    if (start === pair.start && end === pair.end && operator.startsWith('<')) return operator === '<' ? ms - 1 : ms
    const reason = 'paths take "<=" between the two steps that they lead from and to, and no other'
    throw invalid('graph_filters', reason, pointer)
  })
  const all = windowMs === null ? own : [...own, windowMs]
  return all.length ? Math.min(...all) : null
}

const invalid = (field: string, reason: string, pointer: string) =>
  new WaywornError('invalid_field', { field, reason }, { pointer })
