import type { Locator, Page } from 'playwright-core'
import { stringifyParams } from '../../src/ui/scope/search-params.ts'
import { caughtUp } from './caught-up.ts'
import { launchChromium } from './chromium.ts'
import { action, type SdkEvent, view } from './sdk-events.ts'
import { send } from './send.ts'
import { startServer, type TestServer } from './server.ts'
import { signedIn } from './signed-in.ts'

/** Names of views: one that means something to objects, one of 10 KB. */
export const NAMES = ['/home', '/product', '/cart', '__proto__', `/${'x'.repeat(10_000)}`]
/** Of one attribute, so many values as to be too many to draw, or to list. */
export const MANY = 3000
const HOUR = 3_600_000

/** View `i` of `NAMES` is seen `5 - i` times, by as many people; the first two names the day before as well. */
const planted = (now: number): SdkEvent[] =>
  NAMES.flatMap((name, i) =>
    Array.from({ length: NAMES.length - i }, (_, n) => {
      const who = { session: `s${i}-${n}`, user: { id: `u${n}`, name: `Person ${n}`, plan: n % 2 ? 'free' : 'paid' } }
      const mixed = n % 2 ? 'eleven' : 11
      return [
        view({ ...who, at: now - HOUR - n * 1000, name, spent: 1000 * (n + 1), context: { mixed } }),
        ...(i < 2 ? [view({ ...who, session: `old${i}-${n}`, at: now - 25 * HOUR, name })] : []),
      ]
    }).flat(),
  )

const many = (now: number): SdkEvent[] =>
  Array.from({ length: MANY }, (_, n) => {
    const context = { n: `v${n}` }
    return action({ session: `m${n % 50}`, at: now - 2 * HOUR, name: `a${n}`, kind: 'custom', on: '/many', context })
  })

export interface ExplorerSite {
  server: TestServer
  page: Page
  /** Opens Analytics with these names in the address. */
  open: (params?: Record<string, string>) => Promise<unknown>
  /** Asks the API by key; a body is posted. */
  ask: <T>(path: string, body?: string | null) => Promise<T>
  /** The table of groups: each one's name, and its first number. */
  groups: () => Promise<[string, number][]>
  stop: () => Promise<void>
}

/** A server with a few planted events, and its page in a browser, signed in. */
export const openExplorerSite = async (): Promise<ExplorerSite> => {
  const [server, browser] = await Promise.all([startServer(), launchChromium()])
  const now = Date.now()
  await send(server, [...planted(now), ...many(now)])
  await caughtUp(server.url)
  const context = await signedIn(browser, server, { locale: 'en-US' })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const keys = { 'dd-api-key': server.apiKey, 'dd-application-key': server.appKey }
  return {
    server,
    page,
    open: (params = {}) =>
      page.goto(`${server.url}/analytics${stringifyParams({ range: '1d', tz: 'UTC', q: '', ...params })}`),
    ask: async <T>(path: string, body?: string | null) => {
      const posted = { method: 'POST', headers: { ...keys, 'content-type': 'application/json' }, body: body ?? '' }
      const answer = await fetch(server.url + path, body === undefined ? { headers: keys } : posted)
      if (!answer.ok) throw new Error(await answer.text())
      return (await answer.json()) as T
    },
    groups: async () => {
      const rows = page.getByRole('region', { name: 'Groups' }).locator('tbody tr:has(button)')
      await rows.first().waitFor()
      return Promise.all(
        (await rows.all()).map(async (row): Promise<[string, number]> => {
          const [number] = await titlesOf(row.locator('td span[title]').first())
          return [(await row.getByRole('button').first().getAttribute('title')) ?? '', numberIn(number)]
        }),
      )
    },
    stop: async () => {
      await browser.close()
      await server.stop()
    },
  }
}

/** What is said on hovering: all digits of figures. */
export const titlesOf = async (found: Locator): Promise<string[]> =>
  Promise.all((await found.all()).map(async (one) => (await one.getAttribute('title')) ?? ''))

export const numberIn = (text: string | null | undefined): number => Number((text ?? '').replace(/[^\d.-]/g, ''))
