import { ENTITIES, EVENT_KINDS } from '../../journey/page/step.ts'
import {
  type AddressParams,
  oneOf,
  paramsOfSteps,
  parseEvent,
  printEvent,
  split,
  stepsOf,
} from '../../journey/page/step-address.ts'
import { parseVersus, printVersus } from '../../journey/page/versus.ts'
import { parseWindow } from '../../journey/page/window.ts'
import {
  FIRST_KINDS,
  FIRST_QUESTION,
  FIRST_ROWS,
  MOST_BESIDE,
  type Pair,
  type Question,
  ROW_STEPS,
  type Shown,
  type WayShown,
} from './question.ts'

/** `s1=view:/home&s2=action:Buy&pair=1-3&side=dropped&kinds=view&hide=view:/a,action:b&rows=25`. */

const printEvents = (events: readonly Shown[]) => events.map(printEvent).join(',')
const parseEvents = (text: string | undefined): Shown[] =>
  split(text ?? '', ',')
    .flatMap(parseEvent)
    .flatMap(({ kind, name }) => (name === null ? [] : [{ kind, name }]))

/** The question as names of the address; what is as on a fresh visit is undefined, to be left out. */
export const paramsOfQuestion = (q: Question): AddressParams => ({
  ...paramsOfSteps(q.steps),
  per: q.per === FIRST_QUESTION.per ? undefined : q.per,
  within: q.within ?? undefined,
  pair: q.pair ? `${q.pair.start}-${q.pair.end}` : undefined,
  side: q.side === 'converted' ? undefined : q.side,
  kinds: q.kinds.join(',') === FIRST_KINDS.join(',') ? undefined : q.kinds.join(','),
  hide: q.hide.length ? printEvents(q.hide) : undefined,
  vs: q.versus ? printVersus(q.versus) : undefined,
  rows: q.rows === FIRST_ROWS ? undefined : String(q.rows),
  long: q.long ? 'yes' : undefined,
})

const parsePair = (text: string | undefined, steps: number): Pair | null => {
  const found = /^([1-9]\d?)-([1-9]\d?)$/.exec(text ?? '')
  const pair = { start: Number(found?.[1]), end: Number(found?.[2]) }
  return pair.start < pair.end && pair.end <= steps ? pair : null
}

/** The question that an address holds; what it lacks or gets wrong is as on a fresh visit. */
export const questionOf = (params: AddressParams): Question => {
  const steps = stepsOf(params)
  const kinds = EVENT_KINDS.filter((kind) => (params.kinds ?? '').split(',').includes(kind))
  return {
    steps,
    per: oneOf(ENTITIES, params.per) ?? FIRST_QUESTION.per,
    within: params.within !== undefined && parseWindow(params.within) ? params.within : null,
    pair: parsePair(params.pair, steps.length),
    side: params.side === 'dropped' ? 'dropped' : 'converted',
    kinds: kinds.length ? kinds : FIRST_KINDS,
    hide: parseEvents(params.hide),
    versus: parseVersus(params.vs, MOST_BESIDE),
    rows: ROW_STEPS.find((rows) => String(rows) === params.rows) ?? FIRST_ROWS,
    long: params.long === 'yes',
  }
}

/** Whose list is open beside the ways: of one of them, or of all; `of` others by their key. */
export interface Chosen {
  way: WayShown | 'all'
  of?: string
}

/** `all`, `whole:view:/a,action:b`, `cut:view:/a`; of others `of:period;all`. */
export const printChosen = ({ way, of }: Chosen): string => {
  const which = way === 'all' ? 'all' : `${way.isCut ? 'cut' : 'whole'}:${printEvents(way.events)}`
  return of === undefined ? which : `of:${encodeURIComponent(of)};${which}`
}

export const parseChosen = (text: string | undefined): Chosen | null => {
  const found = /^(?:of:([\w.~%!*'()-]+);)?(?:(all)$|(cut|whole):([\s\S]*))/.exec(text ?? '')
  if (!found) return null
  const [, of, all, kind, events] = found
  const way = all ? 'all' : { events: parseEvents(events), isCut: kind === 'cut' }
  try {
    return { way, ...(of !== undefined && { of: decodeURIComponent(of) }) }
  } catch {
    return { way }
  }
}
