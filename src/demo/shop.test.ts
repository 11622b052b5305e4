import { setTimeout as pause } from 'node:timers/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { launchChromium } from '../../test/support/chromium.ts'
import { newestViews, oldestViews } from './testing/newest-views.ts'
import { RECORDER_APPLICATION as APPLICATION, startRecorder } from './testing/recorder.ts'
import { FULL_VISIT, type ShopAction, visitShop } from './visit.ts'

// biome-ignore lint/suspicious/noExplicitAny: events of the SDK, read by path
type Event = any

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
})

const actionsOf = (events: Event[]): ShopAction[] =>
  events
    .filter((event) => event.type === 'action')
    // Of one millisecond the click comes first, which is sent later: the shop reports what a click did.
    .sort((a, b) => a.date - b.date || Number(a.action.type === 'custom') - Number(b.action.type === 'custom'))
    .map((event) => ({
      type: event.action.type,
      name: event.action.target.name,
      path: new URL(event.view.url).pathname,
      frustrations: [...(event.action.frustration?.type ?? [])].sort(),
      ...(event.action.type === 'custom' ? { context: withoutGlobal(event.context) } : {}),
    }))

/**
 * Whom each view's last document carries; its first one where nobody was signed in: the SDK tells a view once more after
 * it was left (what came late counts for it), and names whoever has signed in since.
 */
const usersOf = (events: Event[], expected: { user: string | null }[]): (string | null)[] => {
  const [first, last] = [oldestViews(events), newestViews(events)].map((all) =>
    all.filter((event) => event.type === 'view').map((event): string | null => event.usr?.id ?? null),
  )
  return expected.map(({ user }, at) => (user ? last! : first!)[at] ?? null)
}

const withoutGlobal = ({ shop: _, ...own }: Record<string, unknown>) => own

const sorted = (action: ShopAction): ShopAction => ({ ...action, frustrations: [...action.frustrations].sort() })

for (const sdk of ['7', '5']) {
  test(`what SDK ${sdk} sends of a scripted visit is what the script did, one for one`, async () => {
    const recorder = await startRecorder()
    const context = await browser.newContext()
    try {
      const visit = await visitShop(await context.newPage(), recorder.url, FULL_VISIT, { sdk })
      await pause(500)
      const { events } = recorder
      const views = newestViews(events).filter((event) => event.type === 'view')
      expect(views.map((event) => new URL(event.view.url).pathname)).toEqual(visit.views.map((view) => view.path))
      expect(views.map((event) => event.view.name)).toEqual(visit.views.map((view) => view.name))
      expect(usersOf(events, visit.views)).toEqual(visit.views.map((view) => view.user))
      expect(actionsOf(events)).toEqual(visit.actions.map(sorted))
      const errors = events.filter((event) => event.type === 'error' && event.error.source !== 'network')
      expect(errors.map((event) => event.error.message.replace(/^Uncaught |^TypeError: /g, ''))).toEqual(visit.errors)
      expect(new Set(events.map((event) => event.session.id))).toEqual(new Set([visit.sessionId]))
      expect(events.every((event) => event.application.id === APPLICATION.id)).toBe(true)
      const last = views.at(-1)!
      expect(last.usr).toMatchObject(visit.user!)
      if (Number(sdk) > 5) expect(last.account).toMatchObject(visit.account!)
      expect(recorder.requests.every((request) => request.token === APPLICATION.clientToken)).toBe(true)
      expect(recorder.requests.filter((request) => request.track === 'replay').length).toBeGreaterThan(0)
    } finally {
      await context.close()
      await recorder.app.close()
    }
  })
}

test('axe finds nothing on any page of the shop, light and dark, wide and narrow', async () => {
  const recorder = await startRecorder()
  try {
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 400],
    ] as const) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } })
      const page = await context.newPage()
      await page.goto(`${recorder.url}/demo/`)
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
      await page.addInitScript(`localStorage.setItem('longshore.cart', '[{"sku":"104","quantity":2}]')`)
      for (const path of [
        '/',
        '/products',
        '/products/harbour-coat-104',
        '/cart',
        '/checkout',
        '/done',
        '/account',
        '/search?q=wool',
        '/nowhere',
      ]) {
        await page.goto(`${recorder.url}/demo/shop${path}`)
        await page.waitForSelector('html[data-ready]')
        if (path.startsWith('/search')) await page.getByText('found for').waitFor()
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.map(({ id, nodes }) => [path, id, nodes.map((node) => node.html)])).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
      }
      await context.close()
    }
  } finally {
    await recorder.app.close()
  }
})
