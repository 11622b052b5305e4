import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ATTRIBUTES } from '../model/attribute.ts'
import { normaliseEvent } from './normalise.ts'
import type { Envelope, EventRow, JsonObject } from './shapes.ts'

const envelope: Envelope = {
  receivedAt: Date.UTC(2026, 10, 22, 8),
  application: { id: 'app', name: 'Shop' },
  skewMs: 0,
  sdkVersion: '7.16.2',
  tags: '',
  agent: { browser_name: 'Chrome', os_name: 'Linux', device_type: 'Desktop' },
  place: { geo_country: 'France' },
}
const base = {
  application: { id: 'app' },
  date: Date.UTC(2026, 10, 22, 7, 0, 0, 5),
  session: { id: 's', type: 'user' },
  view: { id: 'v', url: 'https://shop.example/p/42?q=1#h' },
  source: 'browser',
}
const row = (event: JsonObject, around: Partial<Envelope> = {}): EventRow =>
  normaliseEvent({ ...base, ...event }, { ...envelope, ...around })
const more = (event: JsonObject) => JSON.parse(row(event).more || '{}')

test('an event becomes a row: columns, custom attributes and the rest', () => {
  const made = row({
    type: 'view',
    view: { ...base.view, time_spent: 5.4, custom_timings: { ready: 3 }, action: { count: 2 } },
    usr: { id: 'u', plan: 'pro' },
    context: { cart: { total: 3 } },
    feature_flags: { dark: true },
    _dd: { document_version: 3, drift: 1 },
  })
  expect(made).toMatchObject({
    type: 'view',
    event_id: 'v',
    revision: String(3 * 2 ** 20),
    date: '2026-11-22 07:00:00.005',
    received_at: '2026-11-22 08:00:00.000',
    application_id: 'app',
    application_name: 'Shop',
    session_id: 's',
    view_time_spent: 5,
    view_action_count: 2,
    view_name: '/p/?',
    view_url_host: 'shop.example',
    view_url_path: '/p/42',
    view_url_path_group: '/p/?',
    view_url_scheme: 'https',
    view_url_hash: '#h',
    usr_id: 'u',
    sdk_version: '7.16.2',
    geo_country: 'France',
    custom: {
      'view.custom_timings.ready': 3,
      'usr.plan': 'pro',
      'context.cart.total': 3,
      'feature_flags.dark': true,
      'view.url_query.q': '1',
    },
  })
  expect(Object.keys(made)[0]).toBe('session_key')
  expect(JSON.parse(made.more)).toEqual({ _dd: { drift: 1 } })
})

test('action names say what was done to what', () => {
  const nameOf = (action: JsonObject) => row({ type: 'action', action: { id: 'a', ...action } }).action_name
  expect(nameOf({ type: 'click', target: { name: 'CHECKOUT' } })).toBe('click on CHECKOUT')
  expect(nameOf({ type: 'tap', target: { name: 'Pay' } })).toBe('tap on Pay')
  expect(nameOf({ type: 'custom', target: { name: 'add_to_cart' } })).toBe('add_to_cart')
  expect(nameOf({ type: 'application_start' })).toBe('application_start')
})

test('action ids are a list in every type', () => {
  expect(row({ type: 'action', action: { id: 'a' } }).action_id).toEqual(['a'])
  expect(row({ type: 'error', error: { id: 'e' }, action: { id: ['a', 'b'] } }).action_id).toEqual(['a', 'b'])
})

test('tags fill what the event does not say, its own before those of the address', () => {
  expect(row({ type: 'error', ddtags: 'env:prod,service:a,version:1:2' }, { tags: 'env:dev' })).toMatchObject({
    env: 'prod',
    service: 'a',
    version: '1:2',
  })
  const older = row({ type: 'error', service: 'own' }, { tags: 'sdk_version:6.10.1,env:dev,service:b' })
  expect(older).toMatchObject({ env: 'dev', service: 'own', sdk_version: '6.10.1' })
  expect(JSON.parse(older.more).ddtags).toBe('sdk_version:6.10.1,env:dev,service:b')
})

