import { attributeWord } from '../../analytics/words.ts'
import { ENTITY_WORDS, stepWords } from '../../journey/page/words.ts'
import type { Question } from './question.ts'

/** How the page calls what is asked. */

/** What is counted: `sessions`, or `conversions` where an entity may count more than once. */
export const countedWords = ({ count, per }: Pick<Question, 'count' | 'per'>, n = 2): string => {
  const words = count === 'total' ? { one: 'conversion', many: 'conversions' } : ENTITY_WORDS[per]
  return n === 1 ? words.one : words.many
}

export const titleOf = ({ steps, by }: Question): string => {
  const way = steps.length ? `${stepWords(steps[0]!)} to ${stepWords(steps.at(-1)!)}` : 'Funnel'
  return by ? `${way} by ${attributeWord(by.path)}` : way
}
