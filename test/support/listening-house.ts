import { APPLICATION } from './application.ts'
import { caughtUp } from './caught-up.ts'
import { openTestHouse, type TestHouse } from './house.ts'
import { KEYS } from './keys.ts'
import type { SdkEvent } from './sdk-events.ts'
import { send } from './send.ts'

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came and fail if it is not what they expect
  body: any
}

export interface ListeningHouse extends TestHouse {
  url: string
  apiKey: string
  appKey: string
  application: typeof APPLICATION
  /** Asks as a program with both keys does. */
  ask(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, payload?: object): Promise<Answer>
  /** Asks a question of the product's API, `path` behind `/api/v2/product-analytics/`. */
  question(path: string, type: string, attributes: object): Promise<Answer>
}

/** A house on a free port of 127.0.0.1 that has an application, keys, and these events. `close()` it when done. */
export const openListeningHouse = async (
  events: readonly SdkEvent[] = [],
  env: Record<string, string> = {},
): Promise<ListeningHouse> => {
  const house = await openTestHouse({
    env: {
      WAYWORN_APPLICATION: `${APPLICATION.id}:${APPLICATION.token}:test`,
      WAYWORN_API_KEY: KEYS.apiKey,
      WAYWORN_APP_KEY: KEYS.appKey,
      ...env,
    },
  })
  const url = await house.app.listen({ host: '127.0.0.1', port: 0 })
  await send({ url, application: APPLICATION }, events)
  await caughtUp(url)
  const headers = { 'dd-api-key': KEYS.apiKey, 'dd-application-key': KEYS.appKey }
  const ask: ListeningHouse['ask'] = async (method, path, payload) => {
    const answer = await house.app.inject({ method, url: path, headers, ...(payload ? { payload } : {}) })
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() }
  }
  const question: ListeningHouse['question'] = (path, type, attributes) =>
    ask('POST', `/api/v2/product-analytics/${path}`, { data: { type, attributes } })
  return { ...house, ...KEYS, url, application: APPLICATION, ask, question }
}
