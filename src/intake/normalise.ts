import { sessionKeyOf } from '../lib/ids.ts'
import { bare } from './bare.ts'
import { putFields } from './columns.ts'
import { type CustomPart, customPart, putValue } from './custom.ts'
import { eventIdOf } from './event-id.ts'
import { dateText, type Envelope, type EventRow, isObject, type JsonObject } from './shapes.ts'
import { tagsOf } from './tags.ts'
import { viewUrlOf } from './view-url.ts'

/**
 * One event, with what its request tells about it, as a row of `events_hot`. Views are passed in folded
 * (`view-documents.ts`). Pure; never throws for an event that `checkEvent` or `checkServerEvent` let through: a field
 * of the wrong type goes to `more`.
 */
export const normaliseEvent = (event: JsonObject, envelope: Envelope): EventRow => {
  const type = String(event.type)
  const isServer = type === 'server'
  const eventId = envelope.eventId ?? eventIdOf(event)
  const part = customPart()
  const row = emptyRow(type, eventId, envelope)
  let rest = putFields(row, part, isServer ? serverFields(event) : event)
  row.date = dateText(dateOf(event, envelope))
  row.session_key = sessionKey(envelope.application.id, (row.session_id as string | undefined) ?? '', eventId)
  if (isObject(event.session) && event.session.is_active === false) row.session_ended = true
  rest = putTags(row, event, envelope, rest)
  putView(row, part)
  if (type === 'view') row.revision = revisionOf(row.dd_document_version)
  if (type === 'action') row.action_name ??= actionName(row)
  if (!isServer) putSender(row, event, envelope)
  row.custom = part.values
  row.more = rest === undefined ? '' : JSON.stringify(rest)
  return row
}

const emptyRow = (type: string, eventId: string, envelope: Envelope): EventRow => ({
  session_key: '',
  event_id: eventId,
  revision: '0',
  type,
  date: '',
  received_at: dateText(envelope.receivedAt),
  skew_ms: envelope.skewMs,
  application_id: envelope.application.id,
  application_name: envelope.application.name,
  custom: {},
  more: '',
})

/** Whole ms. A server event's own time is its `timestamp`; without one it happened when it was received. */
const dateOf = (event: JsonObject, envelope: Envelope): number => {
  const own = event.type === 'server' ? event.timestamp : event.date
  return typeof own === 'number' ? Math.floor(own) + envelope.skewMs : envelope.receivedAt
}

/** `timestamp` has become the row's date. */
const serverFields = (event: JsonObject): JsonObject => {
  if (typeof event.timestamp !== 'number') return event
  const fields = Object.assign(bare(), event)
  delete fields.timestamp
  return fields
}

let lastSession = ''
let lastKey = ''

/** Events of a batch are mostly of one session. */
const sessionKey = (applicationId: string, sessionId: string, eventId: string): string => {
  const session = `${applicationId}\0${sessionId}`
  if (sessionId !== '' && session === lastSession) return lastKey
  const key = sessionKeyOf(applicationId, sessionId, eventId)
  lastSession = session
  lastKey = key
  return key
}

/** Room for other copies of the same document version, which whoever folds documents may number. */
const revisionOf = (version: unknown): string =>
  String(BigInt(typeof version === 'number' ? Math.max(version, 0) : 0) << 20n)

const putTags = (row: EventRow, event: JsonObject, envelope: Envelope, rest: JsonObject | undefined) => {
  const text = typeof event.ddtags === 'string' ? event.ddtags : envelope.tags
  const tags = tagsOf(text)
  row.env ??= tags.env
  row.service ??= tags.service
  row.version ??= tags.version
  const bridged = isObject(event._dd) ? event._dd.browser_sdk_version : undefined
  row.sdk_version = typeof bridged === 'string' ? bridged : (tags.sdk_version ?? (envelope.sdkVersion || undefined))
  if (text === '' || event.ddtags !== undefined) return rest
  const more = rest ?? bare()
  more.ddtags = text
  return more
}

const putView = (row: EventRow, part: CustomPart): void => {
  const url = row.view_url
  if (typeof url !== 'string') return
  const parts = viewUrlOf(url)
  if (!parts) {
    row.view_name ??= url
    return
  }
  if (parts.host) row.view_url_host ??= parts.host
  row.view_url_path ??= parts.path
  row.view_url_path_group ??= parts.pathGroup
  if (parts.scheme) row.view_url_scheme ??= parts.scheme
  if (parts.hash) row.view_url_hash ??= parts.hash
  row.view_name ??= parts.pathGroup
  for (const [key, value] of parts.query) putValue(part, `view.url_query.${key}`, value)
}

/** `click on CHECKOUT`; a custom action is called by its name alone. */
const actionName = (row: EventRow): string | undefined => {
  const type = row.action_type as string | undefined
  const target = row.action_target_name as string | undefined
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
const putSender = (row: EventRow, event: JsonObject, envelope: Envelope): void => {
  const told = row.device_type as string | undefined
  if (told !== undefined) row.device_type = DEVICE_TYPES[told.toLowerCase()] ?? told
  const describesItself = isObject(event.os) || isObject(event.container)
  if (!describesItself) for (const [column, value] of Object.entries(envelope.agent)) row[column] ??= value
  if (envelope.place) for (const [column, value] of Object.entries(envelope.place)) row[column] ??= value
}
