import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FULL_VISIT, type ShopVisit, visitShop } from '../../src/demo/visit.ts'
import { caughtUp } from '../support/caught-up.ts'
import { launchChromium } from '../support/chromium.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { signedIn } from '../support/signed-in.ts'

/** The shop's application: see src/cli/serve/demo.ts. */
const SHOP = '7c1d5a4e-2f63-4b0a-9a3e-5d0c8be1de30:pub00000000000000000000000000000001:Demo shop'
const SLOW = 300_000

let server: TestServer
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ env: { WAYWORN_APPLICATION: SHOP } }), launchChromium()])
}, SLOW)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const headers = () => ({
  'dd-api-key': server.apiKey,
  'dd-application-key': server.appKey,
  'content-type': 'application/json',
})

/** The records of a list, oldest first, under the names asked for. */
const listed = async (visit: ShopVisit, query: string, columns: string[]): Promise<Record<string, unknown>[]> => {
  const attributes = {
    from: visit.startedAt - 60_000,
    to: visit.endedAt + 60_000,
    query: {
      query: { data_source: 'product_analytics', search: { query: `@session.id:${visit.sessionId} ${query}` } },
      columns,
      sort: { facet: 'date', order: 'asc' },
      limit: 500,
    },
  }
  const body = JSON.stringify({ data: { type: 'formula_analytics_extended_list_request', attributes } })
  const answer = await fetch(`${server.url}/api/v2/product-analytics/analytics/list`, {
    method: 'POST',
    headers: headers(),
    body,
  })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { data: { attributes: { records: Record<string, unknown>[] } } }).data.attributes
    .records
}

const sorted = <T>(items: readonly T[]): string[] => items.map((item) => JSON.stringify(item)).sort()

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `{a: {b: 1}, c: [{d: 2}, {d: 3}]}` → `{'a.b': 1, 'c.d': [2, 3]}`: the paths by which attributes are asked for. */
const leavesOf = (tree: Record<string, unknown>, above = ''): Record<string, unknown> => {
  const leaves: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(tree)) {
    const path = above + key
    if (isTree(value)) Object.assign(leaves, leavesOf(value, `${path}.`))
    else if (Array.isArray(value) && value.every(isTree)) {
      for (const inner of Object.keys(value[0] ?? {})) leaves[`${path}.${inner}`] = value.map((one) => one[inner])
    } else leaves[path] = value
  }
  return leaves
}

describe.each(['7', '5'])('a scripted visit with the real SDK %s', (sdk) => {
  let visit: ShopVisit

  beforeAll(async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    visit = await visitShop(await context.newPage(), server.url, FULL_VISIT, { sdk })
    await context.close()
    await caughtUp(server.url)
  }, SLOW)

  test('has the views that the script went to, one for one', async () => {
    const views = await listed(visit, '@type:view', ['@view.name', '@usr.id'])
    expect(sorted(views.map((one) => one['@view.name']))).toEqual(sorted(visit.views.map((one) => one.name)))
    expect(visit.views.length).toBeGreaterThan(5)
  })

  test('has its actions with their frustrations, automatic and custom ones', async () => {
    const actions = await listed(visit, '@type:action', [
      '@action.type',
      '@action.target.name',
      '@action.frustration.type',
    ])
    const stored = actions.map((one) => [
      one['@action.type'],
      one['@action.target.name'],
      [...(one['@action.frustration.type'] as string[])].sort(),
    ])
    const done = visit.actions.map(({ type, name, frustrations }) => [type, name, [...frustrations].sort()])
    expect(sorted(stored)).toEqual(sorted(done))
    expect(visit.actions.some((one) => one.frustrations.includes('rage_click'))).toBe(true)
  })

  test('has the custom attributes that its actions gave', async () => {
    const own = visit.actions.filter((one) => one.type === 'custom' && one.context)
    expect(own.length).toBeGreaterThan(0)
    for (const name of new Set(own.map((one) => one.name))) {
      const wanted = own.filter((one) => one.name === name).map((one) => leavesOf(one.context!))
      const paths = [...new Set(wanted.flatMap((one) => Object.keys(one)))]
      const found = await listed(
        visit,
        `@type:action @action.name:"${name}"`,
        paths.map((path) => `@context.${path}`),
      )
      const values = (of: Record<string, unknown>, prefix: string) => paths.map((path) => of[prefix + path] ?? null)
      expect(sorted(found.map((one) => values(one, '@context.')))).toEqual(sorted(wanted.map((one) => values(one, ''))))
    }
  })

  test('is one session of the user who signed in, with its errors', async () => {
    const [session, ...others] = await listed(visit, '@type:session', [
      '@usr.id',
      '@session.view.count',
      '@session.action.count',
      '@session.error.count',
    ])
    expect(others).toEqual([])
    expect(session).toMatchObject({
      '@usr.id': visit.user!.id,
      '@session.view.count': visit.views.length,
      '@session.action.count': visit.actions.length,
      '@session.error.count': visit.errors.length,
    })
  })
})

test(
  'the page shows the same number of views as the API',
  async () => {
    const context = await signedIn(browser, server)
    const page = await context.newPage()
    const [response] = await Promise.all([
      page.waitForResponse((one) => one.url().includes('/analytics/timeseries') && one.status() === 200),
      page.goto(`${server.url}/analytics?range=1d&q=`),
    ])
    const { values } = ((await response.json()) as { data: { attributes: { values: number[][] } } }).data.attributes
    const total = values.flat().reduce((sum, value) => sum + value, 0)
    expect(total).toBeGreaterThan(10)
    await page.getByText(total.toLocaleString('en'), { exact: true }).first().waitFor({ timeout: 60_000 })
    await context.close()
  },
  SLOW,
)
