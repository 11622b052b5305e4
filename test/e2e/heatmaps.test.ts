import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HeatmapAnswer } from '../../src/analyses/heatmap/definition.ts'
import { caughtUp } from '../support/caught-up.ts'
import { launchChromium } from '../support/chromium.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { signedIn } from '../support/signed-in.ts'
import { violationsOf } from '../support/violations.ts'

/** Clicks driven at known elements with the real SDK land on those elements in the heatmap. */

const SLOW = 400_000
const SHOP = '7c1d5a4e-2f63-4b0a-9a3e-5d0c8be1de30:pub00000000000000000000000000000001:Demo shop'
const PHONE =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36'

const DESKTOP =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36'

/** Three widths of window, two types of device. */
const WINDOWS = [
  { device: 'Desktop', options: { viewport: { width: 1440, height: 800 }, userAgent: DESKTOP } },
  { device: 'Desktop', options: { viewport: { width: 900, height: 700 }, userAgent: DESKTOP } },
  { device: 'Mobile', options: { viewport: { width: 390, height: 700 }, userAgent: PHONE } },
] as const

/** What is clicked on the page of a product, and where inside of it, as shares of its size. */
const CLICKS = [
  { id: 'add-to-cart', x: 0.1, y: 0.5 },
  { id: 'size-guide', x: 0.9, y: 0.2 },
  { id: 'size-guide', x: 0.5, y: 0.8 },
  { id: 'gone', x: 0.5, y: 0.5 },
] as const

let server: TestServer
let browser: Browser

const visit = async ({ options }: (typeof WINDOWS)[number], makesGone: boolean) => {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto(`${server.url}/demo/shop/products/harbour-coat-104`)
  await page.waitForSelector('html[data-ready]')
  if (makesGone)
    await page.evaluate(`document.querySelector('article').insertAdjacentHTML('beforeend',
      '<button type="button" data-testid="gone">Only today</button>')`)
  await page.waitForTimeout(2500)
  for (const { id, x, y } of CLICKS) {
    if (id === 'gone' && !makesGone) continue
    const target = page.locator(`[data-testid="${id}"]`)
    await target.scrollIntoViewIfNeeded()
    await page.waitForTimeout(500)
    const box = (await target.boundingBox())!
    await page.mouse.click(box.x + box.width * x, box.y + box.height * y)
    await page.waitForTimeout(1400)
  }
  await page.goto(`${server.url}/demo/`)
  await page.waitForTimeout(700)
  await context.close()
}

let window: BrowserContext

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ env: { WAYWORN_APPLICATION: SHOP } }), launchChromium()])
  await Promise.all(WINDOWS.map((one) => visit(one, true)))
  // The newest view of each kind of device is the background: without the element that was there before.
  await Promise.all(WINDOWS.slice(1).map((one) => visit(one, false)))
  await caughtUp(server.url)
  window = await signedIn(browser, server)
}, SLOW)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const address = (device: string, more = '') =>
  `${server.url}/heatmaps?range=1d&q=&view=/products/?&device=${device}${more}`.replace('/products/?', '/products/%3F')

const heatmap = async (device: string): Promise<HeatmapAnswer> => {
  const now = Date.now()
  const answer = await fetch(`${server.url}/api/v2/product-analytics/heatmap`, {
    method: 'POST',
    headers: {
      'dd-api-key': server.apiKey,
      'dd-application-key': server.appKey,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      data: {
        type: 'heatmap_request',
        attributes: { from: now - 3_600_000, to: now + 60_000, view_name: '/products/?', device_type: device },
      },
    }),
  })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { data: { attributes: HeatmapAnswer } }).data.attributes
}

/** Where the page outlines an element, and where the recorded page has it; both in px of the screen. */
const places = async (page: Page, name: string, id: string) => {
  const outline = (await page.getByRole('button', { name: new RegExp(`^\\d+\\. ${name}$`) }).boundingBox())!
  const inside = page.frameLocator('iframe[title="Recorded page"]').frameLocator('iframe')
  const real = (await inside.locator(`[data-testid="${id}"]`).boundingBox())!
  return { outline, real }
}

