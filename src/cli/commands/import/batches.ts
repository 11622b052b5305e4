import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { type ReadEvent, readEventLine } from './event-line.ts'

/** What is sent in one request: events of one application and one track. */
export interface EventBatch extends Pick<ReadEvent, 'track' | 'applicationId'> {
  texts: string[]
  /** Number of the last line that was read for it. */
  lastLine: number
  /** Sessions left out since the batch before. */
  skipped: number
}

const MOST_EVENTS = 500
const MOST_CHARACTERS = 1_000_000

/** The events of a file in batches, each as soon as it is full; what is left comes at the end. */
export async function* batchesOf(input: Readable, application?: string): AsyncGenerator<EventBatch> {
  const open = new Map<string, EventBatch & { characters: number }>()
  let line = 0
  let skipped = 0
  const close = (key: string): EventBatch => {
    const { characters: _, ...batch } = open.get(key)!
    open.delete(key)
    const done = { ...batch, lastLine: line, skipped }
    skipped = 0
    return done
  }
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1
    if (text.trim() === '') continue
    const event = readEventLine(text, line, application)
    if (!event) {
      skipped += 1
      continue
    }
    const key = `${event.track} ${event.applicationId}`
    const { track, applicationId } = event
    const batch = open.get(key) ?? { track, applicationId, texts: [], characters: 0, lastLine: 0, skipped: 0 }
    open.set(key, batch)
    batch.texts.push(event.text)
    batch.characters += event.text.length
    if (batch.texts.length >= MOST_EVENTS || batch.characters >= MOST_CHARACTERS) yield close(key)
  }
  for (const key of [...open.keys()]) yield close(key)
}
