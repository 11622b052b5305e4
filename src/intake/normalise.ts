import { sessionKeyOf } from '../lib/ids.ts'
import { bare } from './bare.ts'
import { putFields } from './columns.ts'
import { type CustomPart, customPart, putValue } from './custom.ts'
import { eventIdOf } from './event-id.ts'
import { numberOf, numbersOf, Row } from './row.ts'
import { type Agent, type Envelope, type EventRow, isObject, type JsonObject, type Place } from './shapes.ts'
import { tagsOf } from './tags.ts'
import { viewUrlOf } from './view-url.ts'

const at = numbersOf(
  ...(['session_key', 'event_id', 'revision', 'type', 'date', 'received_at', 'skew_ms', 'session_ended'] as const),
  ...(['application_id', 'application_name', 'session_id', 'custom', 'more', 'dd_document_version'] as const),
  ...(['env', 'service', 'version', 'sdk_version', 'device_type'] as const),
  ...(['view_url', 'view_name', 'view_url_host', 'view_url_path', 'view_url_path_group'] as const),
  ...(['view_url_scheme', 'view_url_hash', 'action_name', 'action_type', 'action_target_name'] as const),
)

/** As a line of the log has it. */
export const normaliseEvent = (event: JsonObject, envelope: Envelope): EventRow =>
  normaliseRow(event, envelope).toJSON()

/**
 * One event, with what its request tells about it, as a row of `events_hot`. Views are passed in folded
 * (`view-documents.ts`). Pure; never throws for an event that `checkEvent` or `checkServerEvent` let through: a field
 * of the wrong type goes to `more`.
 */
export const normaliseRow = (event: JsonObject, envelope: Envelope): Row => {
  const type = String(event.type)
  const isServer = type === 'server'
  const eventId = envelope.eventId ?? eventIdOf(event)
  const part = customPart()
  const row = new Row()
  const { values } = row
  let rest = putFields(values, part, isServer ? serverFields(event) : event)
  putOurs(values, type, eventId, event, envelope)
  rest = putTags(values, event, envelope, rest)
  putView(values, part)
  if (type === 'view') values[at.revision] = revisionOf(values[at.dd_document_version])
  if (type === 'action') values[at.action_name] ??= actionName(values)
  if (!isServer) putSender(values, event, envelope)
  values[at.custom] = part.values
  values[at.more] = rest === undefined ? '' : JSON.stringify(rest)
  return row
}

const putOurs = (
  values: unknown[],
  type: string,
  eventId: string,
  event: JsonObject,
  { application, receivedAt, skewMs }: Envelope,
): void => {
  values[at.session_key] = sessionKey(application.id, (values[at.session_id] as string | undefined) ?? '', eventId)
  values[at.event_id] = eventId
  values[at.revision] = 0
  values[at.type] = type
  values[at.date] = dateOf(event, receivedAt, skewMs)
  values[at.received_at] = receivedAt
  values[at.skew_ms] = skewMs
  values[at.application_id] = application.id
  values[at.application_name] = application.name
  if (isObject(event.session) && event.session.is_active === false) values[at.session_ended] = true
}

/** Whole ms. A server event's own time is its `timestamp`; without one it happened when it was received. */
const dateOf = (event: JsonObject, receivedAt: number, skewMs: number): number => {
  const own = event.type === 'server' ? event.timestamp : event.date
  return typeof own === 'number' ? Math.floor(own) + skewMs : receivedAt
}

/** `timestamp` has become the row's date. */
const serverFields = (event: JsonObject): JsonObject => {
  if (typeof event.timestamp !== 'number') return event
  const fields = Object.assign(bare(), event)
  delete fields.timestamp
  return fields
}

let last = { applicationId: '', sessionId: '', key: '' }

/** Events of a batch are mostly of one session. */
const sessionKey = (applicationId: string, sessionId: string, eventId: string): string => {
  if (sessionId === '') return sessionKeyOf(applicationId, sessionId, eventId)
  if (last.sessionId !== sessionId || last.applicationId !== applicationId)
    last = { applicationId, sessionId, key: sessionKeyOf(applicationId, sessionId, eventId) }
  return last.key
}

const REVISIONS_A_VERSION = 2 ** 20

/** Room for other copies of the same document version, which whoever folds documents may number. */
const revisionOf = (version: unknown): number | string => {
  const whole = typeof version === 'number' ? Math.max(version, 0) : 0
  return whole < 2 ** 32 ? whole * REVISIONS_A_VERSION : String(BigInt(whole) * BigInt(REVISIONS_A_VERSION))
}

const putTags = (values: unknown[], event: JsonObject, envelope: Envelope, rest: JsonObject | undefined) => {
  const text = typeof event.ddtags === 'string' ? event.ddtags : envelope.tags
  const tags = tagsOf(text)
  values[at.env] ??= tags.env
  values[at.service] ??= tags.service
  values[at.version] ??= tags.version
  const bridged = isObject(event._dd) ? event._dd.browser_sdk_version : undefined
  values[at.sdk_version] =
    typeof bridged === 'string' ? bridged : (tags.sdk_version ?? (envelope.sdkVersion || undefined))
  if (text === '' || event.ddtags !== undefined) return rest
  const more = rest ?? bare()
  more.ddtags = text
  return more
}

const putView = (values: unknown[], part: CustomPart): void => {
  const url = values[at.view_url]
  if (typeof url !== 'string') return
  const parts = viewUrlOf(url)
  if (!parts) {
    values[at.view_name] ??= url
    return
  }
  if (parts.host) values[at.view_url_host] ??= parts.host
  values[at.view_url_path] ??= parts.path
  values[at.view_url_path_group] ??= parts.pathGroup
  if (parts.scheme) values[at.view_url_scheme] ??= parts.scheme
  if (parts.hash) values[at.view_url_hash] ??= parts.hash
  values[at.view_name] ??= parts.pathGroup
  for (const [key, value] of parts.query) putValue(part, `view.url_query.${key}`, value)
}

/** `click on CHECKOUT`; a custom action is called by its name alone. */
const actionName = (values: unknown[]): string | undefined => {
  const type = values[at.action_type] as string | undefined
  const target = values[at.action_target_name] as string | undefined
  if (type === undefined || type === 'custom') return target
  return target === undefined ? type : `${type} on ${target}`
}

const DEVICE_TYPES: Record<string, string> = {
  mobile: 'Mobile',
  desktop: 'Desktop',
  tablet: 'Tablet',
  tv: 'TV',
  gaming_console: 'Gaming Console',
  bot: 'Bot',
  other: 'Other',
}

/** Phones describe themselves in each event, a WebView's events too; their User-Agent says less. */
const putSender = (values: unknown[], event: JsonObject, envelope: Envelope): void => {
  const told = values[at.device_type] as string | undefined
  if (told !== undefined) values[at.device_type] = DEVICE_TYPES[told.toLowerCase()] ?? told
  const describesItself = isObject(event.os) || isObject(event.container)
  if (!describesItself) putMissing(values, envelope.agent)
  if (envelope.place) putMissing(values, envelope.place)
}

const numbered = new WeakMap<object, [number: number, text: string][]>()

/** What all events of a request share, and agents those of many. */
const putMissing = (values: unknown[], columns: Agent | Place): void => {
  let pairs = numbered.get(columns)
  if (!pairs) {
    pairs = Object.entries(columns).map(([column, text]) => [numberOf(column), text])
    numbered.set(columns, pairs)
  }
  for (const [number, text] of pairs) values[number] ??= text
}
