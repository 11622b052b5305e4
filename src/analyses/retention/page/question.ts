import type { Calendar } from '../../../query/calendar.ts'
import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import type { Rollup } from '../../../ui/time/bucket.ts'
import type { Span } from '../../../ui/time/range.ts'
import type { Step } from '../../journey/page/step.ts'
import type { Versus } from '../../journey/page/versus.ts'

/** What the page asks and how it shows the answer. */
export interface Question {
  /** What puts somebody into a cohort. */
  start: Step
  /** What counts as coming back; null: the same. */
  back: Step | null
  per: Per
  /** `on`: in that period. `after`: in it or in any later one. */
  on: 'on' | 'after'
  /** How long a cohort's period is; null: as suits the range. */
  period: Period | null
  /** Return periods of a length of their own; null: those of the cohorts. */
  every: Every | null
  weekStart: WeekDay
  /** Whether somebody is in their first cohort only. */
  first: boolean
  by: { path: string; limit: number } | null
  /** Beside a breakdown there is nothing to compare with. */
  versus: Versus | null
  show: Show
  measure: 'rate' | 'count'
  /** The return period that is drawn over time. */
  k: number
  /** The value of the breakdown, or of those compared with, whose table is shown; null: the first. */
  group: string | null
}

export const PERS = ['user', 'account'] as const
export type Per = (typeof PERS)[number]
export const PERIODS = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const
export type Period = (typeof PERIODS)[number]
export const UNITS = ['day', 'week', 'month'] as const
/** So many days, weeks or months, counted from the start of the cohort. */
export interface Every {
  value: number
  unit: (typeof UNITS)[number]
}
export const MOST_EVERY = 1000
export const WEEK_DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type WeekDay = (typeof WEEK_DAYS)[number]
export const SHOWS = ['grid', 'time', 'stickiness', 'lifecycle'] as const
export type Show = (typeof SHOWS)[number]

export const FIRST_LIMIT = 5
export const MOST_GROUPS = 50
export const MOST_K = 1000

export const FIRST_QUESTION: Question = {
  start: { events: [{ kind: 'view', name: null }], filter: '' },
  back: null,
  per: 'user',
  on: 'on',
  period: null,
  every: null,
  weekStart: 'monday',
  first: false,
  by: null,
  versus: null,
  show: 'grid',
  measure: 'rate',
  k: 1,
  group: null,
}

const DAY = 86_400_000

/** The length that is asked for: the chosen one, or the one that gives a table of some five to thirty rows. */
export const periodOf = ({ period }: Pick<Question, 'period'>, { from, to }: Span): Period => {
  if (period) return period
  const days = (to - from) / DAY
  return days <= 2 ? 'hour' : days <= 35 ? 'day' : days <= 200 ? 'week' : days <= 1100 ? 'month' : 'year'
}

/** The same with its periods as long as over this range, whatever range is asked about. */
export const withPeriod = (question: Question, span: Span): Question => ({
  ...question,
  period: periodOf(question, span),
})

/** The periods of cohorts. */
export const calendarOf = (question: Question, { span, zone }: Pick<Surroundings, 'span' | 'zone'>): Calendar => {
  const type = periodOf(question, span)
  return { type, timezone: zone, ...(type === 'week' && { alignment: question.weekStart }) }
}

export const rollupOf = (question: Pick<Question, 'period'>, span: Span): Rollup => ({
  type: periodOf(question, span),
  quantity: 1,
})
