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
/** 300 characters, right to left, with an emoji and marks that mean something in addresses and searches. */
const LONG = `/${'سلة التسوق 🛒 '.repeat(22).slice(0, 290)};,\\"*`
/** What ten sessions see, one letter a page. */
const VISITS = ['hpcd', 'hpcd', 'hpc', 'hp', 'hp', 'hl', 'h', 'ph', 'hxp', 'hyp']
const NAMES: Record<string, string> = { h: '/home', p: '/shop/a', c: '/cart', d: '/done', l: LONG, x: '/x', y: '/y' }

let server: TestServer
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), launchChromium()])
  const start = Date.now() - 3_600_000
  await send(
    server,
    VISITS.flatMap((visit, i) =>
      [...visit].map((letter, n) =>
        view({
          session: `s${i}`,
          user: { id: `u${i}`, name: `Person ${i}` },
          at: start + n * 1000,
          name: NAMES[letter]!,
          more: i < 2 ? { session: { has_replay: true } } : {},
        }),
      ),
    ),
  )
  await caughtUp(server.url)
  const context = await signedIn(browser, server, { timezoneId: 'Europe/Paris' })
  page = await context.newPage()
}, SLOW)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const node = (name: string) => page.getByRole('button', { name: new RegExp(`, ${name}: `) })
const item = (name: RegExp | string) => page.getByRole('menuitem', { name })
const panel = () => page.getByRole('complementary').filter({ hasText: 'sessions' }).last()
const violations = () => violationsOf(page)

interface Diagram {
  nodes: { id: string; column: number; type: string; value: number }[]
  links: { source: string; target: string; value: number }[]
}

/** What the API answers to the request that the page asked. */
const asked = async (act: () => Promise<unknown>, path = 'sankey'): Promise<Diagram> => {
  const [response] = await Promise.all([page.waitForResponse((r) => r.url().endsWith(`/${path}`)), act()])
  const again = await fetch(response.url(), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'dd-api-key': server.apiKey,
      'dd-application-key': server.appKey,
    },
    body: response.request().postData(),
  })
  return ((await again.json()) as { data: { attributes: Diagram } }).data.attributes
}

test('the diagram says what the API answers, and each column adds up to the one before', {
  timeout: SLOW,
}, async () => {
  const { nodes } = await asked(() => page.goto(`${server.url}/pathways?q=&at=/home&steps=3&top=2`))
  const sum = (column: number) => nodes.filter((n) => n.column === column).reduce((all, n) => all + n.value, 0)
  expect([sum(0), sum(1)]).toEqual([10, 10])
  await node('/home').waitFor()
  for (const { type, value, id, column } of nodes) {
    if (type === 'dropoff') continue
    const name = type === 'other' ? 'Other' : id.slice(2)
    const label = (await page.locator(`[data-node="${id}"]`).getAttribute('aria-label'))!
    expect(label).toContain(`${column === 0 ? 'Start' : `Step ${column + 1}`}, ${name}: ${value} session`)
  }
  await page.getByText('8 + 2 who left = 10').waitFor()
  expect(await violations()).toEqual([])
})

test('arrow keys walk the nodes, Enter says what can be done, and lists exactly the people', {
  timeout: SLOW,
}, async () => {
  await page.goto(`${server.url}/pathways?q=&at=/home&steps=3&top=2`)
  await node('/home').focus()
  await page.keyboard.press('ArrowRight')
  expect(await page.locator(':focus').getAttribute('data-node')).toBe('1:/shop/a')
  await page.keyboard.press('ArrowDown')
  expect(await page.locator(':focus').getAttribute('data-node')).not.toBe('1:/shop/a')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await item('List the 5 sessions').waitFor()
  const list = (await asked(() => item('List the 5 sessions').press('Enter'), 'sankey/list')) as unknown as {
    total_count: number
  }
  expect(list.total_count).toBe(5)
  const who = await panel().getByRole('row').allInnerTexts()
  expect(
    who
      .slice(1)
      .map((row) => /Person \d/.exec(row)?.[0])
      .sort(),
  ).toEqual(['Person 0', 'Person 1', 'Person 2', 'Person 3', 'Person 4'])
  expect(
    await panel()
      .getByRole('link', { name: /^Replay of/ })
      .count(),
  ).toBe(2)
  expect(await violations()).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('complementary', { name: 'sessions of /shop/a' }).waitFor({ state: 'detached' })
  await page.locator('[data-node="1:/shop/a"]').press('Enter')
  await item('List the 2 sessions who left here').click()
  await panel().getByText('2 sessions').waitFor()
})

test('a node starts new pathways, is passed over, and makes a funnel with others', { timeout: SLOW }, async () => {
  await page.goto(`${server.url}/pathways?q=&steps=4`)
  await node('/cart').click()
  await item('What comes before it').click()
  await page.getByText('Paths to /cart').waitFor()
  expect(new URL(page.url()).searchParams.get('dir')).toBe('before')
  await page.goBack()
  await page.getByRole('button', { name: /^Start, \/home: / }).click()
  await item('Pass over it').click()
  await page.getByText('Passed over').waitFor()
  await expect.poll(() => node('/home').count(), { timeout: 30_000 }).toBe(0)
  await page.goBack()
  await page.getByRole('button', { name: /^Start, \/home: / }).click()
  await item('Take it into a funnel').click()
  await node('/cart').first().click()
  await item('Take it into a funnel').click()
  await page.getByRole('button', { name: 'Open it with 2 steps' }).click()
  await page.getByRole('button', { name: /^step 2, \/cart: 3 sessions/ }).waitFor()
})

test('other opens name by name, folders fold, a segment leaves only its own', { timeout: SLOW }, async () => {
  await page.goto(`${server.url}/pathways?q=&at=/home&steps=2&top=1`)
  const other = page.getByRole('button', { name: /^Step 2, Other: / })
  await other.click()
  await item('Show 10 more names here').click()
  await other.waitFor({ state: 'detached' })
  expect(new URL(page.url()).searchParams.get('more')).toBe('1:11')
  await page.goto(`${server.url}/pathways?q=&folders=1`)
  await node('/shop/\\*').first().waitFor()
  const made = await page.request.post(`${server.url}/api/v2/product-analytics/segments`, {
    headers: { origin: server.url },
    data: {
      data: {
        type: 'segment',
        attributes: {
          name: 'Done',
          definition: {
            all: [{ performed: { sequence: [{ query: '@view.name:/done' }], time_frame: { value: 7, unit: 'day' } } }],
          },
        },
      },
    },
  })
  expect(made.status()).toBe(201)
  await page.goto(`${server.url}/pathways?q=&at=/home`)
  await page.getByRole('combobox', { name: 'Segment' }).or(page.getByLabel('Segment')).first().click()
  await page.getByRole('option', { name: 'Done' }).click()
  await page.getByRole('button', { name: /^Start, \/home: 2 sessions/ }).waitFor()
  expect(new URL(page.url()).searchParams.get('segment')).toBeTruthy()
})

test('narrow, dark and with huge names it fits, and the table says the same', { timeout: SLOW }, async () => {
  await page.setViewportSize({ width: 400, height: 800 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(`${server.url}/pathways?q=&at=/home`)
  await node('/home').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400)
  expect(await violations()).toEqual([])
  await page.goto(`${server.url}/pathways?q=&at=/home&show=table`)
  await page.getByRole('button', { name: '5 from /home to /shop/a. List them' }).click()
  await panel().getByText('5 sessions').waitFor()
  await page.goto(`${server.url}/pathways?q=&at=/never`)
  await page.getByText('No path from /never').waitFor()
  expect(await violations()).toEqual([])
})
