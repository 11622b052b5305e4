import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caughtUp } from '../support/caught-up.ts'
import { launchChromium } from '../support/chromium.ts'
import { view } from '../support/sdk-events.ts'
import { send } from '../support/send.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { signedIn } from '../support/signed-in.ts'
import { violationsOf } from '../support/violations.ts'

const SLOW = 180_000
const DAY = 86_400_000
/** The days before today on which each of six users looks at something. */
const SEEN = [[4, 3, 2], [4, 3], [4, 2], [4], [3, 2], [3]]

let server: TestServer
let browser: Browser
let page: Page
/** Noon of today in UTC. */
const noon = Math.floor(Date.now() / DAY) * DAY + DAY / 2

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), launchChromium()])
  await send(
    server,
    SEEN.flatMap((days, i) =>
      days.map((ago) =>
        view({
          session: `s${i} ${ago}`,
          user: { id: `u${i}`, name: `Person ${i}`, plan: i % 2 ? 'free' : 'paid' },
          at: noon - ago * DAY,
          name: '/home',
        }),
      ),
    ),
  )
  await caughtUp(server.url)
  const context = await signedIn(browser, server, { timezoneId: 'UTC' })
  page = await context.newPage()
}, SLOW)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const iso = (ago: number) => new Date(noon - ago * DAY).toISOString().slice(0, 10)
const BASE = `/retention?q=&tz=UTC&from=${iso(4)}&to=${iso(1)}&start=view:/home&period=day`
const cell = (text: RegExp | string) => page.getByRole('button', { name: text })
const violations = () => violationsOf(page)

interface Grid {
  cohorts: { cohort_index?: number; name: string; cohort_size: number; cells: { cell_rate?: number }[] }[]
}

/** What the API answers to the request that the page asked. */
const asked = async <T>(path: string, act: () => Promise<unknown>): Promise<T> => {
  const [response] = await Promise.all([page.waitForResponse((r) => r.url().endsWith(`/retention/${path}`)), act()])
  const again = await fetch(response.url(), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'dd-api-key': server.apiKey,
      'dd-application-key': server.appKey,
    },
    body: response.request().postData(),
  })
  return ((await again.json()) as { data: { attributes: T } }).data.attributes
}

test('the table says what the API answers: cohorts, rates and the average on top', { timeout: SLOW }, async () => {
  const { cohorts } = await asked<Grid>('grid', () => page.goto(server.url + BASE))
  expect(cohorts.map((c) => [c.cohort_size, ...c.cells.map((x) => x.cell_rate)])).toEqual([
    [4, 1, 0.5, 0.5],
    [4, 1, 0.5],
    [3, 1],
    [11, 1, 0.5, 0.5],
  ])
  await cell(/^Weighted average, Day 1: 50\.0/).waitFor()
  for (const cohort of cohorts) {
    const rates = cohort.cells.map(({ cell_rate }) => (cell_rate! * 100).toFixed(1))
    for (const [k, rate] of rates.entries()) {
      const label = new RegExp(`^${cohort.name}, Day ${k}: ${rate.replace('.', '\\.')}`)
      expect(await cell(label).count(), `${cohort.name} ${k}`).toBe(1)
    }
  }
  expect((await page.getByRole('row').allInnerTexts())[1]).toMatch(/^Weighted average/)
  expect(await violations()).toEqual([])
})

test('arrow keys walk the cells, Enter lists exactly the people, Escape leaves them', { timeout: SLOW }, async () => {
  await page.goto(server.url + BASE)
  await cell(/^Weighted average, Day 0/).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  const list = await asked<{ total_count: number }>('list', () => page.keyboard.press('Enter'))
  expect(list.total_count).toBe(2)
  expect(new URL(page.url()).searchParams.get('people')).toBe('0,1')
  const panel = page.getByRole('complementary', { name: 'users of the cell' })
  await panel.getByText('2 users').waitFor()
  const who = await panel.getByRole('row').allInnerTexts()
  expect(
    who
      .slice(1)
      .map((row) => /Person \d/.exec(row)?.[0])
      .sort(),
  ).toEqual(['Person 0', 'Person 1'])
  expect(await violations()).toEqual([])
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  expect(await page.locator(':focus').getAttribute('data-cell')).toBe('1,1')
})

