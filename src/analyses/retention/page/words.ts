import { attributeWord } from '../../analytics/words.ts'
import { ENTITY_WORDS, stepWords } from '../../journey/page/words.ts'
import type { Period, Question } from './question.ts'

/** How the page calls what it asks. */

export const PERIOD_WORDS: Record<Period, string> = {
  hour: 'Hour',
  day: 'Day',
  week: 'Week',
  month: 'Month',
  quarter: 'Quarter',
  year: 'Year',
}

export const titleOf = (question: Question): string => {
  const { start, back, by, show, per } = question
  const who = ENTITY_WORDS[per].many
  if (show === 'stickiness') return `In how many periods ${who} did ${stepWords(start)}`
  if (show === 'lifecycle') return `New, returning and lost ${who} of ${stepWords(start)}`
  const way = back ? `${stepWords(start)}, then ${stepWords(back)}` : stepWords(start)
  return `Retention of ${who}: ${way}${by ? ` by ${attributeWord(by.path)}` : ''}`
}
