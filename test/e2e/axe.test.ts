import AxeBuilder from '@axe-core/playwright'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caughtUp } from '../support/caught-up.ts'
import { launchChromium } from '../support/chromium.ts'
import { action, view } from '../support/sdk-events.ts'
import { send } from '../support/send.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { signedIn } from '../support/signed-in.ts'

const SLOW = 600_000
const PAGES = [
  '/analytics?q=',
  '/analytics?q=&show=top&by=@view.name;5',
  '/analytics?q=&show=table&by=@view.name;5',
  '/analytics?q=&show=list',
  '/analytics?q=&show=change&by=@view.name;5',
  '/analytics?q=&show=value&vs=previous_week',
  '/analytics?q=@view.name:/nowhere',
  '/funnel?q=&s1=view:/home&s2=view:/product',
  '/funnel?q=&s1=view:/home&s2=view:/product&show=duration&like=posthog&not=view:/help%5C;1-2&vs=previous',
  '/funnel?q=&s1=view:/home&s2=view:/product&show=conversion',
  '/replays?q=',
  '/replays/none',
  '/playlists',
  '/playlists/watched',
  '/playlists/7',
  '/pathways?q=',
  '/pathways?q=&show=table',
  '/journey-paths?q=&s1=view:/home&s2=view:/product',
  '/retention?q=',
  '/retention?q=&show=time',
  '/users',
  '/users/ann',
  '/accounts',
  '/segments',
  '/segments/new',
  '/heatmaps?q=',
  '/frustrations?q=',
  '/actions',
  '/actions/new',
  '/settings/imports',
  '/settings/set-aside',
  '/settings/applications',
  '/settings/keys',
  '/settings/people',
  '/settings/retention',
]

let server: TestServer
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), launchChromium()])
  const at = Date.now() - 1_800_000
  const who = { session: 'one', user: { id: 'ann', name: 'Ann' } }
  await send(server, [
    view({ ...who, at, name: '/home' }),
    view({ ...who, at: at + 1000, name: '/product' }),
    action({ ...who, at: at + 2000, name: 'Buy', on: '/product' }),
  ])
  await caughtUp(server.url)
}, SLOW)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const violationsOn = async (context: BrowserContext, path: string) => {
  const page = await context.newPage()
  await page.goto(server.url + path)
  await page.locator('h1').first().waitFor({ state: 'attached' })
  await page.waitForLoadState('networkidle')
  const { violations } = await new AxeBuilder({ page }).analyze()
  await page.close()
  return violations.map(({ id, nodes }) => `${path}: ${id} at ${nodes[0]?.target.join(' ')}`)
}

/** How many pages are open at once: most of the time of each goes by in waiting. */
const LANES = 3

test.each([
  ['wide and light', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }],
  ['narrow and dark', { viewport: { width: 400, height: 800 }, colorScheme: 'dark' }],
] as const)('axe finds nothing on any page, %s', { timeout: SLOW }, async (_, options) => {
  const [stranger, member] = [await browser.newContext(options), await signedIn(browser, server, options)]
  const found = await violationsOn(stranger, '/sign-in')
  const waiting = [...PAGES]
  const lane = async () => {
    for (let path = waiting.shift(); path; path = waiting.shift()) found.push(...(await violationsOn(member, path)))
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  await Promise.all([stranger.close(), member.close()])
  expect(found).toEqual([])
})