test('a breakdown has a table for each value, and the first cohort can be the only one', {
  timeout: SLOW,
}, async () => {
  await page.goto(`${server.url}${BASE}&by=@usr.plan`)
  await page.getByLabel('Whose table').first().waitFor()
  await cell(new RegExp(`^${iso(4)}, Day 1: 50\\.0.*1 of 2 users`)).waitFor()
  expect(await violations()).toEqual([])
  await page.goto(server.url + BASE)
  await page.getByRole('switch', { name: 'Each user in the first cohort only' }).click()
  await cell(new RegExp(`^${iso(3)}, Day 1: 50\\.0.*1 of 2 users`)).waitFor()
  expect(new URL(page.url()).searchParams.get('first')).toBe('yes')
})

test('beside it another time has an average of its own, whose people can be listed', { timeout: SLOW }, async () => {
  const [from, to] = [3, 1].map((ago) => Date.parse(`${iso(ago)}T00:00:00Z`))
  await page.goto(`${server.url}${BASE}&vs=${from}-${to}`)
  const other = cell(/Day 1: 50\.0.* of 7 users/)
  await other.waitFor()
  const list = await asked<{ total_count: number }>('list', () => other.click())
  expect(list.total_count).toBe(2)
  expect(new URL(page.url()).searchParams.get('people')).toBe('average,1,period')
  await page.getByRole('complementary', { name: 'users of the cell' }).getByText('2 users').waitFor()
  expect(await violations()).toEqual([])
})

test('a period of retention over time lists who came back', { timeout: SLOW }, async () => {
  await page.goto(`${server.url}${BASE}&show=time`)
  const chart = page.getByRole('group', { name: /Arrow keys walk the periods/ })
  await chart.press('ArrowRight')
  await chart.press('ArrowRight')
  await chart.press('Enter')
  const back = page.getByRole('button', { name: 'The users that came back' })
  expect((await asked<{ total_count: number }>('list', () => back.press('Enter'))).total_count).toBe(2)
  expect(new URL(page.url()).searchParams.get('people')).toBe('1,1')
})

test('stickiness and lifecycle say who does it how often, and who is gone', { timeout: SLOW }, async () => {
  await page.goto(`${server.url}${BASE}&show=stickiness`)
  const bars = page.locator('dl[aria-label="By how many periods"]')
  await bars.waitFor()
  expect(
    (await bars.allInnerTexts())
      .join('')
      .split('\n')
      .filter((t) => /^\d+$/.test(t.trim()))
      .map(Number),
  ).toEqual([2, 3, 1])
  expect(await violations()).toEqual([])
  const twice = page.getByRole('button', { name: '2 days: 3 users. List them' })
  expect((await asked<{ total_count: number }>('list', () => twice.click())).total_count).toBe(3)
  const life = await asked<{ series: { group_tags: string[] }[]; values: number[][] }>('timeseries', () =>
    page.goto(`${server.url}${BASE}&show=lifecycle`),
  )
  const fresh = life.values[life.series.findIndex(({ group_tags }) => group_tags[0] === 'new')]
  expect(fresh).toEqual([4, 2, 0])
  const chart = page.getByRole('group', { name: /New, returning and lost users/ })
  for (const key of ['ArrowRight', 'Enter']) await chart.press(key)
  await page.getByRole('button', { name: 'New' }).click()
  const fourNew = page.getByRole('button', { name: 'List them' })
  expect((await asked<{ total_count: number }>('list', () => fourNew.click())).total_count).toBe(4)
  expect(new URL(page.url()).searchParams.get('people')).toBe('new,0')
  await page.getByRole('button', { name: 'Close the list' }).click()
  expect(await violations()).toEqual([])
})

test('narrow and dark it fits, and nobody is explained', { timeout: SLOW }, async () => {
  await page.setViewportSize({ width: 400, height: 800 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(server.url + BASE)
  await cell(/^Weighted average, Day 0/).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400)
  expect(await violations()).toEqual([])
  await page.goto(`${server.url}/retention?q=&start=view:/never`)
  await page.getByText('No user did /never').waitFor()
})
