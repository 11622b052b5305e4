/** How the kit asks the server, handed down by the app: everything that it shows is also an API client's to have. */

/** Why a question has no answer, in words for people. */
export class AnswerError extends Error {
  override name = 'AnswerError'
  /** HTTP status; 0 if the server could not be reached. */
  readonly status: number
  readonly code: string | undefined
  readonly title: string
  readonly requestId: string | undefined
  readonly pointer: string | undefined

  constructor(said: {
    status: number
    title: string
    detail: string
    code?: string
    requestId?: string
    pointer?: string
  }) {
    super(said.detail)
    this.status = said.status
    this.title = said.title
    this.code = said.code
    this.requestId = said.requestId
    this.pointer = said.pointer
  }
}

export interface Question {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** From the root: `/api/v2/…`. */
  path: string
  body?: unknown
  /** The answer is a file, and stays text. */
  as?: 'text'
  signal?: AbortSignal
}

/** The parsed JSON of the answer (or its text, where that is asked for), undefined where there is none. Throws AnswerError, or the signal's reason. */
export type Ask = <T = unknown>(question: Question) => Promise<T>
