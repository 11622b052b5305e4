import type { JsonObject } from '../../src/intake/shapes.ts'
import type { Sent } from './event-world.ts'

/** Numbers from a seed: the same seed, the same events. */
export interface Dice {
  /** 0 … n − 1. */
  below(n: number): number
  chance(of: number): boolean
  pick<T>(from: readonly T[]): T
}

/** mulberry32. */
export const createDice = (seed: number): Dice => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number) => Math.floor(next() * n)
  return { below, chance: (of) => next() < of, pick: (from) => from[below(from.length)]! }
}

export const APPLICATIONS = ['app-one', 'app-two']
const TEXTS = [
  'gold',
  'Gold',
  '',
  'silver',
  'N/A',
  'Other',
  "o'brien",
  '50%_\\',
  'é😀',
  'Ж',
  'a b',
  '-',
  '\\N',
  'x'.repeat(300),
]
/** Of one kind, or not: what customers put under one name. */
const MIXED: unknown[] = [
  ...[
    'gold',
    '5',
    '5.0',
    '1e3',
    '-7',
    '007',
    '',
    'true',
    '2026-01-31',
    '2026-09-21T10:00:00Z',
    'null',
    'nan',
    'inf',
    'N/A',
  ],
  ...[5, 5.5, -7, 0, 1e15, 0.1, 1234567.875, true, false, null],
  ...[['a', 'b'], ['a', 'a'], [], [1, 2, 10], ['5', '50'], [true], ['']],
]
const NAMES = ['/', '/home', '/cart', '/checkout/7', '/Ünïcode', '/a%b', '/very/long']
const COUNTRIES = ['France', 'Germany', 'Nepal', 'Other', 'N/A', "Côte d'Ivoire"]
export const CUSTOM_KEYS = ['plan', 'mixed', 'tags', 'n', 'deep.er', 'odd key', 'empty..part', 'qu`ote', 'k7', 'k999']

const contextOf = (dice: Dice): JsonObject => {
  const context: JsonObject = {}
  if (dice.chance(0.6)) context.plan = dice.pick(TEXTS)
  if (dice.chance(0.6)) context.mixed = dice.pick(MIXED)
  if (dice.chance(0.4)) context.tags = Array.from({ length: dice.below(4) }, () => dice.pick(['a', 'b', 'c', 'A', '']))
  if (dice.chance(0.5)) context.n = dice.chance(0.8) ? dice.below(20) : dice.pick([1.5, -3, 1e6, 0])
  if (dice.chance(0.3)) context.deep = { er: dice.pick(TEXTS), est: [{ sku: 'x' }, { sku: 'y' }] }
  if (dice.chance(0.3)) context['odd key'] = dice.pick(TEXTS)
  if (dice.chance(0.2)) context['empty..part'] = dice.pick(['there', 3])
  if (dice.chance(0.2)) context['qu`ote'] = dice.pick(['`', "'"])
  context[`k${dice.below(1000)}`] = dice.pick(MIXED)
  return context
}

export interface Story {
  /** Epoch ms of the first session. */
  from: number
  /** Sessions begin within so long after it. */
  span: number
  sessions: number
  /** So that later stories are of other sessions. */
  name: string
}

const AGENTS = [
  { browser_name: 'Firefox', device_type: 'Desktop' },
  { browser_name: 'Safari', device_type: 'Mobile' },
  {},
]

/** What visitors did, as sent and in order: sessions over midnight, ties in time, views sent again and in pieces. */
export const tell = (dice: Dice, story: Story): Sent[] => {
  const sent: Sent[] = []
  for (let s = 0; s < story.sessions; s++) sent.push(...sessionOf(dice, story, `${story.name}-s${s}`))
  for (let i = dice.below(4); i > 0; i--) sent.push(serverEvent(dice, story))
  return sent
}

const serverEvent = (dice: Dice, story: Story): Sent => {
  const at = story.from + dice.below(story.span)
  const fields = {
    name: dice.pick(['order paid', 'Order Paid', 'refund']),
    total: dice.below(100),
    usr: { id: `u${dice.below(5)}` },
  }
  const event: JsonObject = {
    type: 'server',
    timestamp: at,
    event: { name: fields.name },
    usr: fields.usr,
    total: fields.total,
  }
  return { event, envelope: { ...envelopeOf(dice, 'app-one', at), eventId: `${story.name}-x${dice.below(1e6)}` } }
}

