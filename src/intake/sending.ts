import type { IncomingHttpHeaders } from 'node:http'
import type { Application } from './shapes.ts'

export type Track = 'rum' | 'replay' | 'prodlytics'

/** One request to the intake, its sender known and its body read. */
export interface Sending {
  track: Track
  params: URLSearchParams
  headers: IncomingHttpHeaders
  contentType: string
  body: Buffer
  /** Epoch ms. */
  receivedAt: number
  /** The address at the other end of the connection. */
  remote: string | undefined
  /** The client token's application, `null` for a sender with an API key. */
  application: Application | null
}

const MB = 1024 * 1024

/** Bytes of a body as sent, and after inflating. */
export const LIMITS: Record<Track, { wire: number; inflated: number }> = {
  rum: { wire: 6 * MB, inflated: 64 * MB },
  replay: { wire: 16 * MB, inflated: 64 * MB },
  prodlytics: { wire: 5 * MB, inflated: 5 * MB },
}
