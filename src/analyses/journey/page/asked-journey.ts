import { withoutAt } from '../../../model/attribute.ts'
import { and, type Search } from '../../../model/search/ast.ts'
import { tryParseSearch } from '../../../model/search/parse.ts'
import { printSearch } from '../../../model/search/print.ts'
import { conjuncts } from '../../../model/search/terms-of.ts'
import { valuesOf } from '../../../model/search/with-term.ts'
import type { Scope } from '../../../ui/scope/scope.ts'
import { audienceAsked, searchAsked, segmentIn, spread } from '../../same-question.ts'
import type { GraphFilter, JourneySearch, JourneyTarget, NodeQuery } from '../definition.ts'
import {
  ENTITIES,
  type Entity,
  type EventName,
  type Followed,
  KEYS,
  NAME_PATHS,
  STEP_KINDS,
  type Step,
  typeOf,
} from './step.ts'

/** What requests ask about journeys, as pages hold it, and in a form in which two that ask the same are equal. */

interface Timed {
  from: number
  to: number
  time_zone?: string | null | undefined
}

type Filters = Pick<JourneySearch['filters'], 'string_filter' | 'audience_filters'> | null | undefined

/** What the bar has to say. */
export const scopeAsked = ({ from, to, time_zone }: Timed, filters: Filters): Scope => ({
  app: '',
  time: { from, to },
  zone: time_zone ?? 'UTC',
  filter: filters?.string_filter ?? '',
  segment: segmentIn(filters?.audience_filters),
})

export const filtersAsked = (filters: Filters) => ({
  filter: searchAsked(filters?.string_filter),
  audience: audienceAsked(filters?.audience_filters),
})

export const entityIn = (key: string): Entity | undefined =>
  ENTITIES.find((entity) => withoutAt(KEYS[entity]) === withoutAt(key))

/** The events of a kind, by name or of any name, that conditions ask for, and which of them say so. */
const eventIn = (parts: readonly Search[]): { event: EventName; by: readonly Search[] } | null => {
  const typed = parts.find((part) => valueIn(part, 'type'))
  if (!typed) return null
  const kinds = STEP_KINDS.filter((kind) => typeOf(kind) === valueIn(typed, 'type'))
  for (const kind of kinds) {
    const named = parts.find((part) => valueIn(part, NAME_PATHS[kind]))
    if (named) return { event: { kind, name: valueIn(named, NAME_PATHS[kind])! }, by: [typed, named] }
  }
  const labelled = parts.find(isLabelled)
  if (labelled && kinds.includes('label')) return { event: { kind: 'label', name: null }, by: [typed, labelled] }
  const kind = kinds.find((one) => one !== 'label')
  return kind ? { event: { kind, name: null }, by: [typed] } : null
}

const valueIn = (part: Search, path: string): string | undefined => {
  const { included } = valuesOf(part, path)
  return included.length === 1 ? included[0] : undefined
}

const isLabelled = (part: Search) =>
  part.kind === 'attribute' && part.attribute === NAME_PATHS.label && part.match.kind === 'exists'

/** The one event that all of these conditions ask for and nothing else. */
const wholeEventIn = (search: Search): EventName[] => {
  const parts = conjuncts(search)
  const found = eventIn(parts)
  return found && found.by.length === parts.length ? [found.event] : []
}

/** The events of a step, and what else they must be; null for a search that names none. */
export const stepIn = ({ search }: NodeQuery): Step | null => {
  const reading = tryParseSearch(search.query)
  if (!reading.ok) return null
  const parts = conjuncts(reading.search)
  const without = (by: readonly Search[]) => printSearch(and(parts.filter((part) => !by.includes(part))))
  const one = eventIn(parts)
  if (one) return { events: [one.event], filter: without(one.by) }
  for (const part of parts) {
    const choice = spread(part)
    const events = choice.kind === 'or' ? choice.of.flatMap(wholeEventIn) : []
    if (choice.kind === 'or' && events.length === choice.of.length) return { events, filter: without([part]) }
  }
  return null
}

export const nodeAsked = (node: NodeQuery) => ({
  ...node,
  search: { ...node.search, query: searchAsked(node.search.query) },
})

export const aliasesIn = ({ expression }: JourneySearch): string[] => expression.split('->').map((one) => one.trim())

const nodesIn = (search: JourneySearch): NodeQuery[] =>
  aliasesIn(search).flatMap((alias) => (Object.hasOwn(search.node_objects, alias) ? search.node_objects[alias]! : []))

/** The steps from and to which a target leads, from 1. */
export const targetAsked = (target: JourneyTarget | null | undefined, aliases: readonly string[]) => {
  const place = (alias: string) => aliases.indexOf(alias) + 1
  if (!target) return { start: 1, end: aliases.length }
  return target.type === 'node'
    ? { start: 1, end: place(target.value) }
    : { start: place(target.start), end: place(target.end) }
}

/** The longest time for the whole way, and the other conditions on times. */
const timesAsked = ({ filters }: JourneySearch, aliases: readonly string[]) => {
  const all = filters.graph_filters ?? []
  const isWindow = ({ name, operator, target }: GraphFilter) => {
    const { start, end } = targetAsked(target, aliases)
    return name === '__dd.time_to_convert' && operator.startsWith('<') && start === 1 && end === aliases.length
  }
  const windows = all.filter(isWindow).map(({ operator, value }) => (operator === '<' ? value - 1 : value))
  return {
    window: windows.length > 0 ? Math.min(...windows) : null,
    others: all.filter((one) => !isWindow(one)),
  }
}

/** `windowless`: the window that counts where none is asked for, ms. Sessions have their own. */
export const journeyAsked = (search: JourneySearch, windowless: number | null) => {
  const aliases = aliasesIn(search)
  const { window, others } = timesAsked(search, aliases)
  const per = entityIn(search.join_keys.primary)
  return {
    ...filtersAsked(search.filters),
    steps: nodesIn(search).map(nodeAsked),
    per,
    secondary: search.join_keys.secondary,
    window: window ?? (per === 'session' ? null : windowless),
    others,
  }
}

/** The same as pages hold it; null where a step names no event. */
export const followedIn = (search: JourneySearch): Followed | null => {
  const aliases = aliasesIn(search)
  const steps = nodesIn(search).flatMap((node) => stepIn(node) ?? [])
  const per = entityIn(search.join_keys.primary)
  if (!per || steps.length !== aliases.length) return null
  const { window } = timesAsked(search, aliases)
  return { steps, per, within: window === null ? null : windowText(window) }
}

const LENGTHS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const

/** `7d`; null for what is not that many minutes. */
const windowText = (ms: number): string | null => {
  const found = LENGTHS.find(([, length]) => ms % length === 0)
  return found ? `${ms / found[1]}${found[0]}` : null
}
