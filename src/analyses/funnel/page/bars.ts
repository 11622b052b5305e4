import { type Course, type FunnelResult, figuresOf, OTHER_TAG, type StepFigures } from './result.ts'

/** A bar to draw and to walk to. */
export interface Bar {
  step: number
  /** Undefined: everybody. */
  group: string | undefined
  course: Course
  figures: StepFigures
  /** Heights as shares of the plot: the bar, and the lighter rest that stands on it. */
  full: number
  rest: number
}

/** More values than colours can't be told apart; the table has them all. */
export const MOST_BARS = 8

/** The courses that are drawn: everybody, or the first groups and what the limit folded. */
export const drawnCourses = ({ all, groups }: FunnelResult): readonly Course[] => {
  if (groups.length === 0) return [all]
  const other = groups.filter((g) => g.group === OTHER_TAG)
  return [...groups.filter((g) => g.group !== OTHER_TAG).slice(0, MOST_BARS), ...other]
}

/** The bars of each step. A group's share is of its own first step, so that groups of any size compare. */
export const barsOf = (courses: readonly Course[]): Bar[][] => {
  const all = courses.map(figuresOf)
  return (courses[0]?.counts ?? []).map((_, i) =>
    courses.map((course, c) => {
      const figures = all[c]![i]!
      const full = Math.min(1, figures.ofStart ?? 0)
      const rest = Math.max(0, Math.min(1, figures.before) - full)
      return { step: i + 1, group: course.group ?? undefined, course, figures, full, rest }
    }),
  )
}

/** Where the reader stands among the bars: a step and a course from 0, on the bar or on its rest. */
export interface Place {
  step: number
  course: number
  side: 'reached' | 'lost'
}

/** Arrow keys: left and right walk bars, then steps; up is the rest, what was lost; down the bar. Null: no such key. */
export const walked = (place: Place, key: string, bars: readonly (readonly Bar[])[]): Place | null => {
  const width = bars[0]?.length ?? 0
  const flat = place.step * width + place.course
  const last = bars.length * width - 1
  const to = (at: number): Place => {
    const next = { step: Math.floor(at / width), course: at % width }
    const isLoss = place.side === 'lost' && hasRest(bars, next)
    return { ...next, side: isLoss ? 'lost' : 'reached' }
  }
  switch (key) {
    case 'ArrowRight':
      return to(Math.min(last, flat + 1))
    case 'ArrowLeft':
      return to(Math.max(0, flat - 1))
    case 'Home':
      return to(0)
    case 'End':
      return to(last)
    case 'ArrowUp':
      return hasRest(bars, place) ? { ...place, side: 'lost' } : place
    case 'ArrowDown':
      return { ...place, side: 'reached' }
    default:
      return null
  }
}

const hasRest = (bars: readonly (readonly Bar[])[], { step, course }: { step: number; course: number }) =>
  (bars[step]?.[course]?.figures.lost ?? 0) > 0
