import { parseRollup, printRollup } from '../../../ui/time/bucket.ts'
import {
  type Breakdown,
  ENTITIES,
  EVENT_KINDS,
  type EventName,
  FIRST_LIMIT,
  FIRST_QUESTION,
  MEASURES,
  MOST_GROUPS,
  MOST_STEPS,
  parseWindow,
  type Question,
  SHOWS,
  type Step,
} from './question.ts'

/**
 * The question in the page's address: `s1=view:/home,view:/start`, `s2=action:Buy;@geo.country:DE`, … Alternatives are
 * joined by `,`; what stands behind `;` is the step's filter, as it is. A backslash takes the next mark literally.
 */
export type AddressParams = Record<string, string | undefined>

const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&')
const unescaped = (text: string) => text.replace(/\\([\s\S])/g, '$1')

/** Where `mark` first stands unescaped; -1 if nowhere. */
const indexOfMark = (text: string, mark: ';' | ','): number => {
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === mark) return i
  }
  return -1
}

const split = (text: string, mark: ';' | ','): string[] => {
  const at = indexOfMark(text, mark)
  return at < 0 ? [text] : [text.slice(0, at), ...split(text.slice(at + 1), mark)]
}

const printEvent = ({ kind, name }: EventName) => (name === null ? kind : `${kind}:${escaped(name)}`)

const parseEvent = (text: string): EventName[] => {
  const kind = EVENT_KINDS.find((k) => text === k || text.startsWith(`${k}:`))
  if (!kind) return []
  const name = unescaped(text.slice(kind.length + 1))
  return [{ kind, name: name === '' ? null : name }]
}

const printStep = ({ events, filter }: Step): string =>
  events.map(printEvent).join(',') + (filter === '' ? '' : `;${filter}`)

/** Null for a text without an event. */
const parseStep = (text: string): Step | null => {
  const end = indexOfMark(text, ';')
  const events = split(end < 0 ? text : text.slice(0, end), ',').flatMap(parseEvent)
  return events.length ? { events, filter: end < 0 ? '' : text.slice(end + 1) } : null
}

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

const STEP_NAMES = Array.from({ length: MOST_STEPS }, (_, i) => `s${i + 1}`)

/** The question as names of the address; what is as on a fresh visit is undefined, to be left out. */
export const paramsOfQuestion = (q: Question): AddressParams => ({
  ...Object.fromEntries(STEP_NAMES.map((name, i) => [name, q.steps[i] && printStep(q.steps[i])])),
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

const oneOf = <T extends string>(all: readonly T[], text: string | undefined): T | undefined =>
  all.find((one) => one === text)

/** The question that an address holds; what it lacks or gets wrong is as on a fresh visit. */
export const questionOf = (params: AddressParams): Question => {
  const steps = STEP_NAMES.flatMap((name) => (params[name] === undefined ? [] : (parseStep(params[name]) ?? [])))
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
