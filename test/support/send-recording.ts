import { deflateSync } from 'node:zlib'
import { uuidOf } from './sdk-events.ts'
import type { TestServer } from './server.ts'

export interface SentSegment {
  session: string
  view: string
  index: number
  records: { type: number; timestamp: number; data?: unknown; format?: number }[]
  source?: string
  /** Of its bytes only this share arrives, from the first on. */
  arrives?: number
}

/** Sends pieces of recordings as the browser SDK does, one a request. Ids are made from the names, as those of events. */
export const sendRecording = async (
  server: Pick<TestServer, 'url' | 'application'>,
  segments: readonly SentSegment[],
): Promise<void> => {
  for (const { session, view, index, records, source = 'browser', arrives = 1 } of segments) {
    const times = records.map(({ timestamp }) => timestamp)
    const segment = {
      records,
      start: Math.min(...times),
      end: Math.max(...times),
      creation_reason: index === 0 ? 'init' : 'segment_duration_limit',
      records_count: records.length,
      has_full_snapshot: records.some(({ type }) => type === 2 || type === 10),
      index_in_view: index,
      source,
      application: { id: server.application.id },
      session: { id: uuidOf(session) },
      view: { id: uuidOf(view) },
    }
    const form = new FormData()
    const bytes = deflateSync(`${JSON.stringify(segment)}\n`)
    const arrived = bytes.subarray(0, Math.ceil(bytes.length * arrives))
    form.append('segment', new Blob([arrived]), `${session}-${segment.start}`)
    const { records: _, ...event } = segment
    form.append('event', new Blob([JSON.stringify(event)], { type: 'application/json' }))
    const url = `${server.url}/api/v2/replay?ddsource=browser&dd-api-key=${server.application.token}`
    const answer = await fetch(url, { method: 'POST', body: form })
    if (answer.status !== 202) throw new Error(`The intake answered ${answer.status}: ${await answer.text()}`)
  }
}
