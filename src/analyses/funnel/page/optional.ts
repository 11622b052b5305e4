import type { Step } from '../../journey/page/step.ts'
import type { Question } from './question.ts'

/** The first step and the last can't be left out. */
export const withFixedEnds = (steps: readonly Step[]): readonly Step[] =>
  steps.map((step, i) => (step.optional && (i === 0 || i === steps.length - 1) ? fixed(step) : step))

const fixed = ({ events, filter }: Step): Step => ({ events, filter })

/** The place, from 0, of the step that each one is counted against: the last before it that can't be left out. */
export const placesBefore = (steps: readonly Step[]): readonly number[] =>
  steps.map((_, i) => steps.slice(0, i).findLastIndex((step) => !step.optional))

/** The number of the step that a step is counted against, both from 1. */
export const stepBefore = (steps: readonly Step[], step: number): number => placesBefore(steps)[step - 1]! + 1

/** Two ways to count are held against each other by the steps alone that can't be left out. */
export const fixedOnly = (question: Question): Question => {
  const { steps, counting } = question
  const kept = steps.flatMap((step, i) => (step.optional ? [] : [i + 1]))
  const exclusions = counting.exclusions
    .filter(({ from, to }) => kept.includes(from) && kept.includes(to))
    .map((one) => ({ ...one, from: kept.indexOf(one.from) + 1, to: kept.indexOf(one.to) + 1 }))
  return { ...question, steps: kept.map((step) => steps[step - 1]!), counting: { ...counting, exclusions } }
}
