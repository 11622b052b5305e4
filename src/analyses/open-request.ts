import { paramsOf, type Scope, scopeOf } from '../ui/scope/scope.ts'
import { type Params, parseParams, stringifyParams } from '../ui/scope/search-params.ts'
import { type Span, spanOf } from '../ui/time/range.ts'
import { textOfAsked } from './same-question.ts'

/** The address at which a page asks what a request of the API asks; null where it can't. */
export type ParamsOfRequest = (request: object) => Params | null

/** What a page asks, by the bar and by itself. */
export interface Way<Question> {
  scope: Scope
  question: Question
}

interface Page<Question, Known> {
  questionOf: (params: Params) => Question
  paramsOfQuestion: (question: Question) => Record<string, string | undefined>
  /** What the page saves. */
  requestOf: (question: Question, scope: Scope, span: Span) => { ok: true; body: object } | { ok: false }
  /** Reads the requests of this analysis, as the server does. */
  known: { safeParse: (request: object) => { success: true; data: Known } | { success: false } }
  /** What a request asks: of two that ask the same it is equal. */
  askedBy: (known: Known) => unknown
}

/** When ranges that move with the clock are read; what a page saves does not tell. */
export const SOME_TIME = Date.UTC(2026, 0, 1)

/**
 * The address of the first of these ways at which the page asks just what the request asks. It is proven: the address is
 * read as the page reads it, and what the page then would save is held against the request.
 */
export const paramsAsking = <Question, Known>(
  request: object,
  ways: readonly Way<Question>[],
  page: Page<Question, Known>,
): Params | null => {
  const askedBy = (body: object): string | null => {
    const reading = page.known.safeParse(body)
    return reading.success ? textOfAsked(page.askedBy(reading.data)) : null
  }
  const wanted = askedBy(request)
  const asks = (params: Params) => {
    const scope = scopeOf(params, 'UTC')
    const made = page.requestOf(page.questionOf(params), scope, spanOf(scope.time, SOME_TIME, scope.zone))
    return made.ok && wanted !== null && askedBy(made.body) === wanted
  }
  return ways.map(addressOf(page)).find(asks) ?? null
}

const addressOf =
  <Question>({ paramsOfQuestion }: Pick<Page<Question, never>, 'paramsOfQuestion'>) =>
  ({ scope, question }: Way<Question>): Params =>
    parseParams(stringifyParams({ ...paramsOf(scope), ...paramsOfQuestion(question) }))