const envelopeOf = (dice: Dice, id: string, at: number): Sent['envelope'] => ({
  receivedAt: at + dice.below(5000),
  application: { id, name: id.toUpperCase() },
  skewMs: 0,
  sdkVersion: '7.16.2',
  tags: 'env:test,service:shop',
  agent: dice.pick(AGENTS),
  place: dice.chance(0.8) ? { geo_country: dice.pick(COUNTRIES) } : null,
})

const sessionOf = (dice: Dice, story: Story, id: string): Sent[] => {
  const application = dice.pick(APPLICATIONS)
  const sent: Sent[] = []
  let at = story.from + dice.below(story.span)
  const user = dice.chance(0.7)
    ? { id: `u${dice.below(8)}`, plan: dice.pick(TEXTS), name: dice.pick(['Ann', 'bob']) }
    : undefined
  const base = (): JsonObject => ({
    application: { id: application },
    date: at,
    source: 'browser',
    session: { id, type: 'user', ...(dice.chance(0.5) ? { has_replay: dice.chance(0.5) } : {}) },
    ...(user ? { usr: user } : {}),
    ...(dice.chance(0.3) ? { account: { id: `acc${dice.below(3)}` } } : {}),
    context: contextOf(dice),
  })
  const send = (event: JsonObject) => sent.push({ event, envelope: envelopeOf(dice, application, at) })
  const views = 1 + dice.below(3)
  for (let v = 0; v < views; v++) {
    const name = dice.pick(NAMES)
    const view = {
      id: `${id}-v${v}`,
      url: `https://shop.example.com${name}?q=${dice.below(3)}#h`,
      referrer: dice.pick(['', 'https://r.example/']),
      ...(dice.chance(0.7) ? { name } : {}),
    }
    sendView(dice, send, base(), view)
    for (let a = dice.below(4); a > 0; a--) {
      // Ties: half of what follows happens in the same millisecond.
      if (dice.chance(0.5)) at += dice.below(120_000)
      send(thing(dice, base(), view, `${id}-v${v}-a${a}`))
    }
    at += dice.below(600_000)
  }
  return sent
}

/** A view as a whole, again with later versions, and in pieces. */
const sendView = (dice: Dice, send: (event: JsonObject) => void, base: JsonObject, view: JsonObject): void => {
  const versions = 1 + dice.below(4)
  for (let version = 1; version <= versions; version++) {
    const isUpdate = version > 1 && dice.chance(0.3)
    const state = {
      time_spent: version * 1e9 + dice.below(1e9),
      is_active: version < versions,
      action: { count: version - 1 },
      ...(dice.chance(0.7) ? { loading_time: dice.below(4e9), cumulative_layout_shift: dice.below(100) / 64 } : {}),
    }
    const ended = version === versions && dice.chance(0.2)
    const whole = { ...base, session: { ...(base.session as object), ...(ended ? { is_active: false } : {}) } }
    const event = isUpdate
      ? {
          type: 'view_update',
          date: base.date,
          application: base.application,
          session: whole.session,
          view: { id: view.id, ...state },
        }
      : { ...whole, type: 'view', view: { ...view, ...state } }
    send({ ...event, _dd: { document_version: version } })
  }
}

const thing = (dice: Dice, base: JsonObject, view: JsonObject, id: string): JsonObject => {
  const on = { id: view.id, url: view.url, ...(view.name ? { name: view.name } : {}) }
  const kind = dice.below(10)
  if (kind < 6) {
    const frustration = dice.pick([undefined, [], ['dead_click'], ['dead_click', 'rage_click']])
    const action = {
      id,
      type: dice.pick(['click', 'custom']),
      target: { name: dice.pick(['BUY', 'buy', 'Menü', '']) },
      ...(frustration ? { frustration: { type: frustration } } : {}),
      ...(dice.chance(0.3) ? { loading_time: dice.below(9e9) } : {}),
    }
    return { ...base, type: 'action', view: on, action }
  }
  if (kind < 8)
    return {
      ...base,
      type: 'error',
      view: on,
      error: { id, message: dice.pick(['Boom', "can't", '']), source: 'source', is_crash: dice.chance(0.2) },
    }
  if (kind < 9)
    return {
      ...base,
      type: 'resource',
      view: on,
      resource: {
        id,
        url: 'https://x.example/a.js',
        duration: dice.below(9e9),
        size: dice.below(1e6),
        status_code: dice.pick([200, 404]),
        dns: { duration: dice.below(1e6) },
      },
    }
  return { ...base, type: 'long_task', view: on, long_task: { id, duration: dice.below(5e9) } }
}
