import type { Performed, Rule, Step, TimeFrame } from '../../../../model/audience/rule.ts'
import type { Audience } from '../../../../ui/ask/profile-facets.ts'
import { stamp } from '../../../../ui/time/zone.ts'
import { partsOf } from './step.ts'

/** What a sentence needs to know besides the rule. */
export interface Said {
  /** What a segment is called. */
  nameOf: (id: string) => string
  /** Of fixed times. */
  zone: string
}

/** A rule as one would say it: `Users who viewed /cart, then did not …`. */
export const sentenceOf = (rule: Rule | null, audience: Audience, said: Said): string => {
  const who = audience === 'users' ? 'Users' : 'Accounts'
  if (!rule) return `All ${who.toLowerCase()}`
  return `${who} ${clause(rule, audience, said, true)}`
}

const clause = (rule: Rule, audience: Audience, said: Said, isOuter = false): string => {
  if ('all' in rule || 'any' in rule) {
    const [rules, word] = 'all' in rule ? [rule.all, 'and'] : [rule.any, 'or']
    const texts = rules.map((one) => clause(one, audience, said))
    const joined = texts.join(`, ${word} `)
    return isOuter || texts.length === 1 ? joined : `(${joined})`
  }
  if ('not' in rule) return negated(rule.not, audience, said)
  if ('performed' in rule) return `${who(audience)} ${performedWords(rule.performed, said)}`
  if ('profile' in rule) return `that have ${rule.profile}`
  return `in “${said.nameOf(rule.segment)}”`
}

const negated = (rule: Rule, audience: Audience, said: Said): string => {
  if ('performed' in rule)
    return `${audience === 'users' ? 'who did not do' : 'of which no user did'} this: ${performedWords(rule.performed, said)}`
  if ('profile' in rule) return `that do not have ${rule.profile}`
  if ('segment' in rule) return `not in “${said.nameOf(rule.segment)}”`
  return `of whom it is not so: ${clause(rule, audience, said)}`
}

const who = (audience: Audience): string => (audience === 'users' ? 'who' : 'of which one user')

const performedWords = ({ sequence, same_session, count, time_frame }: Performed, said: Said): string => {
  const steps = sequence.map((step, i) => (i ? `then ${stepWords(step)}` : stepWords(step))).join(', ')
  const rest = [
    count ? countWords(count) : '',
    same_session ? 'in the same session' : '',
    time_frame ? frameWords(time_frame, said.zone) : '',
  ]
  return [steps, ...rest.filter(Boolean)].join(', ')
}

const VERBS = {
  view: ['viewed', 'did not view', 'a page'],
  action: ['performed', 'did not perform', 'an action'],
  label: ['performed', 'did not perform', 'a labelled action'],
  server: ['had', 'did not have', 'a server event'],
  any: ['did', 'did not do', 'anything'],
} as const

const stepWords = (step: Step): string => {
  const { kind, name, filter } = partsOf(step)
  const [did, didNot, something] = VERBS[kind ?? 'any']
  return `${step.did_not ? didNot : did} ${name ?? something}${filter ? ` with ${filter}` : ''}`
}

const OPERATORS = {
  '=': 'exactly',
  '!=': 'not',
  '>=': 'at least',
  '<=': 'at most',
  '>': 'more than',
  '<': 'fewer than',
}

const countWords = ({ operator, value }: NonNullable<Performed['count']>): string =>
  `${OPERATORS[operator]} ${value.toLocaleString()} ${value === 1 ? 'time' : 'times'}`

const frameWords = (frame: TimeFrame, zone: string): string => {
  if ('from' in frame) return `from ${stamp(frame.from, zone, 'minute')} to ${stamp(frame.to, zone, 'minute')}`
  return frame.value === 1 ? `in the past ${frame.unit}` : `in the past ${frame.value} ${frame.unit}s`
}
