/** Whose list is open beside the funnel: those who reached a step, or who were lost on the way to it. */
export interface Chosen {
  /** From 1. */
  step: number
  side: 'reached' | 'lost'
  /** A value of the breakdown; undefined: all. */
  group?: string | undefined
}

/** `2`, `2-lost`, `2-lost:Germany`. */
export const printChosen = ({ step, side, group }: Chosen): string =>
  `${step}${side === 'lost' ? '-lost' : ''}${group === undefined ? '' : `:${group}`}`

/** Null for what names no step of a funnel of so many. Nobody is lost on the way to the first one. */
export const parseChosen = (text: string | undefined, steps: number): Chosen | null => {
  const found = /^([1-9]\d?)(-lost)?(?::([\s\S]*))?$/.exec(text ?? '')
  if (!found) return null
  const step = Number(found[1])
  const side = found[2] ? 'lost' : 'reached'
  if (step > steps || (step === 1 && side === 'lost')) return null
  return { step, side, ...(found[3] !== undefined && { group: found[3] }) }
}
