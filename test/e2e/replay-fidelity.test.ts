import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caughtUp } from '../support/caught-up.ts'
import { changingRecording } from '../support/changing-recording.ts'
import { launchChromium } from '../support/chromium.ts'
import { type LiveSite, startLiveSite } from '../support/live-site.ts'
import { PAGE_TEXT } from '../support/page-text.ts'
import { type Box, type Part, pictureDifference } from '../support/picture-difference.ts'
import { uuidOf } from '../support/sdk-events.ts'
import { sendRecording } from '../support/send-recording.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** What the player shows is what the page looked like: pages recorded with the real SDK, their pictures compared. */

const SLOW = 300_000
/** The largest share of pixels that may differ: rings of focus are the browser's own, and not recorded. */
const BOUND = 0.002
/** Is not recorded. */
const EXCEPT = 'canvas, iframe'

type Step = (page: Page) => Promise<unknown>

/** Moments of pages, in order. Those in packages nobody here wrote. */
const VISITS: Record<string, Record<string, Step>> = {
  '/zoo': {
    'as it came': async () => {},
    'filled in': async (page) => {
      await page.fill('#name', 'Somebody')
      await page.uncheck('#tick')
      await page.check('#r2')
      await page.fill('#text', 'Changed')
      await page.focus('#pick')
      await page.keyboard.press('ArrowDown')
      await page.click('summary')
      await page.hover('#box')
      await page.mouse.wheel(0, 60)
    },
    'after pushState': (page) => page.click('#go'),
    scrolled: (page) => page.mouse.wheel(0, 300),
    'with a modal': async (page) => {
      await page.mouse.wheel(0, -300)
      await page.click('#open')
    },
    'in a smaller window': async (page) => {
      await page.evaluate("modal.classList.remove('open')")
      await page.setViewportSize({ width: 640, height: 560 })
    },
    'with a dialog': async (page) => {
      await page.setViewportSize({ width: 900, height: 600 })
      await page.click('#ask')
    },
  },
  '/far': {
    'in the style of another site': async () => {},
    'in another of its styles': (page) =>
      page.evaluate("(link => { link.href = link.href.replace('far', 'night') })(document.querySelector('link'))"),
  },
  '/package/loglevel/demo/index.html': { 'a form': async () => {}, opened: (page) => page.click('summary') },
  '/package/playwright-core/lib/vite/traceViewer/index.html': { 'an app with its own font': async () => {} },
  '/package/simpleheat/demo/index.html': { 'a canvas and a frame': async () => {} },
}

/** What of other people's pages looks different; docs/guides/replay.md lists it, and why. */
const DIFFERS: Record<string, string[]> = {
  '/package/loglevel/demo/index.html a form': [],
  '/package/loglevel/demo/index.html opened': [],
  '/package/playwright-core/lib/vite/traceViewer/index.html an app with its own font': [],
  '/package/simpleheat/demo/index.html a canvas and a frame': ['canvas#canvas'],
}

interface Moment {
  name: string
  at: number
  session: string
  picture: Buffer
  except: Box[]
  parts: Part[]
}

let server: TestServer
let browser: Browser
let site: LiveSite
let app: BrowserContext
const moments: Moment[] = []

const look = async (page: Page, name: string): Promise<Moment> => {
  const at = Date.now()
  const picture = await page.screenshot({ caret: 'initial' })
  const session = await page.evaluate<string>('DD_RUM.getInternalContext()?.session_id ?? ""')
  const except = await page.evaluate<Box[]>(
    `[...document.querySelectorAll('${EXCEPT}')].map((one) => one.getBoundingClientRect().toJSON())`,
  )
  const parts = await page.evaluate<Part[]>(
    `[...document.querySelectorAll('body *')].map((one) => ({
      name: one.localName + (one.id && '#' + one.id), box: one.getBoundingClientRect().toJSON() }))`,
  )
  return { name, at, session, picture, except, parts }
}

/** What the step did has been drawn, and half a second of the page's own time is over, in which it is recorded. */
const recorded = async (page: Page): Promise<void> => {
  await page.waitForFunction(`innerWidth === ${page.viewportSize()!.width}`)
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 500)))')
}

const visit = async (context: BrowserContext, path: string, steps: Record<string, Step>) => {
  const page = await context.newPage()
  await page.goto(site.url + path)
  await page.waitForTimeout(1000)
  for (const [name, step] of Object.entries(steps)) {
    await step(page)
    await recorded(page)
    moments.push(await look(page, `${path} ${name}`))
    await page.waitForTimeout(150)
  }
  await page.goto(`${site.url}/end`)
  await page.waitForTimeout(400)
  await page.close()
}

