import { expect, test } from 'vitest'
import { type FoundEvent, leavesOf, nameOf, textOf, valueAt } from './event.ts'

const tree = JSON.parse(
  '{"type":"view","view":{"name":"/cart","id":"v"},"context":{"a.b":{"c":1},"__proto__":{"x":"y"},"list":["p","q"],"empty":{}},"usr.id":"u"}',
) as Record<string, unknown>

test('values are found by path, also below keys with dots', () => {
  expect(valueAt(tree, 'view.name')).toBe('/cart')
  expect(valueAt(tree, 'context.a.b.c')).toBe(1)
  expect(valueAt(tree, 'usr.id')).toBe('u')
  expect(valueAt(tree, 'view.none')).toBeUndefined()
})

test('inherited things are no values', () => {
  expect(valueAt(tree, 'constructor.name')).toBeUndefined()
  expect(valueAt(tree, 'context.__proto__.x')).toBe('y')
  expect(valueAt(tree, 'view.__proto__')).toBeUndefined()
})

test('every value is a leaf and is found again by its path', () => {
  const leaves = leavesOf(tree)
  expect(leaves.map((l) => l.path)).toEqual([
    'context.__proto__.x',
    'context.a.b.c',
    'context.empty',
    'context.list',
    'type',
    'usr.id',
    'view.id',
    'view.name',
  ])
  for (const { path, value } of leaves) expect(valueAt(tree, path)).toEqual(value)
})

test('names and texts', () => {
  const event: FoundEvent = { id: 'e', attributes: { timestamp: '', attributes: tree } }
  expect(nameOf(event)).toBe('/cart')
  expect(textOf(['p', 'q'])).toBe('p, q')
  expect(textOf({ a: 1 })).toBe('{"a":1}')
  expect(textOf(null)).toBe('')
  expect(textOf(false)).toBe('false')
})
