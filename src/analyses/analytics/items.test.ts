import { expect, test } from 'vitest'
import { filterOfGroup, filterOfRange } from './group-filter.ts'
import { barItems, mapItems, pieItems, rangeItems, treeItems, withEmptyRanges } from './items.ts'
import { changeOf, type ScalarAnswer, scalarResult } from './result.ts'

const answer = (names: string[], values: number[], more: object = {}, before?: number[]): ScalarAnswer => ({
  data: {
    attributes: {
      columns: [
        { name: '@view.name', type: 'group', values: names.map((name) => [name]) },
        { name: 'query', type: 'number', values },
        ...(before ? [{ name: 'query', type: 'number' as const, values: before, comparison: true }] : []),
      ],
      ...more,
    },
  },
})

test('"other" comes last and is grey, values called like something else are values', () => {
  const result = scalarResult(answer(['Other', '__proto__', '/a'], [9, 2, 1]))
  expect(pieItems(result, 'light').map((one) => [one.label, one.value])).toEqual([
    ['__proto__', 2],
    ['/a', 1],
    ['Other', 9],
  ])
  expect(new Set(pieItems(result, 'light').map((one) => one.colour)).size).toBe(3)
  expect(treeItems(result, 'light').map((one) => one.value)).toEqual([2, 1, 9])
})

test('the other period stands beside its groups', () => {
  const comparison = { from: 0, to: 1 }
  const result = scalarResult(answer(['/a', '/b'], [3, 1], { comparison }, [2, 0]))
  expect(result.comparison).toEqual(comparison)
  expect(barItems(result, 'light').map((one) => [one.value, one.before])).toEqual([
    [3, 2],
    [1, 0],
  ])
  expect(changeOf(3, 2)).toEqual({ absolute: 1, relative: 0.5 })
  expect(changeOf(1, 0)).toEqual({ absolute: 1, relative: null })
  expect(changeOf(null, 2)).toEqual({ absolute: null, relative: null })
})

test('a map holds countries only, and says how many are elsewhere', () => {
  const result = scalarResult(answer(['DE', 'N/A', 'FR', 'Other'], [100, 7, 1, 2]))
  const { items, elsewhere } = mapItems(result, 'light', (code) => `(${code})`)
  expect(items.map((one) => [one.key, one.label])).toEqual([
    ['DE', '(DE)'],
    ['FR', '(FR)'],
  ])
  expect(elsewhere).toBe(9)
})

test('ranges are in order, those without anything too', () => {
  const histograms = [{ facet: '@view.time_spent', interval: 2, min: 0, max: 10 }]
  const result = scalarResult(answer(['6', '0', 'N/A'], [1, 5, 3], { histograms }))
  const items = withEmptyRanges(rangeItems(result, undefined, 'light'), result.interval, undefined)
  expect(items.map((one) => [...one.range, one.value])).toEqual([
    [0, 2, 5],
    [2, 4, 0],
    [4, 6, 0],
    [6, 8, 1],
  ])
})

test('a group and a range become conditions that the search syntax reads', () => {
  const by = [
    { path: 'geo.country', limit: 2, order: 'desc' as const, other: true },
    { path: 'view.name', limit: 2, order: 'desc' as const, other: true },
  ]
  const all = [
    ['DE', '/a b'],
    ['N/A', '/c'],
    ['Other', 'Other'],
  ]
  expect(filterOfGroup('@type:view', by, ['DE', '/a b'], all)).toBe('@type:view @geo.country:DE @view.name:"/a b"')
  expect(filterOfGroup('', by, ['DE'], all)).toBe('@geo.country:DE')
  expect(filterOfGroup('', by.slice(0, 1), ['Other'], [['DE'], ['N/A'], ['Other']])).toBe(
    '-@geo.country:DE @geo.country:*',
  )
  expect(filterOfRange('@type:view', 'view.time_spent', [0, 1.5])).toBe(
    '@type:view @view.time_spent:>=0 @view.time_spent:<1.5',
  )
})
