import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caughtUp } from '../support/caught-up.ts'
import { launchChromium } from '../support/chromium.ts'
import { action, view } from '../support/sdk-events.ts'
import { send } from '../support/send.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { signedIn } from '../support/signed-in.ts'
import { violationsOf } from '../support/violations.ts'

const SLOW = 600_000
const PAGES = [
  '/?q=',
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
  '/pathways?q=&show=table&vs=previous',
  '/journey-paths?q=&s1=view:/home&s2=view:/product&vs=previous',
  '/retention?q=&vs=previous',
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

const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 400, height: 800 }

/** Of one visit: as it is opened, wide and light, then narrow and dark. */
const violationsOn = async (context: BrowserContext, path: string) => {
  const page = await context.newPage()
  await page.goto(server.url + path)
  await page.locator('h1').first().waitFor({ state: 'attached' })
  await page.waitForLoadState('networkidle')
  const found: string[] = []
  const look = async (as: string) => {
    found.push(...(await violationsOf(page)).map((violation) => `${path}, ${as}: ${violation}`))
  }
  await look('wide and light')
  await page.setViewportSize(NARROW)
  await page.emulateMedia({ colorScheme: 'dark' })
  await look('narrow and dark')
  await page.close()
  return found
}

/** How many pages are open at once: most of the time of each goes by in waiting. */
const LANES = 3

test('axe finds nothing on any page, wide and light, narrow and dark', { timeout: SLOW }, async () => {
  const options = { viewport: WIDE, colorScheme: 'light' } as const
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
