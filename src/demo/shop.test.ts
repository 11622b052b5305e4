import { setTimeout as pause } from 'node:timers/promises'
import { AxeBuilder } from '@axe-core/playwright'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { launchChromium } from '../../test/support/chromium.ts'
import { demoRoutes } from './routes.ts'
import { FULL_VISIT, type ShopAction, visitShop } from './visit.ts'

const APPLICATION = { id: '0a1b2c3d-0000-4000-8000-0000000000d3', clientToken: 'pubdemo' }

// biome-ignore lint/suspicious/noExplicitAny: events of the SDK, read by path
type Event = any

interface Recorder {
  app: FastifyInstance
  url: string
  events: Event[]
  requests: { track: string; token: string | null }[]
}

/** Serves the shop and keeps what the SDK posts to it. */
const startRecorder = async (): Promise<Recorder> => {
  const app = Fastify({ bodyLimit: 20_000_000 })
  const recorder: Recorder = { app, url: '', events: [], requests: [] }
  await app.register(demoRoutes, { application: () => APPLICATION })
  await app.register(async (intake) => {
    intake.removeAllContentTypeParsers()
    intake.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
    intake.post<{ Querystring: { ddforward: string }; Body: Buffer }>('/intake', async ({ query, body }, reply) => {
      const target = new URL(query.ddforward, 'http://x')
      const track = target.pathname.split('/').at(-1)!
      recorder.requests.push({ track, token: target.searchParams.get('dd-api-key') })
      if (track === 'rum')
        recorder.events.push(
          ...body
            .toString('utf8')
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line)),
        )
      return reply.code(202).header('access-control-allow-origin', '*').send({})
    })
  })
  recorder.url = await app.listen({ host: '127.0.0.1', port: 0 })
  return recorder
}

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
})

const newest = (events: Event[]): Event[] => {
  const views = new Map<string, Event>()
  for (const event of events) {
    const known = views.get(event.view.id)
    if (event.type === 'view' && !(known?._dd.document_version > event._dd.document_version))
      views.set(event.view.id, event)
  }
  return [...views.values()].sort((a, b) => a.date - b.date)
}

const actionsOf = (events: Event[]): ShopAction[] =>
  events
    .filter((event) => event.type === 'action')
    .sort((a, b) => a.date - b.date)
    .map((event) => ({
      type: event.action.type,
      name: event.action.target.name,
      path: new URL(event.view.url).pathname,
      frustrations: [...(event.action.frustration?.type ?? [])].sort(),
      ...(event.action.type === 'custom' ? { context: withoutGlobal(event.context) } : {}),
    }))

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
      const views = newest(events)
      expect(views.map((event) => new URL(event.view.url).pathname)).toEqual(visit.views.map((view) => view.path))
      expect(views.map((event) => event.view.name)).toEqual(visit.views.map((view) => view.name))
      expect(views.map((event) => event.usr?.id ?? null)).toEqual(visit.views.map((view) => view.user))
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
