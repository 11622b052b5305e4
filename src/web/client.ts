import { AnswerError, type Ask, type Question } from '../ui/ask/ask.ts'

interface ErrorAnswer {
  errors?: { status?: string; code?: string; title?: string; detail?: string; source?: { pointer?: string } }[]
}

/** What people read when an answer carries no sentence of its own. */
const fallback = (status: number): string => {
  if (status === 401) return 'You are signed out. Sign in again.'
  if (status === 403) return 'Your role does not allow this. Ask an administrator.'
  if (status === 404)
    return 'The server does not know this address. It may be older than this page: load the page again.'
  if (status === 429) return 'Too many questions at once. Wait a moment and ask again.'
  if (status >= 500) return 'The server failed to answer. Ask again; if it stays, look at its log.'
  return `The server refused with status ${status}.`
}

const requestIdOf = (headers: Headers) => headers.get('x-request-id') ?? headers.get('request-id') ?? undefined

/** The failure that an answer tells of. */
export const failureOf = (status: number, headers: Headers, body: unknown): AnswerError => {
  const said = (body as ErrorAnswer | undefined)?.errors ?? []
  const [first] = said
  const detail = said
    .map((e) => e.detail ?? e.title)
    .filter(Boolean)
    .join(' ')
  return new AnswerError({
    status,
    title: first?.title ?? 'No answer',
    detail: detail || fallback(status),
    ...(first?.code !== undefined && { code: first.code }),
    ...(first?.source?.pointer !== undefined && { pointer: first.source.pointer }),
    ...(requestIdOf(headers) !== undefined && { requestId: requestIdOf(headers)! }),
  })
}

const UNREACHABLE = {
  status: 0,
  title: 'Server not reached',
  detail: 'The server does not answer. Look whether it runs and whether you are online, then ask again.',
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Asks over HTTP. An answer outside 2xx, and none at all, is an AnswerError; an aborted question rejects with the
 * signal's reason. `onSignedOut` is called for every 401.
 */
export const createAsk =
  (send: typeof fetch, onSignedOut: () => void = () => {}): Ask =>
  async <T>({ method = 'GET', path, body, as, signal }: Question): Promise<T> => {
    const init: RequestInit = {
      method,
      credentials: 'same-origin',
      headers: { accept: as ? '*/*' : 'application/json' },
    }
    if (signal) init.signal = signal
    if (body !== undefined) {
      init.headers = { ...init.headers, 'content-type': 'application/json' }
      init.body = JSON.stringify(body)
    }
    let response: Response
    let text: string
    try {
      response = await send(path, init)
      text = await response.text()
    } catch (error) {
      if (signal?.aborted) throw error
      throw new AnswerError(UNREACHABLE)
    }
    if (response.ok && as === 'text') return text as T
    const answer = text === '' ? undefined : parsed(text)
    if (response.ok && (text === '' || answer !== undefined)) return answer as T
    if (response.status === 401) onSignedOut()
    throw failureOf(response.status, response.headers, answer)
  }
