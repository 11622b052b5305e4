import { withoutAt } from '../../../model/attribute.ts'
import { and, type Search } from '../../../model/search/ast.ts'
import { tryParseSearch } from '../../../model/search/parse.ts'
import { printSearch } from '../../../model/search/print.ts'
import { conjuncts } from '../../../model/search/terms-of.ts'
import { valuesOf } from '../../../model/search/with-term.ts'
import type { Scope } from '../../../ui/scope/scope.ts'
import { surroundingsOf } from '../../../ui/scope/surroundings.ts'
import { entityIn, filtersAsked, scopeAsked } from '../../journey/page/asked-journey.ts'
import { EVENT_KINDS, KEYS, NAME_PATHS } from '../../journey/page/step.ts'
import { type ParamsOfRequest, paramsAsking, type Way } from '../../open-request.ts'
import {
  DEFAULT_ENTRIES,
  DEFAULT_STEPS,
  type SankeyAttributes,
  type SankeyDefinition,
  SankeyRequest,
} from '../definition.ts'
import { paramsOfQuestion, questionOf } from './address.ts'
import { FIRST_QUESTION, type Question } from './question.ts'
import { sankeyRequest } from './request.ts'

/** The page at which the paths are asked. */
export const paramsOfRequest: ParamsOfRequest = (request) => {
  const known = SankeyRequest.safeParse(request)
  if (!known.success) return null
  const { definition, search, time } = known.data.data.attributes
  const of = EVENT_KINDS.find((kind) => NAME_PATHS[kind] === withoutAt(definition.source))
  const per = entityIn(search.join_keys?.primary ?? KEYS.session)
  if (!of || !per) return null
  const question: Question = {
    ...FIRST_QUESTION,
    of,
    per,
    direction: directionOf(definition),
    steps: definition.number_of_steps || DEFAULT_STEPS,
    entries: definition.entries_per_step || DEFAULT_ENTRIES,
    expand: definition.expand,
    hide: definition.hide,
    folders: definition.folder_depth ?? null,
  }
  const scope = scopeAsked(time, { audience_filters: search.audience_filters })
  return paramsAsking(request, waysOf(question, scope, search.query ?? ''), {
    questionOf,
    paramsOfQuestion,
    requestOf: (asked, bar, span) => sankeyRequest(asked, surroundingsOf({ scope: bar, span })),
    known: SankeyRequest,
    askedBy: ({ data }) => askedBy(data.attributes),
  })
}

/** The type of the events and where paths start are controls of their own; all else is the bar's. */
const waysOf = (question: Question, scope: Scope, query: string): Way<Question>[] => {
  const reading = tryParseSearch(query)
  if (!reading.ok) return []
  const parts = conjuncts(reading.search)
  const typed = parts.find((part) => valuesOf(part, 'type').included[0] === question.of)
  const rest = parts.filter((part) => part !== typed)
  const named = rest.find((part) => nameIn(part, question) !== null)
  const filterOf = (left: readonly Search[]) => ({ ...scope, filter: printSearch(and(left)) })
  const at = named ? nameIn(named, question) : null
  return [
    { question: { ...question, at }, scope: filterOf(rest.filter((part) => part !== named)) },
    { question, scope: filterOf(rest) },
  ]
}

/** `/cart*`: a name, or all names that look so. */
const nameIn = (part: Search, { of }: Question): string | null => {
  if (part.kind !== 'attribute' || part.attribute !== NAME_PATHS[of] || part.match.kind !== 'is') return null
  return part.match.value.map((one) => (one.kind === 'text' ? one.text : one.kind === 'many' ? '*' : '?')).join('')
}

const directionOf = ({ direction, mode }: SankeyDefinition): Question['direction'] =>
  direction ?? (mode === 'target' ? 'before' : 'after')

const askedBy = ({ definition, search, time }: SankeyAttributes) => ({
  ...definition,
  source: withoutAt(definition.source),
  target: withoutAt(definition.target),
  number_of_steps: definition.number_of_steps || DEFAULT_STEPS,
  entries_per_step: definition.entries_per_step || DEFAULT_ENTRIES,
  direction: directionOf(definition),
  // Of two words for it they may say the opposite.
  mode: definition.direction ? definition.mode : undefined,
  expand: [...definition.expand].sort((a, b) => a.column - b.column),
  ...filtersAsked({ string_filter: search.query, audience_filters: search.audience_filters }),
  per: entityIn(search.join_keys?.primary ?? KEYS.session),
  secondary: search.join_keys?.secondary,
  time,
})