beforeAll(async () => {
  const pages = {
    '/zoo': readFileSync(new URL('../fixtures/pages/zoo.html', import.meta.url), 'utf8'),
    '/image.svg':
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4" fill="#080"/></svg>',
    '/end': '<!doctype html><title>End</title>',
    // Its style sheet lies on another origin and can't be read by the page: the recording does not hold it.
    '/far': `<!doctype html><html><head><title>Far</title><script>
      document.write('<link rel="stylesheet" href="http://localhost:' + location.port + '/far.css">')</script></head>
      <body><h1>Far</h1><p>Styled from elsewhere</p><img src="/gone.png" alt=""><img src="http://127.0.0.1:1/un.png" alt="">
      </body></html>`,
    '/far.css': '@import "more.css" screen; @import "far.css"; h1 { color: #fff; background: #126 }',
    '/night.css': 'h1 { color: #126; background: #fc6 } body { margin: 80px; background: #222 }',
    '/more.css':
      'body { margin: 40px; background: #cde url(image.svg) no-repeat 300px 40px / 90px } img { display: none }',
  }
  site = await startLiveSite(pages, () => ({
    applicationId: server.application.id,
    clientToken: server.application.token,
    site: 'datadoghq.com',
    proxy: `${server.url}/intake`,
    sessionReplaySampleRate: 100,
    defaultPrivacyLevel: 'allow',
  }))
  const env = { WAYWORN_REPLAY_ASSETS: `${site.url},${site.url.replace('127.0.0.1', 'localhost')}` }
  ;[server, browser] = await Promise.all([startServer({ env }), launchChromium()])
  const context = await browser.newContext({ viewport: { width: 900, height: 600 }, serviceWorkers: 'block' })
  for (const [path, steps] of Object.entries(VISITS)) await visit(context, path, steps)
  await context.close()
  await caughtUp(server.url)
  app = await browser.newContext({ viewport: { width: 1500, height: 1000 } })
  const { email, password } = server.admin
  const signIn = `${server.url}/api/v2/wayworn/sign-in`
  await app.request.post(signIn, { data: { email, password }, headers: { origin: server.url } })
}, SLOW)
afterAll(async () => {
  await browser?.close()
  site?.stop()
  await server?.stop()
})

/** The picture in the player at a moment, as large as the window was. */
const replayed = async (player: Page, { session, at }: Moment): Promise<Buffer> => {
  await player.goto(`${server.url}/replays/${session}?at=${at}`)
  return shown(player)
}

const shown = async (player: Page): Promise<Buffer> => {
  await player.locator('[data-status="shown"]').waitFor()
  await player.waitForLoadState('networkidle')
  const frame = player.locator('iframe[title="Recorded page"]')
  await frame
    .contentFrame()
    .locator('.replayer-mouse')
    .evaluate((mouse: { hidden: boolean }) => {
      mouse.hidden = true
    })
  return frame.screenshot({ caret: 'initial' })
}

/** By the timeline, so many ms. */
const goBack = async (player: Page, ms: number) => {
  const slider = player.getByRole('slider', { name: 'Moment of the recording' })
  const { x, y, width } = (await slider.boundingBox())!
  const share = await slider.evaluate(
    (one: { lastElementChild: { style: { left: string } } }) =>
      Number.parseFloat(one.lastElementChild.style.left) / 100,
  )
  const length = 1000 * Number(await slider.getAttribute('aria-valuemax'))
  await player.mouse.click(x + width * (share - ms / length), y + 4)
}

