import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ExplorerSite, MANY, NAMES, openExplorerSite, titlesOf } from '../support/explorer-site.ts'
import { pickOption } from '../support/pick-option.ts'
import { view } from '../support/sdk-events.ts'
import { send } from '../support/send.ts'
import { violationsOf } from '../support/violations.ts'

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

interface Answer {
  data: { attributes: { columns: { values: unknown[] }[] } }
}

/** What the API answers to the request that the page sends when something is done. */
const asked = async (act: () => Promise<unknown>, holds: string) => {
  const [response] = await Promise.all([
    page.waitForResponse(
      (r) => r.url().includes('/product-analytics/analytics/') && (r.request().postData() ?? '').includes(holds),
    ),
    act(),
  ])
  return (await site.ask<Answer>(new URL(response.url()).pathname, response.request().postData())).data.attributes
}

const drawing = () => page.getByRole('group', { name: /Arrow keys walk/ })

test('by keyboard alone: shown as bars, walked, opened, and only one of them kept', { timeout: SLOW }, async () => {
  await open({ by: '@view.name;10' })
  await page.getByRole('group', { name: /over time/ }).waitFor()
  await page.locator('input[aria-label="Shown as"]').focus()
  await page.keyboard.press('Enter')
  const answer = await asked(() => pickOption(page, 'Bars'), '"group_by":[{"facet":"@view.name"')
  expect(answer.columns[0]!.values.map((v) => (v as string[])[0])).toEqual(NAMES)
  expect(answer.columns[1]!.values).toEqual([5, 4, 3, 2, 1])
  await drawing().focus()
  await page.keyboard.press('ArrowRight')
  await page.getByText('/home: 5').waitFor({ state: 'attached' })
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  const tip = page.getByRole('dialog', { name: 'Numbers of /product' })
  await tip.waitFor()
  const people = await tip.getByRole('link', { name: 'See these people' }).getAttribute('href')
  expect(new URL(people!, site.server.url).searchParams.get('did')).toBe('@type:view @view.name:/product')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Change the condition @view.name:/product' }).waitFor()
  expect(new URL(page.url()).searchParams.get('show')).toBe('bar')
  await page.goBack()
  expect(new URL(page.url()).searchParams.get('q')).toBe('')
})

test.each(['pie', 'treemap', 'bar'] as const)('a %s draws what its table says', { timeout: SLOW }, async (show) => {
  await open({ show, by: '@view.name;10', as: 'numbers' })
  await page.getByRole('region', { name: 'Groups' }).getByRole('button', { name: '/home' }).waitFor()
  expect(await groups()).toEqual(NAMES.map((name, i) => [name, 5 - i]))
  await page.getByRole('button', { name: 'Show the numbers as a table' }).click()
  await drawing().locator('svg path').first().waitFor({ state: 'attached' })
  await drawing().focus()
  await page.keyboard.press('ArrowRight')
  await page.getByText('/home: 5').waitFor({ state: 'attached' })
})

test('a map and a distribution are drawn, and a range keeps its events', { timeout: SLOW }, async () => {
  await open({ show: 'distribution', of: '@view.time_spent' })
  await drawing().locator('svg path').first().waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Show the numbers as a table' }).click()
  await page.getByRole('region', { name: 'Groups' }).locator('tbody tr:has(button)').first().waitFor()
  const counted = (await groups()).reduce((sum, [, count]) => sum + Number(count), 0)
  expect(counted).toBe(15)
  await open({ show: 'map' })
  await page.getByText('have no known country').or(page.getByText('no known country')).first().waitFor()
  await drawing().locator('svg path').first().waitFor({ state: 'attached' })
})

test('against the day before: value, change and series', { timeout: SLOW }, async () => {
  await open({ show: 'change', by: '@view.name;10', vs: 'previous_day' })
  const table = page.getByRole('region', { name: 'Groups' })
  await table.getByRole('button', { name: '/home' }).waitFor()
  await table.getByText('In the day before').waitFor()
  const row = table.locator('tr', { has: page.getByRole('button', { name: '/product' }) })
  expect(await titlesOf(row.locator('td span[title]'))).toEqual(['4', '4', '0'])
  await open({ show: 'value', vs: 'previous_day' })
  await page.getByText('+66.7\u202f% against 9 in the day before').waitFor()
})

test('a function is applied, and what can not be evaluated is said', { timeout: SLOW }, async () => {
  await open({ draw: 'lines' })
  await page.getByRole('button', { name: 'Apply a function to a' }).click()
  await page.getByRole('menuitem', { name: /^cumsum/ }).click()
  await page.getByRole('heading', { name: 'cumsum(a)' }).waitFor()
  await open({ fx: 'a / b' })
  await page.getByRole('alert').getByText('no query is named "b"; there is a').waitFor()
  await open({ show: 'table', b: 'view;count;@view.name:/nowhere', a: 'view;count', fx: 'a / b' })
  await page.getByText('The formula has no value').waitFor()
  await open({ range: '1y', roll: 'minute' })
  await page.getByText('Too many periods').waitFor()
})

