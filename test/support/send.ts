import { randomUUID } from 'node:crypto'
import type { SdkEvent } from './sdk-events.ts'
import type { TestServer } from './server.ts'

const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'

export interface SendOptions {
  token?: string
  /** Events a request. */
  batch?: number
  userAgent?: string
  /** Where a trusted proxy says that they come from. */
  address?: string
}

/** Sends events as the browser SDK 7 does, batch by batch. Throws at the first answer that is not 202. */
export const send = async (
  server: Pick<TestServer, 'url' | 'application'>,
  events: readonly SdkEvent[],
  { token = server.application.token, batch = 200, userAgent = USER_AGENT, address }: SendOptions = {},
): Promise<void> => {
  for (let start = 0; start < events.length; start += batch) {
    const answer = await fetch(rumUrl(server.url, token), {
      method: 'POST',
      headers: {
        'content-type': 'text/plain;charset=UTF-8',
        'user-agent': userAgent,
        ...(address ? { 'x-forwarded-for': address } : {}),
      },
      body: events
        .slice(start, start + batch)
        .map((event) => JSON.stringify(event))
        .join('\n'),
    })
    const text = await answer.text()
    if (answer.status !== 202) throw new Error(`The intake answered ${answer.status}: ${text.slice(0, 500)}`)
  }
}

/** The address that the SDK posts to: wire.md 1.3, parameters in its order. */
const rumUrl = (url: string, token: string): string => {
  const parameters = new URLSearchParams({
    ddsource: 'browser',
    'dd-api-key': token,
    'dd-evp-origin-version': '7.16.2',
    'dd-evp-origin': 'browser',
    'dd-request-id': randomUUID(),
    batch_time: String(Date.now()),
    '_dd.api': 'fetch',
  })
  return `${url}/api/v2/rum?${parameters}`
}
