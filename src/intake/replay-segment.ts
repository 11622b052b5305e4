import { deflateSync } from 'node:zlib'
import { checkDate, invalid } from './check.ts'
import { LONGEST_ID } from './event-id.ts'
import { inflateBody } from './inflate.ts'
import { parseJson } from './lines.ts'
import type { Part } from './multipart.ts'
import { type Fault, isFault } from './set-aside.ts'
import { dateText, type ImageRow, isObject, type JsonObject, type SegmentRow } from './shapes.ts'

/** What the request tells: whose application it is, and when it came. */
export interface ReplayContext {
  applicationId: string
  receivedAt: number
  /** Bytes that all segments of the request may have together after inflating. */
  inflatedLimit: number
}

/** A segment or image of a form, or what is wrong with it. */
export type ReplayItem =
  | { kind: 'segment'; row: SegmentRow }
  | { kind: 'image'; row: ImageRow }
  | { kind: 'fault'; fault: Fault; sample: Buffer | string }

/**
 * The segments and images of a form, in its order. A segment's own JSON says what it is; the form's `event` part (one
 * object, or a list in the order of the segments) or its plain fields (browser SDK before 4.39) fill what is missing.
 */
export const readReplay = async (parts: readonly Part[], context: ReplayContext): Promise<ReplayItem[]> => {
  const items: ReplayItem[] = []
  const hints = hintsOf(parts)
  let room = context.inflatedLimit
  let index = 0
  for (const part of parts) {
    if (part.name === 'segment') {
      const item = await readSegment(part, hints(index++), { ...context, inflatedLimit: room })
      if (item.kind === 'segment') room -= item.row.raw_size
      items.push(item)
    } else if (part.name === 'image') items.push(readImage(part, hints(0), context))
  }
  return items
}

/** What the form says about its n-th segment. */
const hintsOf = (parts: readonly Part[]): ((index: number) => JsonObject) => {
  const event = parts.find((part) => part.name === 'event')
  const parsed = event ? parseJson(event.data.toString('utf8')) : { value: fieldsOf(parts) }
  const value = 'value' in parsed ? parsed.value : undefined
  return (index) => {
    const hint = Array.isArray(value) ? value[index] : value
    return isObject(hint) ? hint : {}
  }
}

const fieldsOf = (parts: readonly Part[]): JsonObject => {
  const field = (name: string) => parts.find((part) => part.name === name && !part.filename)?.data.toString('utf8')
  const number = (name: string) => Number(field(name) ?? Number.NaN)
  return {
    application: { id: field('application.id') },
    session: { id: field('session.id') },
    view: { id: field('view.id') },
    start: number('start'),
    end: number('end'),
    records_count: number('records_count'),
    index_in_view: number('index_in_view'),
    has_full_snapshot: field('has_full_snapshot') === 'true',
    creation_reason: field('creation_reason'),
    source: field('source'),
  }
}

const readSegment = async (part: Part, hint: JsonObject, context: ReplayContext): Promise<ReplayItem> => {
  try {
    const raw = await inflateBody(part.data, [], context.inflatedLimit)
    const row = rowOf(raw, part.data, hint, context)
    return isFault(row) ? { kind: 'fault', fault: row, sample: raw } : { kind: 'segment', row }
  } catch (error) {
    return { kind: 'fault', fault: broken((error as Error).message), sample: part.data }
  }
}

const broken = (detail: string): Fault => ({ reason: 'broken_segment', detail })

/** A segment that breaks off among its records is played as far as it goes, if the form tells what it is. */
const cutOff = (text: string, hint: JsonObject): JsonObject | undefined =>
  text.startsWith('{"records":[{') && idOf(hint.view) !== undefined ? { records: [] } : undefined

