import { eventOf, ns, ORIGIN, type Scene, type SdkEvent, type ViewOf } from './event.ts'
import type { Random } from './random.ts'
import type { Counts } from './view-documents.ts'
import type { Act, Fault, Fetch } from './visit-plan.ts'

/** An event and when the SDK hands it to the batch, ms. */
export interface Child {
  at: number
  event: SdkEvent
  counts: Partial<Counts>
}

interface Where {
  scene: Scene
  view: ViewOf
  /** Start of the view, ms. */
  start: number
  random: Random
}

type Click = Extract<Act, { kind: 'click' }>

const inForeground = (view: ViewOf) => ({ ...view, in_foreground: true })

const clickEvent = ({ scene, view, start, random }: Where, act: Click, id: string, identified: boolean): Child => {
  const { target, frustrations, fault, fetch } = act
  const rage = frustrations.includes('rage_click')
  const idle = !rage && frustrations.includes('dead_click')
  const loading = rage ? random.int(900, 1600) : (fetch?.duration ?? random.int(12, 60))
  const event = eventOf(scene, 'action', start + act.at, view, identified)
  event.view = inForeground(view)
  event._dd = { ...(event._dd as object), action: whereOf(act, random) }
  event.action = {
    id,
    type: 'click',
    target: { name: target.name },
    ...(idle ? {} : { loading_time: ns(loading) }),
    error: { count: fault ? 1 : 0 },
    long_task: { count: 0 },
    resource: { count: fetch ? 1 : 0 },
    frustration: { type: [...frustrations] },
  }
  const counts = { action: 1, frustration: frustrations.length }
  return { at: start + act.at + loading + 40, event, counts }
}

/** Clicks gather around the middle of an element. */
const whereOf = ({ target }: Click, random: Random) => {
  const { selector, composed, width, height } = target
  const near = (size: number) =>
    Math.min(
      size - 1,
      Math.max(1, Math.round(size * (0.5 + (random.next() + random.next() + random.next() - 1.5) * 0.5))),
    )
  return {
    target: { selector, width, height, composed_path_selector: composed },
    position: { x: near(width), y: near(height) },
    name_source: target.source,
  }
}

const errorEvent = (
  { scene, view, start }: Where,
  at: number,
  fault: Fault,
  id: string,
  action: string,
  identified: boolean,
): Child => {
  const event = eventOf(scene, 'error', start + at, view, identified)
  event.view = inForeground(view)
  event.feature_flags = scene.flags
  event.action = { id: [action] }
  event.error = {
    id,
    message: fault.message,
    source: fault.source,
    type: fault.type,
    stack: `${fault.type}: ${fault.message}\n  at ${fault.line}`,
    handling: fault.source === 'custom' ? 'handled' : 'unhandled',
    source_type: 'browser',
  }
  return { at: start + at, event, counts: { error: 1 } }
}

const resourceOf = (
  type: string,
  path: string,
  duration: number,
  size: number,
  id: string,
  status = 200,
  method = 'GET',
) => ({
  id,
  type,
  method,
  url: `${ORIGIN}${path}`,
  status_code: status,
  duration: ns(duration),
  size,
  encoded_body_size: size,
  decoded_body_size: size,
  transfer_size: size + 300,
  first_byte: { duration: ns(duration * 0.7), start: ns(duration * 0.1) },
  download: { duration: ns(duration * 0.2), start: ns(duration * 0.8) },
  protocol: 'h2',
  delivery_type: 'other',
  render_blocking_status: type === 'css' ? 'blocking' : 'non-blocking',
})

const resourceEvent = (
  { scene, view, start }: Where,
  at: number,
  resource: ReturnType<typeof resourceOf>,
  duration: number,
  identified: boolean,
  action?: string,
): Child => {
  const event = eventOf(scene, 'resource', Math.round(start + at), view, identified)
  event._dd = { ...(event._dd as object), discarded: false }
  if (action) event.action = { id: [action] }
  event.resource = resource
  return { at: Math.round(start + at + duration), event, counts: { resource: 1 } }
}

const fetched = (where: Where, at: number, fetch: Fetch, identified: boolean, action?: string): Child => {
  const { path, status, method, duration } = fetch
  const resource = resourceOf('fetch', path, duration, where.random.int(40, 900), where.random.uuid(), status, method)
  return resourceEvent(where, at, resource, duration, identified, action)
}

/** The events of one act; `identified` as of its moment. */
export const childrenOf = (where: Where, act: Act, identified: boolean): Child[] => {
  const { scene, view, start, random } = where
  if (act.kind === 'signIn') return []
  if (act.kind === 'fetch') return [fetched(where, act.at, act.fetch, identified)]
  if (act.kind === 'click') {
    const id = random.uuid()
    const made = [clickEvent(where, act, id, identified)]
    if (act.fetch) made.push(fetched(where, act.at + 6, act.fetch, identified, id))
    const delay = act.fetch ? act.fetch.duration + 9 : 3
    if (act.fault) made.push(errorEvent(where, act.at + delay, act.fault, random.uuid(), id, identified))
    return made
  }
  if (act.kind === 'vital') {
    const event = eventOf(scene, 'vital', start + act.at, view, identified)
    event.vital = { id: random.uuid(), type: 'duration', name: act.name, duration: ns(act.duration) }
    return [{ at: start + act.at, event, counts: {} }]
  }
  const event = eventOf(scene, 'action', start + act.at, view, identified, act.context)
  event.view = inForeground(view)
  event.action = { id: random.uuid(), type: 'custom', target: { name: act.name }, frustration: { type: [] } }
  return [{ at: start + act.at, event, counts: { action: 1 } }]
}

/** What loading a page brings: its document and script, and a long task or two. */
export const pageLoad = (where: Where, path: string, identified: boolean): Child[] => {
  const { scene, random } = where
  const slow = scene.device.slowness
  const load = (type: string, file: string, at: number, median: number, size: number): Child => {
    const duration = random.spread(median * slow, 0.4)
    return resourceEvent(where, at, resourceOf(type, file, duration, size, random.uuid()), duration, identified)
  }
  return [
    load('document', path, 0, 120, 2100),
    load('js', '/assets/shop.js', 130, 90, 5200),
    load('fetch', '/api/products', 260, 70, 3300),
    longTask(where, random.int(60, 300), random.spread(110 * slow, 0.5), identified),
  ]
}

export const longTask = (
  { scene, view, start, random }: Where,
  at: number,
  duration: number,
  identified: boolean,
): Child => {
  const event = eventOf(scene, 'long_task', start + at, view, identified)
  event._dd = { ...(event._dd as object), discarded: false }
  event.long_task = {
    id: random.uuid(),
    entry_type: 'long-animation-frame',
    duration: ns(duration),
    blocking_duration: ns(Math.max(0, duration - 50)),
    first_ui_event_timestamp: 0,
    render_start: ns(at + duration * 0.8),
    style_and_layout_start: ns(at + duration * 0.85),
    start_time: ns(at),
    scripts: [],
  }
  return { at: Math.round(start + at + duration), event, counts: { long_task: 1 } }
}
