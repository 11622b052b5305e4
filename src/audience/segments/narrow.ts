import type { Resolved } from './resolve.ts'

type Performed = Extract<Resolved, { kind: 'performed' }>

/**
 * The same rule, with who performed something sought only among those whose profiles match, where all of it must hold:
 * profiles are read much sooner than what people did. `canSeek` says of whom that can be asked.
 */
export const narrowed = (rule: Resolved, canSeek: (leaf: Performed) => boolean): Resolved => {
  switch (rule.kind) {
    case 'not':
      return { kind: 'not', of: narrowed(rule.of, canSeek) }
    case 'any':
      return { kind: 'any', of: rule.of.map((one) => narrowed(one, canSeek)) }
    case 'all':
      return { kind: 'all', of: withProfilesFirst(rule.of, canSeek) }
    default:
      return rule
  }
}

const withProfilesFirst = (rules: readonly Resolved[], canSeek: (leaf: Performed) => boolean): Resolved[] => {
  const profiles = rules.flatMap((one) => (one.kind === 'profile' ? one : []))
  const sought = rules.find((one): one is Performed => one.kind === 'performed' && canSeek(one))
  const narrow = (one: Resolved) => narrowed(one, canSeek)
  if (!sought || !profiles.length) return rules.map(narrow)
  const others = rules.filter((one) => one !== sought && one.kind !== 'profile')
  return [{ ...sought, among: profiles }, ...others.map(narrow)]
}
