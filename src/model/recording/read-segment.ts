import { isFields, listOf, type ReplayRecord } from './record.ts'

export interface SegmentContent {
  records: ReplayRecord[]
  /** Whether its end is missing or broken; `records` holds what came before. */
  truncated: boolean
  /** `browser`, `ios`, `android`, … */
  source: string
}

/** What a segment holds: `data` is its zlib stream in base64. A broken one gives as many records as can be read. */
export const readSegment = async (data: string): Promise<SegmentContent> => {
  const { text, truncated } = await inflate(bytesOf(data))
  const whole = truncated ? undefined : parsed(text)
  if (isFields(whole) && Array.isArray(whole.records)) {
    return { records: recordsOf(whole.records), truncated: false, source: String(whole.source ?? 'browser') }
  }
  return {
    records: recordsOf(salvage(text)),
    truncated: true,
    source: /"source":"([\w-]+)"/.exec(text)?.[1] ?? 'browser',
  }
}

const bytesOf = (data: string): Uint8Array<ArrayBuffer> | undefined => {
  try {
    const text = atob(data)
    const bytes = new Uint8Array(text.length)
    for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
    return bytes
  } catch {
    return undefined
  }
}

/** The text up to where the stream breaks. SDKs may leave out its trailer, so that alone is no fault of the text. */
const inflate = async (bytes: Uint8Array<ArrayBuffer> | undefined): Promise<{ text: string; truncated: boolean }> => {
  if (!bytes) return { text: '', truncated: true }
  const stream = new DecompressionStream('deflate')
  const writer = stream.writable.getWriter()
  // Faults show on the reading side.
  writer.write(bytes).catch(() => undefined)
  writer.close().catch(() => undefined)
  const reader = stream.readable.getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return { text: text + decoder.decode(), truncated: false }
      text += decoder.decode(value, { stream: true })
    }
  } catch {
    return { text, truncated: parsed(text) === undefined }
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const recordsOf = (values: unknown[]): ReplayRecord[] =>
  values.filter(
    (value): value is ReplayRecord & Record<string, unknown> =>
      isFields(value) && typeof value.type === 'number' && typeof value.timestamp === 'number',
  )

/** The whole objects at the start of the list `records` of a text that breaks off. */
const salvage = (text: string): unknown[] => {
  const start = text.indexOf('"records":[')
  if (start < 0) return []
  const from = start + '"records":'.length
  const end = lastWholeItem(text, from + 1)
  return listOf(parsed(`${text.slice(from, end)}]`))
}

/** Where the last object ends that is closed at the depth of the list. */
const lastWholeItem = (text: string, from: number): number => {
  let depth = 0
  let end = from
  let inString = false
  for (let at = from; at < text.length; at++) {
    const character = text[at]
    if (inString) {
      if (character === '\\') at++
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') {
      if (depth === 0) break
      if (--depth === 0) end = at + 1
    }
  }
  return end
}
