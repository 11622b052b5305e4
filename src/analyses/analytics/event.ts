import type { EventType } from '../../model/attribute.ts'

/** An event as `/api/v2/rum/events/search` gives it. */
export interface FoundEvent {
  id: string
  attributes: {
    timestamp: string
    attributes: Record<string, unknown>
  }
}

export interface EventsAnswer {
  data: FoundEvent[]
  meta?: { page?: { after?: string } }
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const own = (tree: Record<string, unknown>, key: string): unknown => (Object.hasOwn(tree, key) ? tree[key] : undefined)

/** The value at a path such as `context.cart.total`. A key may hold dots itself. */
export const valueAt = (tree: Record<string, unknown>, path: string): unknown => {
  const direct = own(tree, path)
  if (direct !== undefined) return direct
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const inner = own(tree, path.slice(0, dot))
    if (!isTree(inner)) continue
    const found = valueAt(inner, path.slice(dot + 1))
    if (found !== undefined) return found
  }
  return undefined
}

export interface Leaf {
  path: string
  value: unknown
}

/** Every value of an event with its path, in the order of their names. Lists of plain values are values. */
export const leavesOf = (tree: Record<string, unknown>, prefix = ''): Leaf[] =>
  Object.keys(tree)
    .sort()
    .flatMap((key) => {
      const value = tree[key]
      const path = prefix + key
      if (isTree(value) && Object.keys(value).length) return leavesOf(value, `${path}.`)
      return [{ path, value }]
    })

/** A value as text, as searches write it. */
export const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((v) => typeof v !== 'object')) return value.map(String).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const NAME_OF: Partial<Record<EventType, readonly string[]>> = {
  session: ['session.initial_view.name', 'session.id'],
  view: ['view.name', 'view.url_path', 'view.url'],
  action: ['action.name', 'action.target.name', 'action.type'],
  server: ['event.name'],
  error: ['error.message', 'error.type'],
  resource: ['resource.url'],
  long_task: ['long_task.entry_type'],
  vital: ['vital.name'],
}

export const typeOf = (event: FoundEvent): EventType => valueAt(event.attributes.attributes, 'type') as EventType

/** What an event is called: its view's, action's or own name. */
export const nameOf = (event: FoundEvent): string => {
  const tree = event.attributes.attributes
  for (const path of NAME_OF[typeOf(event)] ?? []) {
    const text = textOf(valueAt(tree, path))
    if (text) return text
  }
  return event.id
}

const USUAL = ['view.name', 'usr.name', 'usr.id', 'geo.country', 'device.type', 'browser.name']
const OWN: Partial<Record<EventType | '', readonly string[]>> = {
  '': ['type', ...USUAL],
  session: [
    'session.initial_view.name',
    'session.time_spent',
    'session.view.count',
    'session.action.count',
    ...USUAL.slice(1),
  ],
  view: ['view.name', 'view.time_spent', 'view.loading_time', ...USUAL.slice(1)],
  action: ['action.type', 'action.name', ...USUAL],
  server: ['event.name', 'usr.id', 'account.id'],
  error: ['error.message', 'error.source', ...USUAL],
  resource: ['resource.url', 'resource.status_code', 'resource.duration', ...USUAL.slice(0, 3)],
  long_task: ['long_task.duration', ...USUAL],
  vital: ['vital.name', 'vital.duration', ...USUAL],
}

/** The columns that a list of these events starts with. The time comes before them, always. */
export const usualColumns = (type: EventType | ''): readonly string[] => OWN[type] ?? USUAL
