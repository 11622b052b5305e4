import { attributeMatch, is, or, type Search } from '../../../model/search/ast.ts'
import type { SearchReading } from '../../../model/search/parse.ts'
import { printSearch, printValue } from '../../../model/search/print.ts'
import { both } from '../../../model/search/terms-of.ts'
import { literal, wildcards } from '../../../model/search/value-pattern.ts'
import { joinSearches } from '../../../ui/filter/search-text.ts'
import { audienceOf } from '../../../ui/scope/audience.ts'
import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import { type EventName, type Followed, KEYS, NAME_PATHS, type Step, typeOf } from './step.ts'
import { windowOf } from './window.ts'

/** A request as published, ready to be sent or copied; or the text in it that can't be read. */
export type Request =
  | { ok: true; path: string; body: object }
  | (Extract<SearchReading, { ok: false }> & { text: string })
export type Ready = Extract<Request, { ok: true }>
export type Fault = Exclude<Request, Ready>

/** `A` … `Z`, `AA` …: the names of steps in a request. */
export const aliasOf = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : `A${String.fromCharCode(65 + index - 26)}`

const eventSearch = ({ kind, name }: EventName): Search => {
  const type = attributeMatch('type', is(literal(typeOf(kind))))
  if (name !== null) return both(type, attributeMatch(NAME_PATHS[kind], is(literal(name))))
  return kind === 'label' ? both(type, attributeMatch(NAME_PATHS.label, is(wildcards('*')))) : type
}

/** The events of this kind and name, as a search. */
export const searchOfEvent = (event: EventName): string => printSearch(eventSearch(event))

/** The events of a step: any of its alternatives, and its filter. */
export const searchOfStep = ({ events, filter }: Step): Fault | { ok: true; query: string } => {
  const reading = joinSearches([filter])
  if (!reading.ok) return { ...reading, text: filter }
  return { ok: true, query: printSearch(both(or(events.map(eventSearch)), reading.search)) }
}

const nodesOf = (steps: readonly Step[]): { nodes: Record<string, object> } | { fault: Fault } => {
  const nodes: Record<string, object> = {}
  for (const [i, step] of steps.entries()) {
    const search = searchOfStep(step)
    if (!search.ok) return { fault: search }
    nodes[aliasOf(i)] = { data_source: 'product_analytics', search: { query: search.query } }
  }
  return { nodes }
}

/** The bar's application and filter as one search. */
export const barSearch = ({
  app,
  filter,
}: Pick<Surroundings, 'app' | 'filter'>): Fault | { ok: true; search: Search } => {
  const reading = joinSearches([app && `@application.id:${printValue(app)}`, filter])
  return reading.ok ? reading : { ...reading, text: filter }
}

/** Which journeys: the steps in order, whose they are, the bar's filter and segment, the window. */
export const journeySearch = (asked: Followed, around: Surroundings): { search: object } | { fault: Fault } => {
  const reading = barSearch(around)
  if (!reading.ok) return { fault: reading }
  const found = nodesOf(asked.steps)
  if ('fault' in found) return found
  const window = windowOf(asked)
  return {
    search: {
      expression: asked.steps.map((_, i) => aliasOf(i)).join(' -> '),
      node_objects: found.nodes,
      join_keys: { primary: KEYS[asked.per] },
      filters: {
        string_filter: printSearch(reading.search),
        ...audienceOf(around.segment, around.also),
        ...(window && { graph_filters: [{ name: '__dd.time_to_convert', operator: '<=', value: window.ms }] }),
      },
    },
  }
}

/** A published request, in its envelope. */
export const ready = (path: string, type: string, attributes: object): Ready => ({
  ok: true,
  path: `/api/v2/product-analytics/${path}`,
  body: { data: { type, attributes } },
})
