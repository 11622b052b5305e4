/** A JSON object as `JSON.parse` makes it. `__proto__` and `constructor` are plain keys of it. */
export type JsonObject = { [key: string]: unknown }

/** What intake needs to know of an application. */
export interface Application {
  id: string
  name: string
  clientToken: string
  /** `false`: the sender's place is never looked up. */
  keepPlace: boolean
  /** Events a second; 0 is without limit. */
  rateLimit: number
  /** Epoch ms, `null` until the first event has come. */
  firstEventAt: number | null
}

/** Browser, system and device as columns of an event, told by the User-Agent. Missing ones are left out. */
export interface Agent {
  browser_name?: string
  browser_version?: string
  browser_version_major?: string
  os_name?: string
  os_version?: string
  os_version_major?: string
  device_type?: string
  device_brand?: string
  device_model?: string
}

/** Where the sender is, as columns of an event. The address itself is never kept. */
export interface Place {
  geo_country?: string
  geo_country_iso_code?: string
  geo_country_subdivision?: string
  geo_city?: string
  geo_continent?: string
  geo_continent_code?: string
}

/** What the request around an event tells about it. */
export interface Envelope {
  /** Epoch ms on our clock. */
  receivedAt: number
  application: { id: string; name: string }
  /** Added to the client's dates; 0 when its clock is right. */
  skewMs: number
  /** As the address or a header says, '' if neither does. */
  sdkVersion: string
  /** `ddtags` of the address, '' if none. */
  tags: string
  agent: Agent
  place: Place | null
  /** Of a server event that brings no id of its own: the id that intake gave it. */
  eventId?: string
}

/**
 * One line for `events_hot`: a value for each column that the event has, keyed by column. `custom` is flat: full paths
 * to strings, numbers, booleans or lists of one of these.
 */
export interface EventRow {
  session_key: string
  event_id: string
  revision: string
  type: string
  /** `YYYY-MM-DD hh:mm:ss.mmm`, UTC. */
  date: string
  received_at: string
  skew_ms: number
  session_ended?: true
  custom: { [path: string]: CustomValue }
  /** JSON text of the SDK's other fields, '' if none. */
  more: string
  [column: string]: unknown
}

export type Scalar = string | number | boolean
export type CustomValue = Scalar | Scalar[]

/** What is kept of each `view` and `view_update`, so that they can be folded: one line for `view_documents`. */
export interface DocumentRow {
  application_id: string
  session_id: string
  view_id: string
  document_version: number
  kind: 'view' | 'view_update'
  source: string
  /** The event's JSON text. */
  event: string
  /** JSON text of an `Envelope`. */
  envelope: string
  received_at: string
}

export interface SegmentRow {
  application_id: string
  session_id: string
  view_id: string
  /** 0 where the SDK sends none (Android); `start` tells those apart. */
  index_in_view: number
  /** Epoch ms on the client's clock. */
  start: number
  end: number
  records_count: number
  has_full_snapshot: boolean
  creation_reason: string
  source: string
  /** Bytes after inflating. */
  raw_size: number
  /** Base64 of one or several zlib streams in a row, the last one perhaps without its trailer. */
  data: string
  received_at: string
}

export interface ImageRow {
  application_id: string
  image_name: string
  mime: string
  /** Base64. */
  data: string
  received_at: string
}

export interface SetAsideRow {
  application_id: string
  track: string
  reason: string
  detail: string
  sample: string
  received_at: string
  set_aside_id: string
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const DATES = new Map<number, string>()

/** `YYYY-MM-DD hh:mm:ss.mmm` in UTC, as ClickHouse reads a DateTime64(3). */
export const dateText = (ms: number): string => {
  const second = Math.floor(ms / 1000)
  let text = DATES.get(second)
  if (text === undefined) {
    const iso = new Date(second * 1000).toISOString()
    text = `${iso.slice(0, 10)} ${iso.slice(11, 19)}.`
    if (DATES.size >= 4096) DATES.clear()
    DATES.set(second, text)
  }
  return text + String(ms - second * 1000).padStart(3, '0')
}
