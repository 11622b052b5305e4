import { expect, test } from 'vitest'
import type { Catalog } from './open.ts'

const made = {
  name: 'Orders 100%',
  description: '',
  kind: 'analytics',
  request: { data: { type: 'x', attributes: { query: '@type:view "\\u0000 as text"' } } },
  view: { show: 'bar' },
  attributes: ['@type', '@usr.id'],
}
const page = { size: 10, number: 0 }

/** What people save while they explore. */
export const explorerCases = (catalog: () => Catalog) => {
  test('a chart is saved, found, changed and removed, with what it is to who asks', async () => {
    const { charts, people } = catalog()
    const ada = await people.create({ email: 'ada-charts@example.com', role: 'viewer' })
    const chart = await charts.create(made, 'ada', null)
    expect(chart).toMatchObject({ ...made, createdBy: 'ada', starred: false, isDefault: false })
    for (const _ of [1, 2]) await charts.star(chart.id, ada.id, true)
    await charts.setDefault(ada.id, chart.id)
    const mine = await charts.list({ starred: true, attribute: '@usr.id', text: '100%' }, page, ada.id)
    expect([mine.total, mine.charts[0]]).toMatchObject([1, { id: chart.id, starred: true, isDefault: true }])
    expect((await charts.list({ starred: true }, page, null)).total).toBe(0)
    expect((await charts.list({ text: '100_' }, page, null)).total).toBe(0)
    expect((await charts.list({ attribute: '@usr' }, page, null)).total).toBe(0)
    expect(await charts.update(chart.id, { name: 'Renamed' }, 'bob', ada.id)).toMatchObject({
      ...made,
      name: 'Renamed',
      updatedBy: 'bob',
      starred: true,
    })
    await charts.remove(chart.id)
    expect(await charts.defaultOf(ada.id)).toBeNull()
    for (const ask of [
      () => charts.remove(chart.id),
      () => charts.get(chart.id, null),
      () => charts.update(chart.id, {}, 'bob', null),
      () => charts.star(chart.id, ada.id, true),
      () => charts.setDefault(ada.id, chart.id),
    ])
      await expect(ask()).rejects.toMatchObject({ code: 'not_found' })
  })

  test("what a person keeps goes with the person; others' stays", async () => {
    const { charts, people, recentSearches } = catalog()
    const eve = await people.create({ email: 'eve-charts@example.com', role: 'viewer' })
    const chart = await charts.create(made, 'ada', eve.id)
    await charts.star(chart.id, eve.id, true)
    await recentSearches.note(eve.id, 'a')
    await people.remove(eve.id)
    expect(await recentSearches.list(eve.id)).toEqual([])
    expect((await charts.get(chart.id, eve.id)).starred).toBe(false)
    await charts.remove(chart.id)
  })

  test('the fifty searches used last are kept, each once', async () => {
    const { people, recentSearches } = catalog()
    const { id } = await people.create({ email: 'searches@example.com', role: 'viewer' })
    for (let i = 0; i < 55; i += 1)
      await recentSearches.note(id, `search ${i % 52} ${'x'.repeat(5000)}`, new Date(1000 + i))
    const searches = await recentSearches.list(id)
    expect(searches).toHaveLength(50)
    expect(searches.slice(0, 4).map(({ query }) => query.split(' ')[1])).toEqual(['2', '1', '0', '51'])
    await recentSearches.clear(id)
    expect(await recentSearches.list(id)).toEqual([])
  })

  test('what is said of an attribute is kept, also of one with a long name', async () => {
    const { facetSettings } = catalog()
    const path = `context.${'é'.repeat(1000)}`
    await facetSettings.set(path, { label: 'Long', unit: 'ms' }, 'ada')
    await facetSettings.set(path, { unit: null, description: 'd' }, 'bob')
    const expected = { path, label: 'Long', group: null, unit: null, description: 'd', updatedBy: 'bob' }
    expect(await facetSettings.find(path)).toMatchObject(expected)
    expect((await facetSettings.all()).get(path)).toMatchObject(expected)
    expect(await facetSettings.find('other')).toBeUndefined()
  })
}