const rowOf = (raw: Buffer, received: Buffer, hint: JsonObject, context: ReplayContext): SegmentRow | Fault => {
  const text = raw.toString('utf8')
  const parsed = parseJson(text)
  const segment = 'value' in parsed ? parsed.value : cutOff(text, hint)
  if ('fault' in parsed && segment === undefined) return broken(parsed.fault.detail)
  if (!isObject(segment) || !Array.isArray(segment.records)) {
    return broken('The segment has no list of records. Send {"records": […]} as the SDK does.')
  }
  const of = (key: string): unknown => segment[key] ?? hint[key]
  const ids = ['application', 'session', 'view'].map((key) => idOf(segment[key]) ?? idOf(hint[key]))
  const fault = checkIds(ids, context.applicationId) ?? checkTimes(of('start'), of('end'), context.receivedAt)
  if (fault) return fault
  const plain = raw === received || received.equals(raw)
  return {
    application_id: ids[0]!,
    session_id: ids[1]!,
    view_id: ids[2]!,
    index_in_view: countOf(of('index_in_view')),
    start: Math.floor(of('start') as number),
    end: Math.floor(of('end') as number),
    records_count: 'value' in parsed ? segment.records.length : countOf(hint.records_count),
    has_full_snapshot: of('has_full_snapshot') === true,
    creation_reason: String(of('creation_reason') ?? '').slice(0, LONGEST_ID),
    source: String(of('source') ?? 'browser').slice(0, LONGEST_ID),
    raw_size: raw.length,
    data: (plain ? deflateSync(raw) : received).toString('base64'),
    received_at: dateText(context.receivedAt),
  }
}

const idOf = (value: unknown): string | undefined => {
  const id = isObject(value) ? value.id : undefined
  return typeof id === 'string' && id !== '' && id.length <= LONGEST_ID ? id : undefined
}

const checkIds = (ids: (string | undefined)[], applicationId: string): Fault | undefined => {
  const missing = ['application', 'session', 'view'].find((_, index) => ids[index] === undefined)
  if (missing) return invalid(`/${missing}/id`, `has to be a text of 1 to ${LONGEST_ID} characters`)
  if (ids[0] === applicationId) return undefined
  const detail = `The segment is of application ${ids[0]}, the client token of application ${applicationId}. Use the token of the application that is recorded.`
  return { reason: 'wrong_application', detail, pointer: '/application/id' }
}

const checkTimes = (start: unknown, end: unknown, receivedAt: number): Fault | undefined => {
  if (typeof start !== 'number') return invalid('/start', 'has to be a number, ms since 1970')
  if (typeof end !== 'number') return invalid('/end', 'has to be a number, ms since 1970')
  return checkDate(start, receivedAt, '/start') ?? checkDate(end, receivedAt, '/end')
}

const countOf = (value: unknown): number =>
  typeof value === 'number' && value >= 0 && value < 2 ** 32 ? Math.floor(value) : 0

/** What browsers draw without running anything in it: no SVG. */
const IMAGES = new Set(['image/webp', 'image/png', 'image/jpeg', 'image/gif', 'image/avif', 'image/bmp'])

const readImage = (part: Part, hint: JsonObject, context: ReplayContext): ReplayItem => {
  const fault = imageFault(part, hint, context)
  if (fault) return { kind: 'fault', fault, sample: `${part.filename ?? ''} ${part.contentType}` }
  const row: ImageRow = {
    application_id: context.applicationId,
    image_name: part.filename!,
    mime: part.contentType,
    data: part.data.toString('base64'),
    received_at: dateText(context.receivedAt),
  }
  return { kind: 'image', row }
}

const imageFault = (part: Part, hint: JsonObject, context: ReplayContext): Fault | undefined => {
  const application = idOf(hint.application)
  if (application !== undefined && application !== context.applicationId) {
    return checkIds([application, '-', '-'], context.applicationId)
  }
  if (!part.filename || part.filename.length > 300) {
    return {
      reason: 'broken_image',
      detail: 'The image has no name, or one of over 300 characters. Name it by its hash.',
    }
  }
  if (IMAGES.has(part.contentType)) return undefined
  const detail = `"${part.contentType.slice(0, 60)}" is not a kind of image kept here. Known are ${[...IMAGES].join(', ')}.`
  return { reason: 'broken_image', detail }
}
