/** The published answers, as the page reads them. Times are milliseconds. */

export interface Elapsed {
  min?: number | null
  max?: number | null
  avg?: number | null
  /** Ours, where they were asked for. */
  median?: number | null
  pc75?: number | null
  pc95?: number | null
  pc99?: number | null
}

interface Funnel {
  initial_count: number
  end_to_end_conversion_rate: number
  end_to_end_elapsed_time?: Elapsed | null
  funnel_steps: {
    label: string
    value: number
    elapsed_time_to_next_step?: Elapsed | null
    groups?:
      | { group_tags: string[]; value: number; conversion_count?: number; elapsed_time_to_next_step?: Elapsed }[]
      | null
  }[]
}

/** Whom a part of the way took from so long to less than so long. */
export interface Bin {
  from: number
  to: number
  value: number
}

export interface FunnelAnswer {
  data: {
    attributes: Funnel & {
      time_to_convert?: Bin[]
      comparisons?: (Funnel & ({ segment_id: string } | { from: number; to: number }))[]
    }
  }
}

/** One way through the funnel: of everybody, or of a group. */
export interface Course {
  /** The group's value, or what is compared: a segment's id, a period as `<from>-<to>`, or `OWN`; null: everybody. */
  group: string | null
  /** How many reached each step. */
  counts: readonly number[]
  /** To each step but the first from the one that it is counted against; null also where that one may be left out. */
  times: readonly (Elapsed | null)[]
  /** The place, from 0, of the step that each one is counted against. */
  before: readonly number[]
}

export interface FunnelResult {
  all: Course
  /** Of the breakdown; or what was asked for and what it is compared with. */
  groups: readonly Course[]
  rate: number
  time: Elapsed | null
  bins: readonly Bin[]
}

/** The course that others are compared with. */
export const OWN = 'own'
export const MISSING_TAG = 'N/A'
export const OTHER_TAG = 'Other'

/** `before` as `Course` has it; without it each step is counted against the one before. */
export const funnelResult = (answer: FunnelAnswer, before?: readonly number[]): FunnelResult => {
  const {
    funnel_steps: steps,
    end_to_end_elapsed_time: time,
    end_to_end_conversion_rate: rate,
    comparisons = [],
    time_to_convert: bins = [],
  } = answer.data.attributes
  const places = before ?? steps.map((_, i) => i - 1)
  const all = courseOf(steps, null, places)
  const groups = comparisons.length
    ? [{ ...all, group: OWN }, ...comparisons.map((one) => courseOf(one.funnel_steps, comparedAs(one), places))]
    : groupsOf(steps, places)
  return { all, groups, rate, time: time ?? null, bins }
}

const courseOf = (steps: Funnel['funnel_steps'], group: string | null, before: readonly number[]): Course => ({
  group,
  counts: steps.map((s) => s.value),
  times: timesTo(before, (from, to) => timeIf(steps[to]!.value > 0, steps[from]!.elapsed_time_to_next_step)),
  before,
})

/** The answer tells no times to steps that may be left out: nothing is counted against them, and they are not the last. */
const timesTo = (before: readonly number[], timeOf: (from: number, to: number) => Elapsed | null) =>
  before.slice(1).map((from, i) => {
    const to = i + 1
    return to < before.length - 1 && !before.includes(to) ? null : timeOf(from, to)
  })

const comparedAs = (one: { segment_id: string } | { from: number; to: number }): string =>
  'segment_id' in one ? one.segment_id : `${one.from}-${one.to}`

/** Where nobody went on the answer says zeros, which are no times. */
const timeIf = (anybody: boolean, time: Elapsed | null | undefined): Elapsed | null => (anybody && time ? time : null)

/** Groups by how many took the first step, "other" last. A group that a step does not have has none there. */
const groupsOf = (steps: Funnel['funnel_steps'], before: readonly number[]): Course[] => {
  const found = new Map<string, { counts: number[]; times: (Elapsed | null)[] }>()
  steps.forEach((step, i) => {
    for (const group of step.groups ?? []) {
      const name = group.group_tags.join(' · ')
      const course = found.get(name) ?? { counts: steps.map(() => 0), times: steps.map(() => null) }
      found.set(name, course)
      course.counts[i] = group.value
      course.times[i] = timeIf((group.conversion_count ?? 1) > 0, group.elapsed_time_to_next_step)
    }
  })
  const courses = [...found].map(([group, { counts, times }]) => ({
    ...{ group, counts, before },
    times: timesTo(before, (from) => times[from] ?? null),
  }))
  return courses.sort((a, b) => Number(isRest(a)) - Number(isRest(b)) || (b.counts[0] ?? 0) - (a.counts[0] ?? 0))
}

const isRest = ({ group }: Course) => group === OTHER_TAG

/** The middle time where the answer has it, else the average, with the word for it. */
export const typicalTime = (time: Elapsed | null | undefined): { word: string; ms: number } | null => {
  if (time?.median != null) return { word: 'median', ms: time.median }
  return time?.avg != null ? { word: 'average', ms: time.avg } : null
}

/** What a step's bar says. Shares are between 0 and 1; null where there is nothing to be a share of. */
export interface StepFigures {
  count: number
  /** Of those who took the first step. */
  ofStart: number | null
  /** Of those who took the step that it is counted against; of the first step null. */
  ofBefore: number | null
  lost: number
  /** The height of that step, which is this bar and its lighter rest. */
  before: number
}

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

export const figuresOf = ({ counts, before: places }: Course): StepFigures[] =>
  counts.map((count, i) => {
    const start = counts[0] ?? 0
    const before = i === 0 ? count : counts[places[i]!]!
    return {
      count,
      ofStart: share(count, start),
      ofBefore: i === 0 ? null : share(count, before),
      lost: Math.max(0, before - count),
      before: share(before, start) ?? 0,
    }
  })

/** From first step to last. */
export const rateOf = ({ counts }: Course): number | null => share(counts.at(-1) ?? 0, counts[0] ?? 0)
