import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ExplorerSite, NAMES, openExplorerSite } from '../support/explorer-site.ts'

const SLOW = 240_000
const PATIENT = { timeout: 60_000 }

let site: ExplorerSite
let page: Page
const open: ExplorerSite['open'] = (params) => site.open(params)
const groups: ExplorerSite['groups'] = () => site.groups()

beforeAll(async () => {
  site = await openExplorerSite()
  page = site.page
}, SLOW)
afterAll(() => site?.stop())

test('a saved chart whose attribute has gone says so', { timeout: SLOW }, async () => {
  const request = {
    data: {
      type: 'formula_analytics_extended_request',
      attributes: {
        time_frame: 'past 1 day',
        query: {
          query: { data_source: 'product_analytics', search: { query: '@type:view' } },
          compute: { aggregation: 'count' },
          group_by: [{ facet: '@context.gone' }],
        },
      },
    },
  }
  const params = { range: '1d', tz: 'UTC', q: '', show: 'table', by: '@context.gone' }
  const attributes = { name: 'Of old', kind: 'analytics', request, view: { path: '/analytics', params } }
  await site.ask('/api/v2/wayworn/charts', JSON.stringify({ data: { type: 'chart', attributes } }))
  await open()
  await page.getByRole('button', { name: 'Charts', exact: true }).click()
  await page.getByRole('button', { name: /^Of old/ }).click()
  await page.getByText('No event of this time carries @context.gone.').waitFor()
  await page.getByRole('region', { name: 'Groups' }).getByRole('button', { name: 'N/A' }).waitFor()
  expect(await groups()).toEqual([['N/A', 15]])
})

test('a chart made over the API opens where the page can ask it, and says so where not', {
  timeout: SLOW,
}, async () => {
  const save = (name: string, group: object) => {
    const query = {
      query: { data_source: 'product_analytics', search: { query: '@type:view' } },
      compute: { aggregation: 'count' },
      group_by: [{ facet: '@view.name', ...group }],
    }
    const attributes = { time_frame: 'past 1 day', query }
    const request = { data: { type: 'formula_analytics_extended_request', attributes } }
    return site.ask(
      '/api/v2/wayworn/charts',
      JSON.stringify({ data: { type: 'chart', attributes: { name, request } } }),
    )
  }
  await save('By the hand', {})
  await save('Only named', { should_exclude_missing: true })
  await open()
  await page.getByRole('button', { name: 'Charts', exact: true }).click()
  const named = page.getByRole('button', { name: /^Only named.*asks what no page can.*wayworn query --chart/ })
  await named.waitFor()
  expect(await named.isDisabled()).toBe(true)
  await page.getByRole('button', { name: /^By the hand/ }).click()
  const top = page.getByRole('region', { name: /^Top list by/ })
  await top.getByRole('button', { name: '/home' }).waitFor()
  expect(await top.locator('tbody td:first-child').allInnerTexts()).toEqual(NAMES)
  expect(await top.locator('tbody td:nth-child(2)').allInnerTexts()).toEqual(NAMES.map((_, i) => String(5 - i)))
  await page.getByRole('button', { name: 'Chart', exact: true }).getByText('By the hand').waitFor()
  expect(await page.getByRole('button', { name: 'Save changes' }).count()).toBe(0)
  await page.goto(`${site.server.url}/?range=1d`)
  const charts = page.getByRole('list', { name: 'Charts' })
  await charts.getByRole('link', { name: 'By the hand' }).waitFor()
  expect(await charts.getByRole('link', { name: 'Only named' }).count()).toBe(0)
  await page.getByRole('button', { name: /saved charts$/ }).click()
  await page.getByRole('button', { name: 'What to do with By the hand' }).click()
  await page.getByRole('menuitem', { name: 'Start with this chart' }).click()
  await page.getByText('You start with it').waitFor()
  await page.goto(site.server.url)
  await top.getByRole('button', { name: '/home' }).waitFor()
})

interface Chart {
  data: {
    attributes: {
      request: { data: { attributes: { time_frame: string; query: { group_by: { limit: number }[] } } } }
    }
  }
}

test('a chart is saved, found, changed, exported, and opened by its JSON', { timeout: SLOW }, async () => {
  await open({ show: 'table', by: '@view.name;3' })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Views that matter')
  await page.getByRole('button', { name: 'Save chart' }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('chart'), PATIENT).not.toBeNull()
  const id = new URL(page.url()).searchParams.get('chart')!
  await page
    .getByRole('spinbutton', { name: 'How many values' })
    .or(page.getByLabel('How many values'))
    .first()
    .fill('2')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'detached' })
  const chart = await site.ask<Chart>(`/api/v2/wayworn/charts/${id}`)
  expect(chart.data.attributes).toMatchObject({ name: 'Views that matter', kind: 'analytics' })
  const { time_frame, query } = chart.data.attributes.request.data.attributes
  expect([time_frame, query.group_by[0]!.limit]).toEqual(['past 1 day', 2])
  await open()
  await page.getByRole('button', { name: 'Charts', exact: true }).click()
  await page.getByRole('textbox', { name: 'Find a chart' }).fill('matter')
  await page.getByRole('button', { name: 'Star Views that matter' }).click()
  await page.getByRole('button', { name: /^Views that matter/ }).click()
  await page.getByRole('region', { name: 'Groups' }).getByRole('button', { name: '/home' }).waitFor()
  const save = async (item: string) => {
    await page.getByRole('button', { name: 'Export' }).click()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ])
    return readFile(await file.path())
  }
  expect((await save('Numbers as CSV')).toString()).toMatch(/\/home,5\r?\n\/product,4\r?\nOther,6/)
  expect(JSON.parse((await save('Numbers as JSON')).toString())).toHaveLength(3)
  const picture = await save('Picture as PNG')
  expect(picture.subarray(1, 4).toString()).toBe('PNG')
  expect(picture.length).toBeGreaterThan(5000)
})
