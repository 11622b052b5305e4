import { isUtf8 } from 'node:buffer'
import type { Fault } from './set-aside.ts'
import { isObject, type JsonObject } from './shapes.ts'

/** One line of a batch: the event that it holds, or what is wrong with it. */
export type Line = { event: JsonObject; text: string } | { fault: Fault; text: string | Buffer }

/** The SDKs stay under 256 KB (browser), 512 KB (Android) and 1 MB (iOS) an event. */
export const MAX_LINE_BYTES = 1024 * 1024

/**
 * The lines of a newline-delimited batch, one after the other. Blank lines, a byte order mark and carriage returns are
 * skipped; whatever is wrong with a line stays with that line.
 */
export function* readLines(body: Buffer): Generator<Line> {
  const whole = isUtf8(body)
  let from = 0
  while (from < body.length) {
    const found = body.indexOf(0x0a, from)
    const to = found < 0 ? body.length : found
    const line = readLine(body.subarray(from, to), whole)
    if (line) yield line
    from = to + 1
  }
}

const readLine = (bytes: Buffer, knownUtf8: boolean): Line | undefined => {
  if (bytes.length > MAX_LINE_BYTES) {
    const detail = `The line has ${bytes.length} bytes. Keep an event under ${MAX_LINE_BYTES} bytes.`
    return { fault: { reason: 'line_too_long', detail }, text: bytes }
  }
  if (!knownUtf8 && !isUtf8(bytes)) {
    return { fault: { reason: 'broken_utf8', detail: 'The line is not valid UTF-8. Send JSON in UTF-8.' }, text: bytes }
  }
  const text = bytes.toString('utf8').trim()
  return text === '' || text === '\uFEFF' ? undefined : parseEvent(text)
}

/** One event from its text, or the fault of that text. */
export const parseEvent = (text: string): Line => {
  const parsed = parseJson(text)
  if ('fault' in parsed) return { fault: parsed.fault, text }
  if (isObject(parsed.value)) return { event: parsed.value, text }
  return { fault: { reason: 'malformed_json', detail: 'The line is not a JSON object. Send one object a line.' }, text }
}

/** The value of a JSON text, its strings made valid Unicode: no store can hold half a surrogate pair. */
export const parseJson = (text: string): { value: unknown } | { fault: Fault } => {
  try {
    const value: unknown = JSON.parse(text)
    return { value: mayHoldHalves(text) ? wellFormed(value) : value }
  } catch (error) {
    const detail = `The text is not valid JSON: ${(error as Error).message.slice(0, 160)}. Send one JSON object a line.`
    return { fault: { reason: 'malformed_json', detail } }
  }
}

/** Whether a JSON text may hold halves of surrogate pairs. Most hold nothing that is escaped at all, which is told faster. */
export const mayHoldHalves = (text: string): boolean => text.includes('\\u') && /\\ud[89a-f]/i.test(text)

/** Values deeper than this are cut off by the depth check that follows; going on would exhaust the stack. */
const DEEPEST = 64

const wellFormed = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return Buffer.from(value).toString()
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return value
  if (Array.isArray(value)) return value.map((item) => wellFormed(item, depth + 1))
  const entries = Object.entries(value)
  return Object.fromEntries(entries.map(([key, item]) => [wellFormed(key), wellFormed(item, depth + 1)]))
}