test('a field of the wrong type is kept beside, and the event counts', () => {
  const event = {
    type: 'resource',
    resource: { id: 'r', status_code: '200', duration: 1e19, url: { a: 1 } },
    session: { id: 's', has_replay: 'yes' },
    usr: { id: 42 },
    display: 'wide',
    version: ['1'],
  }
  expect(row(event)).toMatchObject({ event_id: 'r', usr_id: '42' })
  expect(row(event)).not.toHaveProperty('resource_status_code')
  expect(more(event)).toEqual({
    resource: { status_code: '200', duration: 1e19, url: { a: 1 } },
    session: { has_replay: 'yes' },
    display: 'wide',
    version: ['1'],
  })
})

test('a phone describes itself, a browser is told by its request', () => {
  const phone = row({ type: 'error', os: { name: 'Android', version: '14' }, device: { type: 'mobile', model: 'P8' } })
  expect(phone).toMatchObject({ os_name: 'Android', device_type: 'Mobile', device_model: 'P8' })
  expect(phone).not.toHaveProperty('browser_name')
  const browser = row({ type: 'error', device: { locale: 'sv' } })
  expect(browser).toMatchObject({
    os_name: 'Linux',
    device_type: 'Desktop',
    device_locale: 'sv',
    browser_name: 'Chrome',
  })
})

test('a class path is the name of a screen, and is not taken apart', () => {
  const screen = row({ type: 'view', view: { id: 'v', url: 'app/Catalog' } })
  expect(screen.view_name).toBe('app/Catalog')
  expect(screen).not.toHaveProperty('view_url_path')
})

test("a client's clock is put right, and the difference noted", () => {
  expect(row({ type: 'error' }, { skewMs: -3_600_000 })).toMatchObject({
    date: '2026-11-22 06:00:00.005',
    skew_ms: -3_600_000,
  })
})

test('an event without an id is known again by its content', () => {
  const event = { type: 'error', error: { message: 'x' } }
  expect(row(event).event_id).toBe(row(event, { receivedAt: 5 }).event_id)
  expect(row(event).event_id).not.toBe(row({ ...event, session: { id: 's2' } }).event_id)
})

test('the end of a session is marked', () => {
  expect(row({ type: 'view', session: { id: 's', is_active: false } }).session_ended).toBe(true)
  expect(row({ type: 'view', session: { id: 's', is_active: true } })).not.toHaveProperty('session_ended')
})

test('of a server event everything is searchable, its time is its timestamp, and the backend tells nothing of a user', () => {
  const event = {
    type: 'server',
    application: { id: 'app' },
    event: { name: 'payment.processed', amount: 3 },
    usr: { id: 'u' },
    customer: { tier: 'premium' },
    total: 9,
    timestamp: Date.UTC(2026, 0, 1),
  }
  const made = normaliseEvent(event, { ...envelope, eventId: 'e1' })
  expect(made).toMatchObject({
    event_id: 'e1',
    event_name: 'payment.processed',
    date: '2026-01-01 00:00:00.000',
    custom: { 'event.amount': 3, 'customer.tier': 'premium', total: 9 },
    more: '',
  })
  expect(normaliseEvent({ ...event, timestamp: undefined }, envelope).date).toBe('2026-11-22 08:00:00.000')
})

test('a row has only columns that exist, whatever the event holds', () => {
  const own = ['session_key', 'event_id', 'revision', 'received_at', 'skew_ms', 'session_ended', 'custom', 'more']
  const columns = new Set([...own, ...ATTRIBUTES.map((a) => a.column)])
  const roots = ['view', 'action', 'error', 'resource', 'usr', 'session', '_dd', 'context', 'ddtags', 'x', '__proto__']
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('id', 'name', 'url', 'target', 'count', 'type', '', 'constructor'), tie('node')),
    ),
  })).node
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...roots), tree),
      fc.constantFrom('view', 'action', 'server'),
      (event, type) => {
        const made = normaliseEvent({ ...event, type }, envelope)
        expect(Object.keys(made).filter((column) => !columns.has(column))).toEqual([])
        expect(() => JSON.parse(made.more || '{}')).not.toThrow()
      },
    ),
  )
})
