import type { Retelling } from '../recordings/retell.ts'
import type { SdkEvent } from './event.ts'
import type { Random } from './random.ts'
import type { Message } from './record.ts'

/** What one request of a browser brings. */
export interface Batch {
  userAgent: string
  address: string
  /** When the server gets it, and the browser's clock when it is sent; ms. */
  receivedAt: number
  batchTime: number
  events: SdkEvent[]
  /** Recordings whose segments come with it. */
  recordings?: Retelling[]
  /** What the shop's backend sends instead of a browser. */
  serverEvents?: ServerEvent[]
}

export interface ServerEvent {
  type: 'server'
  id: string
  timestamp: number
  event: { name: string }
  usr: { id: string; name: string; email: string }
  [more: string]: unknown
}

const LONGEST_WAIT = 30_000
const MOST_MESSAGES = 50

/**
 * Posts messages (in the order of time) as the SDK does: after 30 s, after 50 messages, and when the visitor has been
 * gone for a while; children first, then the newest document of each view. One batch in 150 is sent twice.
 */
export const batchesOf = (
  messages: readonly Message[],
  userAgent: string,
  address: string,
  random: Random,
): Batch[] => {
  const batches: Batch[] = []
  let pending: Message[] = []
  const flush = (at: number) => {
    const batch = { userAgent, address, receivedAt: at + random.int(40, 400), batchTime: at, events: inOrder(pending) }
    batches.push(batch)
    if (random.chance(1 / 150)) {
      const again = random.int(1000, 4000)
      batches.push({ ...batch, receivedAt: batch.receivedAt + again, batchTime: at + again })
    }
    pending = []
  }
  for (const message of messages) {
    const due = (pending[0]?.at ?? message.at) + LONGEST_WAIT
    if (message.at > due) flush(due)
    pending.push(message)
    if (pending.length === MOST_MESSAGES) flush(message.at)
  }
  if (pending.length > 0) flush(pending.at(-1)!.at + 20)
  return batches
}

const inOrder = (messages: readonly Message[]): SdkEvent[] => {
  const views = new Map<string, SdkEvent>()
  const children: SdkEvent[] = []
  for (const { viewId, event } of messages) {
    if (viewId === undefined) children.push(event)
    else views.set(viewId, event)
  }
  return [...children, ...views.values()]
}
