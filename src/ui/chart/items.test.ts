import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PALETTES } from '../theme/palette.ts'
import { codeOfShape, countryName } from './countries.ts'
import { barOption, type Look, mapOption, mixed, pieOption, treemapOption } from './item-option.ts'
import { flatTree, type Item, shareOf, shortLabel, treeOf } from './items.ts'

const look: Look = { width: 800, height: 400, palette: PALETTES.light, unit: undefined, locale: 'en' }
const item = (key: string, value: number | null, rest: Partial<Item> = {}): Item => ({
  key,
  label: key,
  value,
  colour: '#334eda',
  ...rest,
})
type Drawn = { type: string; data: { name: string; value: number; children?: unknown[] }[] }
const seriesIn = (option: { series?: unknown }) => option.series as Drawn[]

test('bars are in the order given, from zero, with those of the other period beside them', () => {
  const option = barOption([item('a', 5, { before: 9 }), item('b', -2, { before: null })], look)
  expect(seriesIn(option).map((s) => s.data.map((d) => d.value))).toEqual([
    [9, null],
    [5, -2],
  ])
  const axis = option.yAxis as { min: number; max: number }
  expect(axis.min).toBeLessThanOrEqual(-2)
  expect(axis.max).toBeGreaterThanOrEqual(9)
  expect(seriesIn(barOption([item('a', 5)], look))).toHaveLength(1)
  expect(seriesIn(barOption([], look))[0]!.data).toEqual([])
})

test('a pie has a slice for each value, and negative ones are none', () => {
  const [pie] = seriesIn(pieOption([item('a', 3), item('b', 1), item('c', -4), item('d', null)], look))
  expect(pie!.data.map(({ name, value }) => [name, value])).toEqual([
    ['a', 3],
    ['b', 1],
    ['c', 0],
    ['d', 0],
  ])
})

test('a share is a part of what is shown', () => {
  const items = [item('a', 3), item('b', 1)]
  expect(shareOf(items, 3)).toBe(0.75)
  expect(shareOf(items, null)).toBeNull()
  expect(shareOf([item('a', 0)], 0)).toBeNull()
})

test('a tree adds up, and says once what a limit folded in every depth', () => {
  const rows = [
    { tags: ['DE', 'Firefox'], value: 2 },
    { tags: ['DE', 'Chrome'], value: 3 },
    { tags: ['FR', 'Chrome'], value: 4 },
    { tags: ['Other', 'Other'], value: 5 },
  ]
  const tree = treeOf(rows, () => '#334eda')
  expect(tree.map(({ label, value, inside }) => [label, value, inside.length])).toEqual([
    ['DE', 5, 2],
    ['FR', 4, 1],
    ['Other', 5, 0],
  ])
  expect(flatTree(tree).map((one) => one.key)).toContain('["DE","Firefox"]')
  const [drawn] = seriesIn(treemapOption(tree, look))
  expect(drawn!.data[0]).toMatchObject({ name: '["DE"]', value: 5, children: [{ value: 2 }, { value: 3 }] })
})

test('whatever values are called, a tree of them holds them all', () => {
  const tags = fc.array(fc.constantFrom('a', '__proto__', 'constructor', '', '🛒'), { minLength: 2, maxLength: 2 })
  const rows = fc.uniqueArray(fc.record({ tags, value: fc.nat(100) }), { selector: (row) => row.tags.join() })
  fc.assert(
    fc.property(rows, (given) => {
      const sum = treeOf(given, () => '#334eda').reduce((total, one) => total + (one.value ?? 0), 0)
      expect(sum).toBe(given.reduce((total, row) => total + row.value, 0))
    }),
  )
})

test('a map is shaded by code', () => {
  const [map] = seriesIn(mapOption([item('DE', 3, { colour: '#24389f' })], look))
  expect(map).toMatchObject({ type: 'map', map: 'world', data: [{ name: 'DE', itemStyle: { areaColor: '#24389f' } }] })
})

test('shapes are found by their number, and codes have names', () => {
  expect([codeOfShape('276', 'Germany'), codeOfShape('008', 'Albania'), codeOfShape(undefined, 'Kosovo')]).toEqual([
    'DE',
    'AL',
    'XK',
  ])
  expect(codeOfShape(undefined, 'Siachen Glacier')).toBeUndefined()
  expect([countryName('BR', 'en'), countryName('N/A', 'en'), countryName('__proto__', 'en')]).toEqual([
    'Brazil',
    'N/A',
    '__proto__',
  ])
})

test('labels are cut between letters, and colours are mixed', () => {
  expect(shortLabel('🛒'.repeat(40), 3)).toBe('🛒🛒…')
  expect(['__proto__', 'constructor'].map((name) => shortLabel(name) in Object.prototype)).toEqual([false, false])
  expect(mixed('#000000', '#ffffff', 0.5)).toBe('#808080')
})
