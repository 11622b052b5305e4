import {
  FIRST_BREAKDOWN,
  FIRST_QUESTION,
  paramsOfQuestion,
  type QueryPart,
  type Question,
} from '../../../analyses/analytics/address.ts'
import { paramsOf, type Scope } from '../../../ui/scope/scope.ts'
import { stringifyParams } from '../../../ui/scope/search-params.ts'

/** What Home asks: questions of Analytics, each of which opens there. */

const COUNT = { aggregation: 'count' }
const USERS: QueryPart = { event: 'view', measure: { aggregation: 'cardinality', metric: 'usr.id' }, filter: '' }

/** The numbers on top. */
export const FIGURES = [
  { label: 'Users', query: USERS },
  { label: 'Sessions', query: { event: 'session', measure: COUNT, filter: '' } },
  { label: 'Views', query: { event: 'view', measure: COUNT, filter: '' } },
  { label: 'Actions', query: { event: 'action', measure: COUNT, filter: '' } },
  {
    label: 'Frustrated sessions',
    query: { event: 'session', measure: COUNT, filter: '@session.frustration.count:>0' },
  },
] as const satisfies readonly { label: string; query: QueryPart }[]

export const FIGURES_QUESTION: Question = {
  ...FIRST_QUESTION,
  show: 'value',
  versus: 'previous',
  queries: FIGURES.map(({ query }) => query),
}

export const USERS_OVER_TIME: Question = { ...FIRST_QUESTION, queries: [USERS], versus: 'previous' }

const most = (event: 'view' | 'action', path: string, filter = ''): Question => ({
  ...FIRST_QUESTION,
  show: 'top',
  queries: [{ event, measure: COUNT, filter }],
  by: [{ ...FIRST_BREAKDOWN, path, limit: 8, other: false }],
})

export const TOP_PAGES = most('view', 'view.name')
export const TOP_ACTIONS = most('action', 'action.target.name', '-@action.type:custom')

/** Where Analytics shows a question. */
export const addressOf = (question: Question, scope: Scope): string =>
  `/analytics${stringifyParams({ ...paramsOf(scope), ...paramsOfQuestion(question) })}`
