import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseParams, stringifyParams } from '../../../ui/scope/search-params.ts'
import { SEQUENCE } from '../../../ui/theme/palette.ts'
import { RetentionFormulaRequest, RetentionGridRequest, RetentionListRequest } from '../definition.ts'
import { paramsOfQuestion, parseChosen, printChosen, questionOf } from './address.ts'
import { FIRST_QUESTION, type Question } from './question.ts'
import { listRequest, retentionRequest } from './request.ts'
import { cellColours, contrast } from './shade.ts'
import { questions } from './testing/questions.ts'
import { chosenWords } from './words.ts'

const AROUND = {
  span: { from: 1000, to: 9e9 },
  zone: 'Asia/Kathmandu',
  app: 'a',
  filter: '@geo.country:DE',
  segment: 'almost',
}

test('any question survives the address, and the server takes it', () => {
  fc.assert(
    fc.property(questions, (question) => {
      expect(questionOf(parseParams(stringifyParams(paramsOfQuestion(question))))).toEqual(question)
      const request = retentionRequest(question, AROUND)
      const schema = question.show === 'grid' ? RetentionGridRequest : RetentionFormulaRequest
      expect(request.ok && schema.safeParse(request.body).error).toBeFalsy()
      for (const chosen of [
        { cohort: 'average', k: 1, group: 'x' },
        { state: 'new', period: 2 },
        { active: 3 },
      ] as const) {
        const list = listRequest(question, AROUND, chosen, 100)
        expect(list.ok && RetentionListRequest.safeParse(list.body).error).toBeFalsy()
      }
    }),
  )
  expect(stringifyParams(paramsOfQuestion(FIRST_QUESTION))).toBe('')
})

test('a cell survives the address', () => {
  for (const chosen of [
    { cohort: 'average' as const, k: 0 },
    { cohort: 12, k: 3 },
    { cohort: 0, k: 1, group: 'a,b' },
    { state: 'dormant' as const, period: 0 },
    { active: 12 },
  ])
    expect(parseChosen(printChosen(chosen))).toEqual(chosen)
  expect(parseChosen('1')).toBeNull()
})

test('what stands in a cell can be read, whatever its colour', () => {
  for (const scheme of ['light', 'dark'] as const)
    for (const [i] of SEQUENCE[scheme].entries()) {
      const { background, color } = cellColours(scheme, i / (SEQUENCE[scheme].length - 1))
      expect(contrast(background, color), `${scheme} ${background}`).toBeGreaterThanOrEqual(4.5)
    }
})

test('the head of a list names the period by its begin in the zone that was asked in', () => {
  const around = { ...AROUND, span: { from: Date.UTC(2026, 1, 25), to: Date.UTC(2026, 3, 1) } }
  const words = (chosen: string, question: Partial<Question>) =>
    chosenWords(parseChosen(chosen)!, { ...FIRST_QUESTION, ...question }, around)
  expect(words('dormant,1', { period: 'month' })).toBe('Gone · March 2026')
  expect(words('1,2', { period: 'month' })).toBe('Cohort: March 2026 · month 2')
  expect(words('0,3', { period: 'year', every: { value: 9, unit: 'day' } })).toBe('Cohort: 2026 · period 3')
  expect(words('average,1', { period: 'week' })).toBe('All cohorts · week 1')
  expect(words('1,1', { period: 'week', weekStart: 'sunday' })).toMatch(
    /^Cohort: Week of \D*(1 Mar|Mar 1)\D+2026 · week 1$/,
  )
  expect(words('active,1', { period: 'week' })).toBe('In 1 week')
  // Of those compared with, the begin of theirs.
  const versus = { kind: 'period', to: { from: Date.UTC(2025, 0, 5), to: Date.UTC(2025, 3, 1) } } as const
  expect(words('1,2,period', { period: 'month', versus })).toBe('Cohort: February 2025 · month 2')
  expect(words('1,2', { period: 'month', versus })).toBe('Cohort: March 2026 · month 2')
  // Whoever wrote the address named a period that is not in the range.
  expect(words('new,9999', { period: 'hour' })).toBe('New · number 10000')
})
