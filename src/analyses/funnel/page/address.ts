import { parseRollup, printRollup } from '../../../ui/time/bucket.ts'
import { ENTITIES, type Step } from '../../journey/page/step.ts'
import {
  type AddressParams,
  escaped,
  oneOf,
  paramsOfSteps,
  parseEvent,
  printEvent,
  split,
  stepsOf,
  unescaped,
} from '../../journey/page/step-address.ts'
import { parseVersus, printVersus } from '../../journey/page/versus.ts'
import { parseWindow } from '../../journey/page/window.ts'
import {
  ATTEMPTS,
  type Counting,
  type Exclusion,
  fitting,
  MOST_EXCLUSIONS,
  ORDERS,
  PRESETS,
  settled,
  VOIDED,
} from './counting.ts'
import { withFixedEnds } from './optional.ts'
import {
  type Breakdown,
  FIRST_LIMIT,
  FIRST_QUESTION,
  MEASURES,
  MOST_GROUPS,
  type Question,
  SHOWS,
  type Way,
} from './question.ts'

/** `@geo.country`, `@geo.country;20;s3`. */
const printBreakdown = ({ path, limit, step }: Breakdown): string =>
  [`@${escaped(path)}`, limit === FIRST_LIMIT ? '' : String(limit), step === 1 ? '' : `s${step}`]
    .filter(Boolean)
    .join(';')

const parseBreakdown = (text: string, steps: readonly Step[]): Breakdown | null => {
  const [path = '', ...extra] = split(text, ';')
  if (!path.startsWith('@') || path.length < 2) return null
  const limit = Number(extra.find((e) => /^[1-9]\d{0,4}$/.test(e)) ?? FIRST_LIMIT)
  const step = Number(extra.find((e) => /^s[1-9]\d?$/.test(e))?.slice(1) ?? 1)
  return {
    path: unescaped(path.slice(1)),
    limit: Math.min(limit, MOST_GROUPS),
    step: step > Math.max(1, steps.length) || steps[step - 1]?.optional ? 1 : step,
  }
}

/** `view:/help;1-2`: not between the first step and the second. */
const printExclusion = ({ event, from, to }: Exclusion): string => `${printEvent(event)};${from}-${to}`

const parseExclusion = (text: string): Exclusion[] => {
  const [what = '', where = ''] = split(text, ';')
  const [event] = parseEvent(what)
  const way = parseWay(where)
  return event && way ? [{ event, from: way.start, to: way.end }] : []
}

/** `1-3`: from the first step to the third. */
const parseWay = (text: string | undefined): Way | null => {
  const found = /^([1-9]\d?)-([1-9]\d?)$/.exec(text ?? '')
  const [start, end] = [Number(found?.[1]), Number(found?.[2])]
  return start < end ? { start, end } : null
}

const paramsOfCounting = ({ preset, order, exclusions, voided, attempt, hold }: Counting): AddressParams => ({
  like: preset ?? undefined,
  order: order === 'ordered' ? undefined : order,
  not: exclusions.length ? exclusions.map(printExclusion).map(escaped).join(',') : undefined,
  voided: voided ?? undefined,
  attempt: attempt ?? undefined,
  hold: hold === null ? undefined : `@${hold}`,
})

const countingOf = (params: AddressParams, steps: number): Counting =>
  settled({
    preset: oneOf(PRESETS, params.like) ?? null,
    order: oneOf(ORDERS, params.order) ?? 'ordered',
    exclusions: fitting(
      split(params.not ?? '', ',')
        .map(unescaped)
        .flatMap(parseExclusion)
        .slice(0, MOST_EXCLUSIONS),
      steps,
    ),
    voided: oneOf(VOIDED, params.voided) ?? null,
    attempt: oneOf(ATTEMPTS, params.attempt) ?? null,
    hold: params.hold?.startsWith('@') && params.hold.length > 1 ? params.hold.slice(1) : null,
  })

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
  way: q.way ? `${q.way.start}-${q.way.end}` : undefined,
  vs: q.versus && !q.by ? printVersus(q.versus) : undefined,
  ...paramsOfCounting(q.counting),
  against: unlessFirst(q, 'against'),
})

const unlessFirst = (q: Question, key: 'per' | 'count' | 'show' | 'measure' | 'against') =>
  q[key] === FIRST_QUESTION[key] ? undefined : q[key]

/** The question that an address holds; what it lacks or gets wrong is as on a fresh visit. */
export const questionOf = (params: AddressParams): Question => {
  const steps = withFixedEnds(stepsOf(params))
  const way = parseWay(params.way)
  return {
    steps,
    per: oneOf(ENTITIES, params.per) ?? 'session',
    within: params.within !== undefined && parseWindow(params.within) ? params.within : null,
    count: params.count === 'total' ? 'total' : 'unique',
    by: params.by ? parseBreakdown(params.by, steps) : null,
    show: oneOf(SHOWS, params.show) ?? 'steps',
    measure: oneOf(MEASURES, params.measure) ?? 'rate',
    roll: params.roll ? parseRollup(params.roll) : null,
    way: way && way.end <= steps.length ? way : null,
    versus: params.by ? null : parseVersus(params.vs),
    counting: countingOf(params, steps.length),
    against: oneOf(PRESETS, params.against) ?? FIRST_QUESTION.against,
  }
}
