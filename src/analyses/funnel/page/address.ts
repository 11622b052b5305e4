import { parseRollup, printRollup } from '../../../ui/time/bucket.ts'
import { ENTITIES } from '../../journey/page/step.ts'
import {
  type AddressParams,
  escaped,
  oneOf,
  paramsOfSteps,
  split,
  stepsOf,
  unescaped,
} from '../../journey/page/step-address.ts'
import { parseWindow } from '../../journey/page/window.ts'
import { type Breakdown, FIRST_LIMIT, FIRST_QUESTION, MEASURES, MOST_GROUPS, type Question, SHOWS } from './question.ts'

/** `@geo.country`, `@geo.country;20;s3`. */
const printBreakdown = ({ path, limit, step }: Breakdown): string =>
  [`@${escaped(path)}`, limit === FIRST_LIMIT ? '' : String(limit), step === 1 ? '' : `s${step}`]
    .filter(Boolean)
    .join(';')

const parseBreakdown = (text: string, steps: number): Breakdown | null => {
  const [path = '', ...extra] = split(text, ';')
  if (!path.startsWith('@') || path.length < 2) return null
  const limit = Number(extra.find((e) => /^[1-9]\d{0,4}$/.test(e)) ?? FIRST_LIMIT)
  const step = Number(extra.find((e) => /^s[1-9]\d?$/.test(e))?.slice(1) ?? 1)
  return {
    path: unescaped(path.slice(1)),
    limit: Math.min(limit, MOST_GROUPS),
    step: step > Math.max(1, steps) ? 1 : step,
  }
}

/** The question as names of the address; what is as on a fresh visit is undefined, to be left out. */
export const paramsOfQuestion = (q: Question): AddressParams => ({
  ...paramsOfSteps(q.steps),
  per: unlessFirst(q, 'per'),
  within: q.within ?? undefined,
  count: unlessFirst(q, 'count'),
  by: q.by ? printBreakdown(q.by) : undefined,
  show: unlessFirst(q, 'show'),
  measure: unlessFirst(q, 'measure'),
  roll: q.roll ? printRollup(q.roll) : undefined,
})

const unlessFirst = (q: Question, key: 'per' | 'count' | 'show' | 'measure') =>
  q[key] === FIRST_QUESTION[key] ? undefined : q[key]

/** The question that an address holds; what it lacks or gets wrong is as on a fresh visit. */
export const questionOf = (params: AddressParams): Question => {
  const steps = stepsOf(params)
  return {
    steps,
    per: oneOf(ENTITIES, params.per) ?? 'session',
    within: params.within !== undefined && parseWindow(params.within) ? params.within : null,
    count: params.count === 'total' ? 'total' : 'unique',
    by: params.by ? parseBreakdown(params.by, steps.length) : null,
    show: oneOf(SHOWS, params.show) ?? 'steps',
    measure: oneOf(MEASURES, params.measure) ?? 'rate',
    roll: params.roll ? parseRollup(params.roll) : null,
  }
}
