import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FIXTURE_APPLICATION, FIXTURE_TOKEN, readFixture } from '../fixtures/read.ts'
import { caughtUp } from '../support/caught-up.ts'
import { launchChromium } from '../support/chromium.ts'
import { hostileHtml, hostileRecording } from '../support/hostile-page.ts'
import { action, uuidOf, view } from '../support/sdk-events.ts'
import { send } from '../support/send.ts'
import { sendRecording } from '../support/send-recording.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { signedIn } from '../support/signed-in.ts'

const SLOW = 300_000
const START = Date.now() - 3_600_000

let server: TestServer
let browser: Browser
let app: BrowserContext
let evil: Server
let evilUrl: string
/** What the listening server was asked for. */
let asked: string[] = []

beforeAll(async () => {
  evil = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((listening) => evil.listen(0, '127.0.0.1', listening))
  evilUrl = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`
  const env = { WAYWORN_APPLICATION: `${FIXTURE_APPLICATION}:${FIXTURE_TOKEN}:Phones` }
  ;[server, browser] = await Promise.all([startServer({ env }), launchChromium()])
  app = await signedIn(browser, server, { viewport: { width: 1500, height: 1000 } })
  app.setDefaultTimeout(SLOW / 3)
}, SLOW)
afterAll(async () => {
  await browser?.close()
  evil?.close()
  await server?.stop()
})

/** Elements of a page, as far as the tests look at them. */
interface Tree {
  querySelectorAll(selector: string): Iterable<{
    localName: string
    attributes: Iterable<{ name: string; value: string }>
  }>
  insertAdjacentHTML(where: string, html: string): void
}

const plantedHtml = (evil: string): string => `
<img data-planted src="${evil}/a"><iframe data-planted src="${evil}/b"></iframe>
<link data-planted rel="stylesheet" href="${evil}/c">
<style data-planted>@import "${evil}/d"; body { background: url(${evil}/e) }</style>
<video data-planted src="${evil}/f"></video><img data-planted src="data:," onerror="top.hacked = 1">
<object data-planted data="${evil}/g"></object><img data-planted src="/healthz?h"><embed data-planted src="${evil}/i">`

const phones = () => ({ url: server.url, application: { id: FIXTURE_APPLICATION, token: FIXTURE_TOKEN } })
const insideOf = (page: Page) => page.frameLocator('iframe[title="Recorded page"]').frameLocator('iframe')
const shown = (page: Page) => page.locator('[data-status="shown"]').waitFor()

test('what a hostile page tries does nothing in the player', { timeout: SLOW }, async () => {
  await sendRecording(phones(), [
    { session: 'hostile', view: 'hostile', index: 0, records: hostileRecording(evilUrl, START) },
  ])
  await caughtUp(server.url)

  const bare = await browser.newPage()
  await bare.setContent(hostileHtml(evilUrl)).catch(() => undefined)
  await pause(2000)
  await bare.close()
  expect(new Set(asked).size).toBeGreaterThan(20)
  asked = []

  const page = await app.newPage()
  let dialogs = 0
  page.on('dialog', (dialog) => {
    dialogs++
    void dialog.dismiss()
  })
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(`${server.url}/replays/${uuidOf('hostile')}`)
  await shown(page)
  const inside = insideOf(page)
  await inside.getByText('Before the attack').waitFor()
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await inside.locator('#target').getByText('odd attribute').waitFor()
  await pause(2500)

  expect(asked).toEqual([])
  expect(requests.filter((url) => !url.startsWith(server.url) && !url.startsWith('data:'))).toEqual([])
  expect(dialogs).toBe(0)
  expect(new URL(page.url()).pathname).toBe(`/replays/${uuidOf('hostile')}`)
  expect(await page.title()).toMatch(/Wayworn$/)
  const hacked = await Promise.all(page.frames().map((frame) => frame.evaluate('window.hacked')))
  expect(hacked.filter(Boolean)).toEqual([])
  // Nothing is left that a looser frame would run or load.
  const left = await inside
    .locator('html')
    .evaluate(
      (html: Tree, evil) =>
        [...html.querySelectorAll('*')].flatMap((one) =>
          [...one.attributes]
            .filter(
              ({ name, value }) =>
                /^on|srcdoc|http-equiv/i.test(name) || value.includes('javascript:') || value.includes(evil),
            )
            .map(({ name }) => `${one.localName} ${name}`),
        ),
      evilUrl,
    )
  expect(left).toEqual([])
  expect(await inside.locator('script, base[href]').count()).toBe(0)
  await page.getByText('Not shown on this page').waitFor()
  await page.close()
})

test('the frame of the player forbids what the cleaning could miss', { timeout: SLOW }, async () => {
  asked = []
  const page = await app.newPage()
  await page.goto(`${server.url}/replays/${uuidOf('hostile')}`)
  await shown(page)
  const planted = await insideOf(page)
    .locator('body')
    .evaluate((body: Tree, html) => {
      body.insertAdjacentHTML('beforeend', html)
      return [...body.querySelectorAll('[data-planted]')].length
    }, plantedHtml(evilUrl))
  expect(planted).toBe(9)
  await pause(2000)
  expect(asked).toEqual([])
  expect(await page.evaluate('window.hacked')).toBeUndefined()
  await page.close()
})

test('a phone is played as its boxes, with its touches', { timeout: SLOW }, async () => {
  for (const request of readFixture('11-synthetic-android').requests) {
    if (!['rum', 'replay'].includes(request.track)) continue
    const { 'content-type': type, 'content-encoding': encoding, 'dd-api-key': key } = lowered(request.headers)
    const answer = await fetch(new URL(request.canonicalUrl, server.url), {
      method: 'POST',
      headers: {
        ...(type && { 'content-type': type }),
        ...(encoding && { 'content-encoding': encoding }),
        ...(key && { 'dd-api-key': key }),
      },
      body: new Uint8Array(request.body),
    })
    expect(answer.status).toBe(202)
  }
  await caughtUp(server.url)
  const [session] = Object.values(readFixture('11-synthetic-android').truth.replay.views).map((one) => one.session)
  const page = await app.newPage()
  await page.goto(`${server.url}/replays/${session}`)
  await shown(page)
  const boxes = page.locator('[data-status="shown"] div[style*="absolute"]')
  expect(await boxes.count()).toBeGreaterThan(2)
  await page.close()
})

test('taps on a phone lie on its boxes in the heatmap', { timeout: SLOW }, async () => {
  const box = { id: 2, type: 'text', text: 'Pay', x: 40, y: 500, width: 280, height: 48, permanentId: 'pay' }
  const wireframes = [{ id: 1, type: 'shape', x: 0, y: 0, width: 360, height: 640 }, box]
  const records = [
    { type: 4, timestamp: START, data: { width: 360, height: 640 } },
    { type: 10, timestamp: START, data: { wireframes } },
  ]
  await sendRecording(phones(), [{ session: 'tapped', view: 'tapped', index: 0, records, source: 'android' }])
  const who = { session: 'tapped', application: FIXTURE_APPLICATION }
  const tap = (permanent_id: string, at: number) =>
    action({
      ...who,
      at,
      name: permanent_id,
      kind: 'tap',
      on: 'Payment',
      view: 'tapped',
      more: { _dd: { action: { position: { x: 70, y: 12 }, target: { permanent_id, width: 280, height: 48 } } } },
    })
  await send(phones(), [
    view({ ...who, at: START, name: 'Payment', id: 'tapped', spent: 9000 }),
    ...['pay', 'pay', 'gone'].map((id, index) => tap(id, START + 1000 + index)),
  ])
  await caughtUp(server.url)
  const page = await app.newPage()
  await page.goto(`${server.url}/heatmaps?range=1d&q=&view=Payment&device=any`)
  const outline = (await page.getByRole('button', { name: /^1\. pay$/ }).boundingBox())!
  const screen = (await page
    .getByRole('region', { name: 'Recorded page' })
    .getByText('Pay', { exact: true })
    .boundingBox())!
  expect([outline.x, outline.y].map(Math.round)).toEqual([screen.x, screen.y].map(Math.round))
  const gone = page.getByRole('list', { name: 'Clicked elements' }).getByRole('button', { name: /gone/ })
  await gone.getByLabel('not visible on this background').waitFor()
  await page.close()
})

const lowered = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/** A page that gets a paragraph a second, one segment each, with a text that makes it heavy. */
const growing = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    session: 'growing',
    view: 'growing',
    index,
    records:
      index === 0
        ? [
            { type: 4, timestamp: START, data: { width: 800, height: 600 } },
            {
              type: 2,
              format: 1,
              timestamp: START,
              data: [
                [11, [1, '#document', 'HTML', 'BODY', 'P', '#text']],
                [1, [null, 0], [1, 1], [1, 2]],
              ],
            },
          ]
        : [
            {
              type: 12,
              timestamp: START + index * 1000,
              data: [
                [14],
                [11, [1, 'P', '#text'], [4, `paragraph ${index} ${'x'.repeat(2000)}`]],
                [1, [index * 2 - 1, 0], [1, 1, 2]],
              ],
            },
          ],
  }))

test('the first picture of a long recording is there before the rest of it and its events have come', {
  timeout: SLOW,
}, async () => {
  await sendRecording(phones(), growing(80))
  await caughtUp(server.url)
  const page = await app.newPage()
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/segments\?.*paging=|events\/search/, async (route) => {
    await released
    await route.continue()
  })
  await page.goto(`${server.url}/replays/${uuidOf('growing')}`)
  await shown(page)
  await insideOf(page).locator('body').waitFor({ state: 'attached' })
  expect(await insideOf(page).locator('p').count()).toBeLessThan(3)
  release()
  await page.getByRole('slider', { name: 'Moment of the recording' }).press('End')
  await insideOf(page).getByText('paragraph 79 ').waitFor()
  expect(await insideOf(page).locator('p').count()).toBe(79)
  await page.close()
})

/** Records of the first segment once more: what was lost before them does no harm any more. */
const anew = (index: number) => growing(1)[0]!.records.map((one) => ({ ...one, timestamp: START + index * 1000 }))

test('of missing, broken and reordered segments what can be played is played, and the gaps are told', {
  timeout: SLOW,
}, async () => {
  const named = (name: string) => growing(10).map((segment) => ({ ...segment, session: name, view: name }))
  const missing = named('gap').filter(({ index }) => index !== 5)
  // Number 6 breaks off behind its only record, so 7 is not built on it; 8 begins anew.
  const broken = named('cut').map((segment) => ({
    ...segment,
    ...(segment.index === 6 && { arrives: 0.6 }),
    ...(segment.index === 8 && { records: anew(8) }),
    ...(segment.index === 9 && { records: growing(2)[1]!.records.map((one) => ({ ...one, timestamp: START + 9000 })) }),
  }))
  await sendRecording(phones(), [...missing.toReversed(), ...broken.toReversed()])
  await caughtUp(server.url)
  const page = await app.newPage()
  const open = async (name: string, at: number) => {
    await page.goto(`${server.url}/replays/${uuidOf(name)}?at=${START + at}`)
    await shown(page)
  }
  await open('gap', 6500)
  await insideOf(page).getByText('paragraph 4 ').waitFor()
  expect(await insideOf(page).locator('p').count()).toBe(4)
  await page.getByText('A part of the recording has not arrived').first().waitFor()

  await open('cut', 7500)
  await insideOf(page).getByText('paragraph 6 ').waitFor()
  expect(await insideOf(page).locator('p').count()).toBe(6)
  await page.getByText('A part of the recording is broken').first().waitFor()
  await page.getByRole('slider', { name: 'Moment of the recording' }).press('End')
  await insideOf(page).getByText('paragraph 1 ').waitFor()
  expect(await insideOf(page).locator('p').count()).toBe(1)
  await page.close()
})
