import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { action, type SdkEvent, uuidOf, view } from '../support/sdk-events.ts'

/** Sends without end, and keeps at a batch until it is acknowledged: the same bytes again, as the SDK does. */
export interface SteadySender {
  /** Every event carries it as `@context.run`. */
  run: string
  /** Ids of the actions and views whose batch was answered by 202. */
  acknowledged: { actions: Set<string>; views: Set<string>; sessions: Set<string> }
  /** Statuses of all answers, 0 for none at all. */
  statuses: Map<number, number>
  /** The longest time between two acknowledgements, in ms. */
  longestSilence(): number
  /** Stops making new batches; resolves once the last is acknowledged. */
  finish(): Promise<void>
}

export interface Sending {
  /** Where to send at the moment. */
  url(): string
  token: string
  /** Senders at once. */
  senders?: number
  /** When the events happened; now unless told. */
  at?(): number
  pauseMs?: number
}

const ACTIONS = 12
/** Few, so that sessions which have been settled get late events. */
const SESSIONS = 6
const RETRY_MS = 200

export const startSending = ({ url, token, senders = 4, at = Date.now, pauseMs = 20 }: Sending): SteadySender => {
  const acknowledged = { actions: new Set<string>(), views: new Set<string>(), sessions: new Set<string>() }
  const statuses = new Map<number, number>()
  const run = randomUUID().slice(0, 8)
  let stopped = false
  let last = performance.now()
  let silence = 0

  const untilAcknowledged = async (body: string): Promise<void> => {
    for (;;) {
      const status = await post(url(), token, body)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status === 202) return
      await sleep(RETRY_MS)
    }
  }
  const one = async (sender: number): Promise<void> => {
    for (let n = 0; !stopped; n += 1) {
      const { events, ids } = batchOf(run, `${sender} ${n}`, `${run} ${sender} ${n % SESSIONS}`, at())
      await untilAcknowledged(events.map((event) => JSON.stringify(event)).join('\n'))
      const now = performance.now()
      silence = Math.max(silence, now - last)
      last = now
      for (const id of ids.actions) acknowledged.actions.add(id)
      for (const id of ids.views) acknowledged.views.add(id)
      acknowledged.sessions.add(ids.session)
      await sleep(pauseMs)
    }
  }
  const running = Array.from({ length: senders }, (_, sender) => one(sender))
  return {
    run,
    acknowledged,
    statuses,
    longestSilence: () => silence,
    finish: async () => {
      stopped = true
      await Promise.all(running)
    },
  }
}

/** Clicks, and two documents of their view, the older one last. */
const batchOf = (run: string, part: string, session: string, at: number) => {
  const name = `${run} ${part}`
  const shared = { at, session, user: session, context: { run } }
  const clicks = Array.from({ length: ACTIONS }, (_, n) => `${name} ${n}`)
  const shown = { ...shared, name: '/steady', id: name }
  const events: SdkEvent[] = [
    ...clicks.map((id) => action({ ...shared, name: 'Buy', id, view: name, on: '/steady' })),
    view({ ...shown, documentVersion: 2, spent: 2000 }),
    view({ ...shown, documentVersion: 1, spent: 1000 }),
  ]
  return { events, ids: { actions: clicks.map(uuidOf), views: [uuidOf(name)], session: uuidOf(session) } }
}

const post = async (url: string, token: string, body: string): Promise<number> => {
  try {
    const address = `${url}/api/v2/rum?ddsource=browser&dd-api-key=${token}&dd-request-id=${randomUUID()}&batch_time=${Date.now()}`
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
      body,
      signal: AbortSignal.timeout(30_000),
    })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return 0
  }
}
