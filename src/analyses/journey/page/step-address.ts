import { type EventName, MOST_STEPS, STEP_KINDS, type Step } from './step.ts'

/**
 * Steps in a page's address: `s1=view:/home,view:/start`, `s2=action:Buy;@geo.country:DE`, … Alternatives are joined by
 * `,`; what stands behind `;` is the step's filter, as it is. A backslash takes the next mark literally. A `?` before it all: the step may
 * be left out.
 */
export type AddressParams = Record<string, string | undefined>

export const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&')
export const unescaped = (text: string) => text.replace(/\\([\s\S])/g, '$1')

/** Where `mark` first stands unescaped; -1 if nowhere. */
const indexOfMark = (text: string, mark: ';' | ','): number => {
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === mark) return i
  }
  return -1
}

export const split = (text: string, mark: ';' | ','): string[] => {
  const at = indexOfMark(text, mark)
  return at < 0 ? [text] : [text.slice(0, at), ...split(text.slice(at + 1), mark)]
}

export const printEvent = ({ kind, name }: EventName) => (name === null ? kind : `${kind}:${escaped(name)}`)

export const parseEvent = (text: string): EventName[] => {
  const kind = STEP_KINDS.find((k) => text === k || text.startsWith(`${k}:`))
  if (!kind) return []
  const name = unescaped(text.slice(kind.length + 1))
  return [{ kind, name: name === '' ? null : name }]
}

export const printStep = ({ events, filter, optional }: Step): string =>
  (optional ? '?' : '') + events.map(printEvent).join(',') + (filter === '' ? '' : `;${filter}`)

/** Null for a text without an event. */
export const parseStep = (printed: string): Step | null => {
  const optional = printed.startsWith('?')
  const text = optional ? printed.slice(1) : printed
  const end = indexOfMark(text, ';')
  const events = split(end < 0 ? text : text.slice(0, end), ',').flatMap(parseEvent)
  if (!events.length) return null
  return { events, filter: end < 0 ? '' : text.slice(end + 1), ...(optional && { optional }) }
}

const STEP_NAMES = Array.from({ length: MOST_STEPS }, (_, i) => `s${i + 1}`)

/** Every name of a step, so that steps that are gone leave the address. */
export const paramsOfSteps = (steps: readonly Step[]): AddressParams =>
  Object.fromEntries(STEP_NAMES.map((name, i) => [name, steps[i] && printStep(steps[i])]))

export const stepsOf = (params: AddressParams): Step[] =>
  STEP_NAMES.flatMap((name) => (params[name] === undefined ? [] : (parseStep(params[name]) ?? [])))

/** The one of `all` that a text is, if it is one. */
export const oneOf = <T extends string>(all: readonly T[], text: string | undefined): T | undefined =>
  all.find((one) => one === text)