test('the player shows what was seen', { timeout: SLOW }, async () => {
  const player = await app.newPage()
  const shares: Record<string, number> = {}
  const elsewhere: Record<string, string[]> = {}
  for (const moment of moments) {
    const picture = await replayed(player, moment)
    const { share, where } = await pictureDifference(player, [moment.picture, picture], moment)
    shares[moment.name] = share
    if (moment.name.startsWith('/package/')) elsewhere[moment.name] = Object.keys(where).sort()
  }
  expect(Object.entries(shares).filter(([, share]) => share > BOUND)).toEqual([])
  expect(elsewhere).toEqual(DIFFERS)
  // Back before a style sheet was changed, without opening the player anew.
  const [before, after] = moments.filter(({ name }) => name.startsWith('/far')) as [Moment, Moment]
  await replayed(player, after)
  await goBack(player, after.at - before.at)
  expect((await pictureDifference(player, [before.picture, await shown(player)], before)).share).toBeLessThan(BOUND)
  // What could not be had is told, and why.
  await replayed(player, moments.find(({ name }) => name.startsWith('/far'))!)
  await player.getByRole('button', { name: '2 not loaded' }).click()
  await player.getByText(`${site.url}/gone.png can not be shown: its site answers 404`).waitFor()
  await player.getByText('WAYWORN_REPLAY_ASSETS=http://127.0.0.1:1', { exact: true }).waitFor()
  await player.keyboard.press('Escape')
  // The site may go: its images are kept. Of other sites there are none.
  site.stop()
  const asset = (url: string) =>
    app.request.get(
      `${server.url}/api/v2/wayworn/replay/assets?${new URLSearchParams({ url, at: `${moments[0]!.at}` })}`,
    )
  expect(await (await asset(`${site.url}/image.svg`)).text()).toContain('<circle')
  expect((await asset(`${site.url}/end`)).status()).toBe(404)
  expect((await asset(`${server.url}/mark.svg`)).status()).toBe(400)
  // Nothing takes the keyboard away from the player, a dialog neither.
  expect(await player.evaluate('document.activeElement.tagName')).not.toBe('IFRAME')
})

test('a page is the same however its moment is come to: step by step, or at once from afar', {
  timeout: SLOW,
}, async () => {
  const [start, seconds] = [Date.now() - 7_200_000, 60]
  const records = changingRecording(start, seconds)
  await sendRecording(server, [{ session: 'changing', view: 'changing', index: 0, records }])
  await caughtUp(server.url)
  const player = await app.newPage()
  await player.goto(`${server.url}/replays/${uuidOf('changing')}?at=${start}`)
  const slider = player.getByRole('slider', { name: 'Moment of the recording' })
  const around = `document.querySelector('iframe[title="Recorded page"]').contentDocument`
  const page = `(${PAGE_TEXT})(${around}.querySelector('iframe').contentDocument)`
  const pointer = `['left', 'top'].map((side) => ${around}.querySelector('.replayer-mouse').style[side] || '0px')`
  const at = async (key?: string): Promise<string> => {
    if (key) await slider.press(key)
    await player.locator('[data-status="shown"]').waitFor()
    return player.evaluate<string>(`${page} + ${pointer}`)
  }
  const onwards = [await at()]
  for (let second = 5; second <= seconds; second += 5) onwards.push(await at('ArrowRight'))
  expect(new Set(onwards).size).toBe(onwards.length)
  // Back to a moment nothing is undone: the page is built anew.
  const back = [await at('End')]
  for (let second = 5; second <= seconds; second += 5) back.unshift(await at('ArrowLeft'))
  expect(back).toEqual(onwards)
  await player.close()
})

test('a session is watched, written about, put on a playlist and found there, and stands behind a heatmap', {
  timeout: SLOW,
}, async () => {
  const page = await app.newPage()
  const { session, at } = moments[0]!
  await page.goto(`${server.url}/replays/${session}?at=${at}`)
  await page.getByRole('button', { name: 'Watched by 1' }).waitFor()
  await page.getByRole('tab', { name: /^Comments/ }).click()
  await page.getByLabel(/^About/).pressSequentially('Why does it stop here, @adm')
  await page.getByRole('group', { name: 'People' }).getByRole('button').click()
  await page.getByRole('button', { name: /^Write about/ }).click()
  await page.getByRole('article').getByText('Why does it stop here').waitFor()
  await page.getByRole('button', { name: 'Playlist' }).click()
  await page.getByLabel('Name of a new playlist').fill('Odd ones')
  await page.getByRole('button', { name: 'Make and add' }).click()
  await expect
    .poll(() => page.getByRole('checkbox', { name: 'Odd ones' }).isChecked(), { timeout: SLOW / 3 })
    .toBe(true)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Heatmap background' }).click()
  await page.getByRole('link', { name: 'Kept: see the heatmap' }).click()
  await page.getByText('Background: kept for all').waitFor()

  await page.goto(`${server.url}/playlists`)
  await page.getByRole('link', { name: 'Odd ones' }).click()
  await page.getByRole('button', { name: 'Take out' }).waitFor()
  await page.goto(`${server.url}/playlists/watched`)
  await page.getByRole('cell', { name: 'Somebody unknown' }).waitFor()
  await page.goto(`${server.url}/playlists/mentions`)
  await page.getByText('Why does it stop here').waitFor()
  await page.getByRole('link', { name: /, at 0:/ }).click()
  await page.locator('[data-status="shown"]').waitFor()
  expect(new URL(page.url()).pathname).toBe(`/replays/${session}`)
  await page.close()
})
