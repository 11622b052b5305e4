import { createHash, randomUUID } from 'node:crypto'
import { APPLICATION } from './application.ts'

/** What all events may be given. Ids are made from the names, so that a test can call a session 's1'. */
export interface EventInput {
  /** Milliseconds. */
  at: number
  session: string
  /** An id, or the whole of `usr`. */
  user?: string | Record<string, unknown>
  account?: Record<string, unknown>
  context?: Record<string, unknown>
  application?: string
  /** Fields laid over the event at last, section by section. */
  more?: Record<string, Record<string, unknown> | string | number | boolean>
}

export interface ViewInput extends EventInput {
  name: string
  /** A view of its own unless named. */
  id?: string
  url?: string
  referrer?: string
  /** Milliseconds. */
  spent?: number
  documentVersion?: number
  active?: boolean
}

export interface ActionInput extends EventInput {
  name: string
  id?: string
  kind?: 'click' | 'custom' | 'tap' | 'scroll' | 'swipe' | 'application_start' | 'back'
  /** Name of the view that it happens on, and which one. */
  on?: string
  view?: string
  frustrations?: string[]
  selector?: string
  position?: { x: number; y: number }
}

export type SdkEvent = Record<string, unknown> & { type: string; date: number }

const ORIGIN = 'https://shop.example.com'
const SDK_VERSION = '7.16.2'
const NO_CHILDREN = { action: 0, error: 0, long_task: 0, resource: 0 }

/** The same UUID for the same name. */
export const uuidOf = (name: string): string => {
  const hex = createHash('sha1').update(name).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

const counts = (of: Record<string, number>) =>
  Object.fromEntries(Object.entries(of).map(([name, count]) => [name, { count }]))

const common = (input: EventInput) => ({
  application: { id: input.application ?? APPLICATION.id },
  date: Math.round(input.at),
  source: 'browser',
  service: 'shop',
  version: '1.0.0',
  ddtags: `sdk_version:${SDK_VERSION},env:test,service:shop,version:1.0.0`,
  session: { id: uuidOf(input.session), type: 'user', has_replay: false },
  connectivity: { status: 'connected', effective_type: '4g' },
  display: { viewport: { width: 1280, height: 720 } },
  ...(input.user && { usr: typeof input.user === 'string' ? { id: input.user } : input.user }),
  ...(input.account && { account: input.account }),
  ...(input.context && { context: input.context }),
})

const internal = (fields: Record<string, unknown>) => ({
  format_version: 2,
  drift: 0,
  configuration: { session_sample_rate: 100, session_replay_sample_rate: 100 },
  ...fields,
})

/** Lays `more` over the event, one level deep. */
const overlaid = (event: SdkEvent, more: EventInput['more'] = {}): SdkEvent => {
  const result: SdkEvent = { ...event }
  for (const [section, value] of Object.entries(more)) {
    result[section] = typeof value === 'object' ? { ...(event[section] as object | undefined), ...value } : value
  }
  return result
}

/** A view as the browser SDK 7 sends it. */
export const view = (input: ViewInput): SdkEvent => {
  const { name, id = randomUUID(), url = `${ORIGIN}${name}`, referrer = '', spent = 1000, active = false } = input
  const event = {
    ...common(input),
    type: 'view',
    view: {
      id: uuidOf(id),
      name,
      url,
      referrer,
      loading_type: 'route_change',
      time_spent: spent * 1e6,
      is_active: active,
      ...counts({ ...NO_CHILDREN, frustration: 0 }),
    },
    _dd: internal({ document_version: input.documentVersion ?? 1 }),
  }
  return overlaid(event, input.more)
}

/** An action as the browser SDK 7 sends it: a click unless told. */
export const action = (input: ActionInput): SdkEvent => {
  const { name, id = randomUUID(), kind = 'click', on = '/', selector = '#target', position = { x: 5, y: 5 } } = input
  const isCustom = kind === 'custom'
  const event = {
    ...common(input),
    type: 'action',
    view: { id: uuidOf(input.view ?? `${input.session} ${on}`), name: on, url: `${ORIGIN}${on}`, referrer: '' },
    action: {
      id: uuidOf(id),
      type: kind,
      target: { name },
      ...(isCustom ? {} : { frustration: { type: input.frustrations ?? [] }, loading_time: 1_000_000 }),
      ...counts({ error: 0, long_task: 0, resource: 0 }),
    },
    _dd: internal(isCustom ? {} : { action: { position, target: { selector, width: 100, height: 40 } } }),
  }
  return overlaid(event, input.more)
}
