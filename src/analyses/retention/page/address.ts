import {
  type AddressParams,
  escaped,
  oneOf,
  parseStep,
  printStep,
  split,
  unescaped,
} from '../../journey/page/step-address.ts'
import { parseVersus, printVersus } from '../../journey/page/versus.ts'
import { STATES, type State } from '../states.ts'
import {
  type Every,
  FIRST_LIMIT,
  FIRST_QUESTION,
  MOST_EVERY,
  MOST_GROUPS,
  MOST_K,
  PERIODS,
  PERS,
  type Question,
  SHOWS,
  UNITS,
  WEEK_DAYS,
} from './question.ts'

/** `start=view:/home&back=action:Buy&period=week&on=after&by=@geo.country;5`. */

const unless = <T extends string>(value: T, first: T): string | undefined => (value === first ? undefined : value)

const FIRST_START = printStep(FIRST_QUESTION.start)

/** The question as names of the address; what is as on a fresh visit is undefined, to be left out. */
export const paramsOfQuestion = (q: Question): AddressParams => ({
  start: unless(printStep(q.start), FIRST_START),
  back: q.back ? printStep(q.back) : undefined,
  per: unless(q.per, FIRST_QUESTION.per),
  on: unless(q.on, FIRST_QUESTION.on),
  period: q.period ?? undefined,
  every: q.every ? `${q.every.value}${q.every.unit}` : undefined,
  week: unless(q.weekStart, FIRST_QUESTION.weekStart),
  first: q.first ? 'yes' : undefined,
  by: q.by ? `@${escaped(q.by.path)}${q.by.limit === FIRST_LIMIT ? '' : `;${q.by.limit}`}` : undefined,
  vs: q.versus && !q.by ? printVersus(q.versus) : undefined,
  show: unless(q.show, FIRST_QUESTION.show),
  measure: unless(q.measure, FIRST_QUESTION.measure),
  k: q.k === FIRST_QUESTION.k ? undefined : String(q.k),
  group: q.group ?? undefined,
})

const parseEvery = (text: string | undefined): Every | null => {
  const found = /^([1-9]\d{0,3})(day|week|month)$/.exec(text ?? '')
  if (!found || Number(found[1]) > MOST_EVERY) return null
  return { value: Number(found[1]), unit: oneOf(UNITS, found[2])! }
}

const parseBy = (text: string | undefined): Question['by'] => {
  if (!text?.startsWith('@') || text.length < 2) return null
  const [path = '', limit] = split(text.slice(1), ';')
  const given = /^[1-9]\d{0,4}$/.test(limit ?? '') ? Number(limit) : FIRST_LIMIT
  return { path: unescaped(path), limit: Math.min(given, MOST_GROUPS) }
}

/** The question that an address holds; what it lacks or gets wrong is as on a fresh visit. */
export const questionOf = (params: AddressParams): Question => ({
  start: (params.start && parseStep(params.start)) || FIRST_QUESTION.start,
  back: (params.back && parseStep(params.back)) || null,
  per: oneOf(PERS, params.per) ?? FIRST_QUESTION.per,
  on: params.on === 'after' ? 'after' : 'on',
  period: oneOf(PERIODS, params.period) ?? null,
  every: parseEvery(params.every),
  weekStart: oneOf(WEEK_DAYS, params.week) ?? FIRST_QUESTION.weekStart,
  first: params.first === 'yes',
  by: parseBy(params.by),
  versus: parseBy(params.by) ? null : parseVersus(params.vs),
  show: oneOf(SHOWS, params.show) ?? FIRST_QUESTION.show,
  measure: params.measure === 'count' ? 'count' : 'rate',
  k: /^\d{1,4}$/.test(params.k ?? '') ? Math.min(MOST_K, Number(params.k)) : FIRST_QUESTION.k,
  group: params.group ?? null,
})

/** Whose list is open beside the answer: of a cell, or of a bar of the further views. */
export type Chosen = ChosenCell | { state: State; period: number } | { active: number }

/** Of a cohort, or of all that the average counts, in a return period. */
export interface ChosenCell {
  cohort: number | 'average'
  k: number
  /** A value of the breakdown, or the key of one compared with; undefined: everybody. */
  group?: string | undefined
}

/** `3,1`, `average,2`, `3,1,Nepal`; `new,2`; `active,5`. */
export const printChosen = (chosen: Chosen): string => {
  if ('state' in chosen) return `${chosen.state},${chosen.period}`
  if ('active' in chosen) return `active,${chosen.active}`
  const { cohort, k, group } = chosen
  return `${cohort},${k}${group === undefined ? '' : `,${group}`}`
}

export const parseChosen = (text: string | undefined): Chosen | null => {
  const [name, number = ''] = (text ?? '').split(',')
  const state = oneOf(STATES, name)
  if (state && /^\d{1,4}$/.test(number)) return { state, period: Number(number) }
  if (name === 'active' && /^[1-9]\d{0,3}$/.test(number)) return { active: Number(number) }
  const found = /^(average|\d{1,4}),(\d{1,4})(?:,([\s\S]*))?$/.exec(text ?? '')
  if (!found) return null
  const cohort = found[1] === 'average' ? 'average' : Number(found[1])
  return { cohort, k: Number(found[2]), ...(found[3] !== undefined && { group: found[3] }) }
}
