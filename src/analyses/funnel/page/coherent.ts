import { fitting, settled } from './counting.ts'
import { withFixedEnds } from './optional.ts'
import type { Question } from './question.ts'

/** What names steps that are gone is gone as well, and what can't be counted together is not asked together. */
export const coherent = (question: Question): Question => {
  const { by, way, counting } = question
  const steps = withFixedEnds(question.steps)
  return {
    ...question,
    steps,
    by: by && (by.step > Math.max(1, steps.length) || steps[by.step - 1]?.optional) ? { ...by, step: 1 } : by,
    way: way && way.end > steps.length ? null : way,
    counting: settled({ ...counting, exclusions: fitting(counting.exclusions, steps.length) }),
  }
}