test('an attribute of two types is grouped by what was sent', { timeout: SLOW }, async () => {
  await open({ show: 'table', by: '@context.mixed' })
  await page.getByRole('region', { name: 'Groups' }).getByRole('button', { name: 'eleven' }).waitFor()
  expect(await groups()).toEqual([
    ['11', 9],
    ['eleven', 6],
  ])
})

test('a list is sorted by a column, and more values than fit are said', { timeout: SLOW }, async () => {
  await open({ show: 'list', cols: '@view.time_spent,@usr.name' })
  const table = page.getByRole('region', { name: 'Events' })
  await table
    .getByRole('button', { name: /^Open the event/ })
    .first()
    .waitFor()
  await table.getByRole('button', { name: 'Time spent', exact: true }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('sort'), PATIENT).toBe('@view.time_spent')
  const first = table.locator('tbody tr').first()
  await first.getByText('Person 4').waitFor()
  await first.getByRole('button', { name: /^Open the event/ }).click()
  await page.getByRole('complementary', { name: 'Event' }).getByText('Person 4').first().waitFor()
  await open({ show: 'bar', a: 'action;count', by: `@context.n;${MANY}` })
  await page.getByText(`The first 60 of ${MANY.toLocaleString('en-US')} values are drawn`).waitFor()
  await open({ show: 'top', a: 'action;count', by: `@context.n;${MANY}` })
  await page.getByText('more values are in the answer').waitFor()
})

test('home gives the numbers that Analytics gives, and each part leads there', { timeout: SLOW }, async () => {
  await page.goto(`${site.server.url}/?range=1d&tz=UTC&q=`)
  const figures = page.getByRole('list', { name: 'In numbers' }).getByRole('link')
  await figures.first().waitFor()
  expect(await titlesOf(figures.locator('b'))).toEqual(['5', '65', '15', '3,000', '0'])
  await figures.nth(2).getByText('+66.7\u202f% against before').waitFor()
  const pages = page.getByRole('region', { name: 'Top list' }).first().getByRole('button')
  await pages.first().waitFor()
  expect(await Promise.all((await pages.all()).map((one) => one.getAttribute('title')))).toEqual(NAMES)
  await pages.first().click()
  await page.getByRole('button', { name: 'Only /home' }).click()
  await page.getByRole('button', { name: 'Change the condition @view.name:/home' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/analytics')
  await page.goBack()
  await figures.nth(3).click()
  await page.getByRole('group', { name: /^Actions over time/ }).waitFor()
})

test('what arrives is followed', { timeout: SLOW }, async () => {
  await open({ range: '4h', show: 'value', a: 'view;count;@view.name:/live' })
  await page.getByText('No views').first().waitFor()
  await page.getByRole('button', { name: 'Live', exact: true }).click()
  await send(site.server, [view({ session: 'live', at: Date.now() - 1000, name: '/live' })])
  await page.locator('dd[title="1"]').waitFor()
  await open({ range: '4h', show: 'list', live: 'on', a: 'view;count;@view.name:/live' })
  const table = page.getByRole('region', { name: 'Events as they arrive' })
  await table.getByRole('button', { name: /^Open the event/ }).waitFor()
  await send(site.server, [view({ session: 'live', at: Date.now() - 500, name: '/live' })])
  await expect.poll(() => table.getByRole('button', { name: /^Open the event/ }).count(), PATIENT).toBe(2)
})

test('at 400 px everything is reachable, and axe finds nothing', { timeout: SLOW }, async () => {
  await page.setViewportSize({ width: 400, height: 800 })
  for (const params of [
    { show: 'bar', by: '@view.name;10' },
    { show: 'pie', by: '@view.name;10' },
    { show: 'treemap', by: '@view.name;10,@usr.plan;3' },
    { show: 'map' },
    { show: 'distribution' },
    { show: 'change', by: '@view.name;10' },
  ]) {
    await open(params as Record<string, string>)
    await page.getByRole('button', { name: 'Export' }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
    expect([params.show, ...(await violationsOf(page))]).toEqual([params.show])
  }
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('a value called __proto__ changes nothing but its own bar', { timeout: SLOW }, async () => {
  for (const show of ['bar', 'pie', 'treemap']) {
    await open({ show, by: '@view.name;10' })
    await drawing().locator('svg text', { hasText: '__proto__' }).waitFor({ state: 'attached' })
    expect(await page.evaluate('Object.keys(Object.prototype)')).toEqual([])
  }
})
