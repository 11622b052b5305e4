import { attributeWord } from '../../analytics/words.ts'
import { ENTITY_WORDS, stepWords } from '../../journey/page/words.ts'
import type { State } from '../states.ts'
import type { Chosen } from './address.ts'
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

export const STATE_WORDS: Record<State, string> = {
  new: 'New',
  returning: 'Returning',
  resurrecting: 'Back after a gap',
  dormant: 'Gone',
}

export const titleOf = (question: Question): string => {
  const { start, back, by, show, per } = question
  const who = ENTITY_WORDS[per].many
  if (show === 'stickiness') return `In how many periods ${who} did ${stepWords(start)}`
  if (show === 'lifecycle') return `New, returning and lost ${who} of ${stepWords(start)}`
  const way = back ? `${stepWords(start)}, then ${stepWords(back)}` : stepWords(start)
  return `Retention of ${who}: ${way}${by ? ` by ${attributeWord(by.path)}` : ''}`
}

/** Whom a list is about: `Cohort 3 · week 1`, `Gone · week 4`, `In 5 weeks`. */
export const chosenWords = (chosen: Chosen, period: string): string => {
  if ('state' in chosen) return `${STATE_WORDS[chosen.state]} · ${period} ${chosen.period + 1}`
  if ('active' in chosen) return `In ${chosen.active} ${period}${chosen.active === 1 ? '' : 's'}`
  return `${chosen.cohort === 'average' ? 'All cohorts' : `Cohort ${chosen.cohort + 1}`} · ${period} ${chosen.k}`
}
