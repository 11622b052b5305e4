import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject } from './shapes.ts'
import { foldView, type ViewDocument } from './view-documents.ts'

const document = (
  version: number,
  kind: 'view' | 'view_update',
  event: JsonObject,
  source = 'browser',
): ViewDocument => ({
  document_version: version,
  kind,
  source,
  event: JSON.stringify({ type: kind, _dd: { document_version: version }, ...event }),
})
const full = (version: number, event: JsonObject, source?: string) => document(version, 'view', event, source)
const update = (version: number, event: JsonObject) => document(version, 'view_update', event)
const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

test('the newest full document of a browser counts alone', () => {
  const folded = foldView([full(3, { a: 3 }), full(1, { a: 1, old: true }), update(2, { b: 2 })])
  expect(plain(folded)).toEqual({ type: 'view', a: 3, _dd: { document_version: 3 } })
})

test('updates are merged in by their rules', () => {
  const folded = foldView([
    full(1, {
      view: { id: 'v', name: 'n', custom_timings: { a: 1 }, action: { count: 1 } },
      context: { old: 1 },
      usr: { id: 'u', plan: 'pro' },
      _dd: { document_version: 1, page_states: [{ state: 'active', start: 0 }] },
    }),
    update(3, { view: { name: null }, _dd: { document_version: 3, page_states: [{ state: 'hidden', start: 9 }] } }),
    update(2, { view: { custom_timings: { b: 2 }, action: { count: 4 } }, context: { new: 1 }, usr: { id: 'u2' } }),
  ])
  expect(plain(folded)).toEqual({
    type: 'view',
    view: { id: 'v', custom_timings: { b: 2 }, action: { count: 4 } },
    context: { new: 1 },
    usr: { id: 'u2' },
    _dd: {
      document_version: 3,
      page_states: [
        { state: 'active', start: 0 },
        { state: 'hidden', start: 9 },
      ],
    },
  })
})

test('updates whose full document is lost are folded on their own', () => {
  expect(plain(foldView([update(5, { view: { id: 'v' } }), update(4, { view: { url: 'u' } })]))).toEqual({
    type: 'view',
    view: { id: 'v', url: 'u' },
    _dd: { document_version: 5 },
  })
})

test('of a phone each field keeps its newest value', () => {
  const folded = foldView([
    full(4, { view: { id: 'v', time_spent: 9 } }, 'android'),
    full(1, { view: { id: 'v', time_spent: 1, accessibility: { big: true } }, usr: { id: 'u' } }, 'android'),
  ])
  expect(plain(folded)).toMatchObject({ view: { time_spent: 9, accessibility: { big: true } }, usr: { id: 'u' } })
})

test('prototype names are keys like any other', () => {
  const event = '{"type":"view_update","context":{"__proto__":{"x":1}},"__proto__":{"y":2}}'
  const folded = foldView([full(1, {}), { document_version: 2, kind: 'view_update', source: 'browser', event }])
  expect(JSON.stringify(folded)).toContain('"__proto__":{"y":2}')
  expect(({} as { y?: number }).y).toBeUndefined()
})

const part = fc.dictionary(
  fc.constantFrom('view', 'usr', 'context', '_dd', 'a'),
  fc.oneof(
    fc.integer(),
    fc.constant(null),
    fc.dictionary(fc.constantFrom('page_states', 'b', 'c'), fc.array(fc.integer())),
  ),
)
const documents = fc.array(
  fc.record({
    document_version: fc.integer({ min: 1, max: 8 }),
    kind: fc.constantFrom('view' as const, 'view_update' as const),
    source: fc.constantFrom('browser', 'browser', 'ios'),
    event: part.map((event) => JSON.stringify(event)),
  }),
  { maxLength: 8 },
)

test('neither the order of arrival nor doubles change what a view folds to', () => {
  fc.assert(
    fc.property(
      documents.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
      ),
      ([list, shuffled]) => {
        expect(plain(foldView(shuffled))).toEqual(plain(foldView(list)))
      },
    ),
  )
})

test('an update split in two is the same as the update', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (before, after) => {
      const states = (version: number, list: number[]) =>
        update(version, { _dd: { document_version: 9, page_states: list } })
      const one = foldView([full(1, {}), states(2, [...before, ...after])])
      const two = foldView([states(3, after), full(1, {}), states(2, before)])
      expect(plain(one)._dd.page_states).toEqual(plain(two)._dd.page_states)
    }),
  )
})
