import type { Span } from '../../../ui/time/range.ts'

/** Whose list is open beside the funnel: those who reached a step, or who were lost on the way to it. */
export interface Chosen {
  /** From 1. */
  step: number
  side: 'reached' | 'lost'
  /** A value of the breakdown, or what is compared; undefined: all. */
  group?: string | undefined
  /** Only those whom the way from another step took from so many to fewer than so many milliseconds. */
  took?: Took | undefined
  /** Only those who began in this time. */
  begun?: Span | undefined
}

export interface Took {
  /** From 1. */
  start: number
  from: number
  to: number
}

/** `2`, `2-lost`, `2-lost:Germany`, `3-took-1-60000-120000`, `3-begun-1767225600000-1767312000000`. */
export const printChosen = ({ step, side, group, took, begun }: Chosen): string =>
  [
    step,
    side === 'lost' ? '-lost' : '',
    took ? `-took-${took.start}-${took.from}-${took.to}` : '',
    begun ? `-begun-${begun.from}-${begun.to}` : '',
    group === undefined ? '' : `:${group}`,
  ].join('')

/** Null for what names no step of a funnel of so many. Nobody is lost on the way to the first one. */
export const parseChosen = (text: string | undefined, steps: number): Chosen | null => {
  const found =
    /^([1-9]\d?)(-lost)?(?:-took-([1-9]\d?)-(\d{1,13})-(\d{1,13}))?(?:-begun-(\d{1,13})-(\d{1,13}))?(?::([\s\S]*))?$/.exec(
      text ?? '',
    )
  if (!found) return null
  const [step, start, from, to] = [found[1], found[3], found[4], found[5]].map(Number) as [
    number,
    number,
    number,
    number,
  ]
  const begun = { from: Number(found[6]), to: Number(found[7]) }
  const side = found[2] ? 'lost' : 'reached'
  if (step > steps || (step === 1 && side === 'lost')) return null
  const isTook = start < step && from < to && side === 'reached'
  if ((found[3] !== undefined && !isTook) || begun.from >= begun.to) return null
  return {
    step,
    side,
    ...(isTook && { took: { start, from, to } }),
    ...(found[6] !== undefined && { begun }),
    ...(found[8] !== undefined && { group: found[8] }),
  }
}