test.each(['Desktop', 'Mobile'])(
  '%s: every click is on its element, and what is gone is listed as not visible',
  {
    timeout: SLOW,
  },
  async (device) => {
    const visits = [...WINDOWS, ...WINDOWS.slice(1)].filter((window) => window.device === device).length
    const withGone = WINDOWS.filter((window) => window.device === device).length
    const answer = await heatmap(device)
    const counts = Object.fromEntries(answer.elements.map(({ name, clicks }) => [name, clicks]))
    expect(counts).toEqual({ 'Add to cart': visits, 'Size guide': 2 * visits, 'Only today': withGone })
    const page = await window.newPage()
    await page.goto(address(device))
    const list = page.getByRole('list', { name: 'Clicked elements' })
    await list.getByText('Size guide').waitFor({ timeout: 120_000 })
    await page.getByRole('button', { name: /^\d+\. Add to cart$/ }).waitFor({ timeout: 120_000 })
    for (const [name, id] of [
      ['Add to cart', 'add-to-cart'],
      ['Size guide', 'size-guide'],
    ] as const) {
      const { outline, real } = await places(page, name, id)
      for (const side of ['x', 'y', 'width', 'height'] as const)
        expect(Math.abs(outline[side] - real[side]), `${name} ${side}`).toBeLessThan(2)
    }
    // The cells that were clicked are those that were driven at, whatever the width of the window.
    const cells = answer.elements.find(({ name }) => name === 'Size guide')!.spots.map(([x, y]) => [x / 32, y / 32])
    for (const [x, y] of cells)
      expect(
        CLICKS.some((click) => Math.abs(click.x - x! - 1 / 64) < 0.04 && Math.abs(click.y - y! - 1 / 64) < 0.05),
      ).toBe(true)
    const gone = list.getByRole('button', { name: /Only today/ })
    expect(await gone.getByLabel('not visible on this background').count()).toBe(1)
    expect(await page.getByRole('button', { name: /^\d+\. Only today$/ }).count()).toBe(0)
    expect(await list.getByLabel('not visible on this background').count()).toBe(1)
    // Its replays are the sessions in which it was clicked, each at its first click.
    await list.getByRole('button', { name: /Size guide/ }).click()
    await page.getByRole('link', { name: 'Its replays' }).click()
    const plays = page.getByRole('button', { name: /^Play the session/ })
    await plays.first().waitFor({ timeout: 120_000 })
    expect(await plays.count()).toBe(visits)
    await plays.first().click()
    await page.locator('[data-status="shown"]').waitFor({ timeout: 120_000 })
    expect(new URL(page.url()).searchParams.get('at')).toMatch(/^\d{13}$/)
    await page.close()
  },
)

test('the scroll map tells what was looked at, and its small page moves the large one', { timeout: SLOW }, async () => {
  const page = await window.newPage()
  await page.setViewportSize({ width: 1440, height: 420 })
  await page.goto(address('Desktop', '&map=scroll&bands=attention'))
  const marker = page.getByRole('slider', { name: 'Part of the page in the window' })
  await marker.waitFor({ timeout: 120_000 })
  const read = page.getByRole('complementary').getByText('Recordings read')
  expect(await read.locator('xpath=following-sibling::dd').textContent()).toBe('3')
  const scroller = page.getByRole('region', { name: 'Recorded page' })
  const scrolled = () => scroller.evaluate((one: { scrollTop: number }) => one.scrollTop)
  await marker.press('End')
  await expect.poll(scrolled).toBeGreaterThan(50)
  await page.mouse.move(1, 1)
  const box = (await marker.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, box.y - 300)
  await page.mouse.up()
  await expect.poll(scrolled).toBe(0)
  await page.close()
})

test('axe finds nothing on heatmaps and frustrations, wide and narrow', { timeout: SLOW }, async () => {
  const addresses = [
    address('Desktop'),
    address('Desktop', '&map=scroll&bands=attention'),
    address('Desktop', '&map=top&vs=before'),
    address('Tablet'),
    `${server.url}/frustrations?range=1d&q=`,
  ]
  const lookAt = async (url: string) => {
    const page = await window.newPage()
    const found: string[] = []
    await page.goto(url)
    await page.locator('h1').waitFor({ state: 'attached', timeout: 120_000 })
    await page.waitForLoadState('networkidle')
    for (const width of [1440, 400]) {
      await page.setViewportSize({ width, height: 900 })
      // The recorded page is somebody else's, and runs no scripts.
      found.push(...(await violationsOf(page, 'iframe')).map((violation) => `${width} ${url}: ${violation}`))
    }
    await page.close()
    return found
  }
  const found = (await Promise.all(addresses.map(lookAt))).flat()
  expect(found).toEqual([])
})
