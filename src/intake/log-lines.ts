/**
 * What comes of one record of the intake log: lines, each a letter that names its table and the row as JSON.
 * Events begin with their session's key, so that the loader can tell sessions apart without parsing.
 */
export const LINE_TABLES = {
  e: 'events_hot',
  d: 'view_documents',
  s: 'replay_segments',
  i: 'replay_images',
  x: 'set_aside',
} as const

export type LineLetter = keyof typeof LINE_TABLES

const KEY_FIRST = '{"session_key":"'

/** `{"session_key":"12",…}` → `12`. */
export const sessionKeyOfLine = (json: string): bigint => {
  if (!json.startsWith(KEY_FIRST)) throw new TypeError('an event line does not begin with its session key')
  return BigInt(json.slice(KEY_FIRST.length, json.indexOf('"', KEY_FIRST.length)))
}

const VIEW_ID = '"view_id":"'

/** The view of a document's line, which intake writes before anything of customers'. */
export const viewIdOfLine = (json: string): string => {
  const from = json.indexOf(VIEW_ID) + VIEW_ID.length
  const id = json.slice(from, json.indexOf('"', from))
  // An id with a quote or another character that JSON escapes.
  return id.includes('\\') ? (JSON.parse(json) as { view_id: string }).view_id : id
}

/** Whether a document's line tells of a whole view from a browser. Neither text can occur within another value of the line. */
export const isWholeDocument = (json: string): boolean => json.includes('"kind":"view","source":"browser"')

const DATE = '"date":"'

/** The row's `date`, epoch ms: the first that the line names, as intake writes it before anything of customers'. */
export const dateOfLine = (json: string): number => {
  const at = json.indexOf(DATE) + DATE.length
  return dateOfRow(json.slice(at, at + 23))
}

/** `YYYY-MM-DD hh:mm:ss.mmm` in epoch ms. */
export const dateOfRow = (text: string): number => {
  const ms = Date.parse(`${text.slice(0, 10)}T${text.slice(11, 23)}Z`)
  return Number.isFinite(ms) ? ms : 0
}

/** Adds the order of arrival in front. */
export const withArrival = (json: string, arrival: bigint): string => `{"arrival":${arrival},${json.slice(1)}`

/** Arrival of a line: the record's number, then the place in it. Room for a million lines a record. */
export const arrivalOf = (sequence: bigint, index: number): bigint => (sequence << 20n) + BigInt(index)
