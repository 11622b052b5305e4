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
import { parseWindow } from '../../journey/page/window.ts'
import {
  FIRST_KINDS,
  FIRST_QUESTION,
  FIRST_ROWS,
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
    rows: ROW_STEPS.find((rows) => String(rows) === params.rows) ?? FIRST_ROWS,
    long: params.long === 'yes',
  }
}

/** Whose list is open beside the ways: of one of them, or of all. */
export type Chosen = WayShown | 'all'

/** `all`, `whole:view:/a,action:b`, `cut:view:/a`. */
export const printChosen = (chosen: Chosen): string =>
  chosen === 'all' ? 'all' : `${chosen.isCut ? 'cut' : 'whole'}:${printEvents(chosen.events)}`

export const parseChosen = (text: string | undefined): Chosen | null => {
  if (text === 'all') return 'all'
  const found = /^(cut|whole):([\s\S]*)$/.exec(text ?? '')
  return found ? { events: parseEvents(found[2]), isCut: found[1] === 'cut' } : null
}
