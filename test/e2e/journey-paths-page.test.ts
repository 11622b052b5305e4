import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caughtUp } from '../support/caught-up.ts'
import { launchChromium } from '../support/chromium.ts'
import { action, view } from '../support/sdk-events.ts'
import { send } from '../support/send.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { signedIn } from '../support/signed-in.ts'
import { violationsOf } from '../support/violations.ts'

const SLOW = 180_000
/** What sessions do: a letter is a view, `B` the action. */
const VISITS = ['hcB', 'hcB', 'hxcB', 'hB', 'hc', 'h']
const NAMES: Record<string, string> = { h: '/home', c: '/cart', x: '/help' }

let server: TestServer
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), launchChromium()])
  const start = Date.now() - 3_600_000
  await send(
    server,
    VISITS.flatMap((visit, i) =>
      [...visit].map((letter, n) => {
        const who = { session: `s${i}`, user: { id: `u${i}`, name: `Person ${i}` }, at: start + n * 1000 }
        return letter === 'B' ? action({ ...who, name: 'Buy', on: '/cart' }) : view({ ...who, name: NAMES[letter]! })
      }),
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

const BASE = '/journey-paths?q=&s1=view:/home&s2=action:click+on+Buy'
const way = (label: RegExp) => page.getByRole('button', { name: label })
const violations = () => violationsOf(page)

interface Paths {
  total_count: number
  paths: { value: number; events: { name: string }[] }[]
}

/** What the API answers to the request that the page asked. */
const asked = async <T>(path: string, act: () => Promise<unknown>): Promise<T> => {
  const [response] = await Promise.all([page.waitForResponse((r) => r.url().endsWith(`/journey/${path}`)), act()])
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

test('the rows say what the API answers, and Enter lists who went a way', { timeout: SLOW }, async () => {
  const answer = await asked<Paths>('paths', () => page.goto(server.url + BASE))
  expect(answer.paths.map(({ value, events }) => [value, ...events.map(({ name }) => name)])).toEqual([
    [2, '/cart'],
    [1],
    [1, '/help', '/cart'],
  ])
  await way(/^2 sessions, 50\.0.*: \/cart\. List them/).waitFor()
  expect(await way(/^1 session, 25\.0.*: straight on\. List them/).count()).toBe(1)
  expect(await violations()).toEqual([])
  await way(/^2 sessions/).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  const list = await asked<{ total_count: number }>('paths/list', () => page.keyboard.press('Enter'))
  expect(list.total_count).toBe(2)
  const panel = page.getByRole('complementary', { name: 'sessions of this way' })
  await panel.getByText('2 sessions').waitFor()
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
})

test('an event is hidden, and ways that then look alike are one; those who dropped are another answer', {
  timeout: SLOW,
}, async () => {
  await page.goto(server.url + BASE)
  await page.getByRole('button', { name: 'View /help' }).click({ modifiers: ['Alt'] })
  await way(/^3 sessions, 75\.0.*: \/cart\. List them/).waitFor()
  expect(new URL(page.url()).searchParams.get('hide')).toBe('view:/help')
  await page.getByRole('button', { name: 'Show /help again' }).click()
  await way(/^2 sessions, 50\.0/).waitFor()
  await page.getByText('Dropped', { exact: true }).click()
  await way(/^1 session, 50\.0.*: \/cart\. List them/).waitFor()
  expect(await way(/^1 session, 50\.0.*: straight on\. List them/).count()).toBe(1)
  expect(await violations()).toEqual([])
})

test('narrow and dark it fits, and fewer than two events are explained', { timeout: SLOW }, async () => {
  await page.setViewportSize({ width: 400, height: 800 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(server.url + BASE)
  await way(/^2 sessions/).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400)
  expect(await violations()).toEqual([])
  await page.goto(`${server.url}/journey-paths?q=`)
  await page.getByText('Which ways lead from here to there?').waitFor()
})
