import { WaywornError } from '../lib/errors.ts'

/** How many things of one kind each client has open at once. */
export interface Slots {
  /** Throws `rate_limited` when the client has as many as it may; the returned function gives the place back. */
  take(client: string): () => void
}

const WAIT_SECONDS = 5

/** `what` is in the plural: "live requests of one client". */
export const createSlots = (most: number, inAll: number, what: string): Slots => {
  const open = new Map<string, number>()
  let all = 0
  return {
    take(client) {
      const own = open.get(client) ?? 0
      if (own >= most) throw new WaywornError('rate_limited', { limit: `${most} ${what}`, seconds: WAIT_SECONDS })
      if (all >= inAll)
        throw new WaywornError('rate_limited', { limit: `${inAll} ${what} in all`, seconds: WAIT_SECONDS })
      open.set(client, own + 1)
      all += 1
      let taken = true
      return () => {
        if (!taken) return
        taken = false
        all -= 1
        const left = open.get(client)! - 1
        if (left) open.set(client, left)
        else open.delete(client)
      }
    },
  }
}
