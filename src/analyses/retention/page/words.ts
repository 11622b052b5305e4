import { periodBounds } from '../../../query/calendar.ts'
import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import { bucketLabel } from '../../../ui/time/bucket.ts'
import { attributeWord } from '../../analytics/words.ts'
import { aroundOf } from '../../journey/page/versus.ts'
import { ENTITY_WORDS, stepWords } from '../../journey/page/words.ts'
import type { State } from '../states.ts'
import type { Chosen } from './address.ts'
import { calendarOf, type Period, periodOf, type Question, rollupOf, withPeriod } from './question.ts'

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

/** Whom a list is about: `Cohort: Mon 2 Nov 2026 · week 1`, `Gone · Week of 16 Nov 2026`, `In 5 weeks`. */
export const chosenWords = (chosen: Chosen, question: Question, own: Surroundings): string => {
  const period = periodOf(question, own.span)
  if ('active' in chosen) return `In ${chosen.active} ${period}${chosen.active === 1 ? '' : 's'}`
  const around = aroundOf(question.versus, own, 'cohort' in chosen ? chosen.group : undefined)
  const nth = (n: number) => nthPeriod(n, withPeriod(question, own.span), around)
  if ('state' in chosen) return `${STATE_WORDS[chosen.state]} · ${nth(chosen.period)}`
  const { cohort, k } = chosen
  const whose = cohort === 'average' ? 'All cohorts' : `Cohort: ${nth(cohort)}`
  return `${whose} · ${question.every ? 'period' : period} ${k}`
}

/** The period's name, or its number where the address names one beyond the range. */
const nthPeriod = (n: number, question: Question, { span, zone }: Pick<Surroundings, 'span' | 'zone'>): string => {
  const bounds = periodBounds(calendarOf(question, { span, zone }), span.from, span.to, n + 1)
  const start = n + 1 < bounds.length ? bounds[n] : undefined
  return start === undefined ? `number ${n + 1}` : bucketLabel(start, rollupOf(question, span), zone)
}
