import { oneOf } from '../../journey/page/step-address.ts'
import { BEHAVIOUR_KINDS, type BehaviourKind, searchOf } from '../../journey-drivers/traits.ts'

/** What some of those behind a bar have in common: a value of an attribute, or what they did on the way. */
export type Trait =
  | { kind: 'attribute'; facet: string; value: string }
  | { kind: 'behaviour'; of: BehaviourKind; name: string | null; first: boolean }

/** `@geo.country:Nepal`, `view:/help`, `error`, `first:view:/help`. An attribute's colons are escaped. */
export const printTrait = (trait: Trait): string => {
  if (trait.kind === 'attribute') return `${at(trait.facet).replace(/[\\:]/g, '\\$&')}:${trait.value}`
  const { of, name, first } = trait
  return `${first ? 'first:' : ''}${of}${name === null ? '' : `:${name}`}`
}

/** As it is written with an `@`, which those that are tags lack. */
const at = (facet: string) => (facet.startsWith('@') ? facet : `@${facet}`)

export const parseTrait = (text: string | undefined): Trait | null => {
  if (text === undefined) return null
  const attribute = /^(@(?:[^\\:]|\\[\s\S])+):([\s\S]*)$/.exec(text)
  if (attribute) return { kind: 'attribute', facet: attribute[1]!.replace(/\\([\s\S])/g, '$1'), value: attribute[2]! }
  const first = text.startsWith('first:')
  const [kind, ...name] = (first ? text.slice(6) : text).split(':')
  const of = oneOf(BEHAVIOUR_KINDS, kind)
  return of ? { kind: 'behaviour', of, name: name.length ? name.join(':') : null, first } : null
}

/** Milliseconds from which the loading of a view is slow. */
export const SLOW_MS = 4000

/** The search for what was done. */
export const searchOfTrait = ({ of, name }: Extract<Trait, { kind: 'behaviour' }>): string =>
  searchOf({ kind: of, name: name ?? '' }, SLOW_MS)
