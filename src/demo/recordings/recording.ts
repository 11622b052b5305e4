import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'
import type { SdkEvent } from '../traffic/event.ts'

/** A piece of a recording as the SDK makes it, inflated. */
export interface RecordedSegment {
  records: { timestamp: number }[]
  start: number
  end: number
  session: { id: string }
  view: { id: string }
  [more: string]: unknown
}

/** What the real SDK sent of one visit to the real shop; see `testing/capture-recordings.ts`. */
export interface Recording {
  name: string
  userAgent: string
  /** Where its visitor lives in the demo. */
  country: string
  /** Epoch ms. */
  start: number
  /** Of each view its newest document. */
  events: SdkEvent[]
  segments: RecordedSegment[]
}

/** Beside this file in the source, below the bundle in a build. */
const folder = (): string => {
  const here = path.dirname(fileURLToPath(import.meta.url))
  const candidates = [path.join(here, 'captured'), path.join(here, 'demo', 'recordings', 'captured')]
  return candidates.find((each) => existsSync(each)) ?? candidates[0]!
}

/** The recordings that come with the demo, by name. */
export const readRecordings = (): Recording[] => {
  const from = folder()
  return readdirSync(from)
    .filter((file) => file.endsWith('.json.br'))
    .sort()
    .map((file) => JSON.parse(brotliDecompressSync(readFileSync(path.join(from, file))).toString('utf8')))
}
