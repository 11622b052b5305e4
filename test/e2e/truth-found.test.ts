import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillDemo, trafficOf } from '../../src/demo/fill.ts'
import { askAt, postTo } from '../../src/demo/post.ts'
import { type Truth, truthOf } from '../../src/demo/traffic/truth.ts'
import { stringifyParams } from '../../src/ui/scope/search-params.ts'
import { caughtUp } from '../support/caught-up.ts'
import { launchChromium } from '../support/chromium.ts'
import { numberIn, titlesOf } from '../support/explorer-site.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { signedIn } from '../support/signed-in.ts'

/** What was planted in the demo's traffic is found on the page, by the question that a person would ask. */

const SLOW = 300_000
const SIZE = { now: Date.now(), days: 28, sessions: 400 }

let server: TestServer
let browser: Browser
let page: Page
let truth: Truth

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer({ env: { WAYWORN_TRUST_PROXY: '1' } }), launchChromium()])
  const size = { ...SIZE, applicationId: server.application.id }
  await fillDemo({ ...size, send: postTo(askAt(server.url), server.application.token) })
  truth = truthOf(trafficOf(size))
  await caughtUp(server.url)
  const context = await signedIn(browser, server, { locale: 'en-US' })
  page = await context.newPage()
  page.setDefaultTimeout(60_000)
}, SLOW)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const iso = (ms: number) => new Date(ms).toISOString()

interface When {
  from: number
  to: number
}

const open = (params: Record<string, string>, { from, to }: When = { ...truth.options, to: truth.options.to + 1 }) =>
  page.goto(`${server.url}/analytics${stringifyParams({ from: iso(from), to: iso(to), tz: 'UTC', q: '', ...params })}`)

/** The large figures of the page, all their digits. */
const figures = async (): Promise<number[]> => {
  const found = page.locator('[aria-label="Answer"] dd[title]')
  await found.first().waitFor()
  return (await titlesOf(found)).map(numberIn)
}

const value = async (params: Record<string, string>, when?: When): Promise<number> => {
  await open({ show: 'value', ...params }, when)
  return (await figures())[0]!
}

/** The rows of the page's table: the group's name, and its first number. */
const rows = async (): Promise<Record<string, number>> => {
  const all = page.getByRole('region', { name: 'Groups' }).locator('tbody tr:has(button)')
  await all.first().waitFor()
  const names = await titlesOf(all.locator('td:first-child button'))
  const numbers = await titlesOf(all.locator('td:nth-child(2) span[title]'))
  return Object.fromEntries(names.map((name, i) => [name, numberIn(numbers[i])]))
}

test('how much there is', { timeout: SLOW }, async () => {
  await open({ show: 'value', a: 'session;count', b: 'view;count', c: 'action;count', d: 'error;count' })
  const { sessions, views, actions, errors } = truth.totals
  expect(await figures()).toEqual([sessions, views, actions, errors])
})

test('the campaign: typed into the filter, viewed as visits and devices', { timeout: SLOW }, async () => {
  await open({ show: 'value' })
  await figures()
  const filter = page.getByRole('search').getByRole('combobox', { name: 'Add a condition' })
  await filter.fill(`@view.url_query.utm_campaign:${truth.campaign.name}`)
  await filter.press('Enter')
  await page.getByRole('button', { name: /^Change the condition @view.url_query.utm_campaign/ }).waitFor()
  await expect.poll(async () => (await figures())[0], { timeout: 60_000 }).toBe(truth.campaign.views)
  const q = `@view.url_query.utm_campaign:${truth.campaign.name}`
  expect(await value({ q, a: 'view;cardinality(@session.id)' })).toBe(truth.campaign.sessions)
  expect(await value({ q, a: 'view;cardinality(@usr.anonymous_id)' })).toBe(truth.campaign.devices)
})

test('the broken release: errors of the checkout, broken down by version', { timeout: SLOW }, async () => {
  await open({ show: 'table', a: 'error;count', q: '@view.url_path:/checkout' })
  await page.getByRole('button', { name: 'Add breakdown' }).click()
  await page.getByRole('combobox', { name: 'Attribute to break down by' }).fill('version')
  await page.getByRole('option', { name: 'Version @version', exact: true }).click()
  expect(await rows()).toEqual(truth.brokenRelease.errorsOnCheckoutByVersion)
})

test('the slow page: loading time, the slowest first', { timeout: SLOW }, async () => {
  await open({ show: 'table', a: 'view;pc75(@view.loading_time)', by: '@view.url_path_group;100' })
  const found = await rows()
  const [low, high] = truth.slowPage.bounds
  expect(Object.keys(found)[0]).toBe(truth.slowPage.path)
  expect(found[truth.slowPage.path]).toBeGreaterThanOrEqual(low)
  expect(found[truth.slowPage.path]).toBeLessThanOrEqual(high)
})

test('the wave of bots: in its days, though pages leave bots out at first', { timeout: SLOW }, async () => {
  const { from, to, views, sessions } = truth.botWave
  const q = '@device.type:Bot'
  expect(await value({ q, a: 'view;count' }, { from, to })).toBe(views)
  expect(await value({ q, a: 'view;cardinality(@session.id)' }, { from, to })).toBe(sessions)
})

test('the checkout that loses people on one browser: a funnel', { timeout: SLOW }, async () => {
  const bars = async (q: string): Promise<number[]> => {
    const when = { from: iso(truth.options.from), to: iso(truth.options.to + 1), tz: 'UTC' }
    const steps = { s1: 'view:/checkout', s2: 'view:/done' }
    await page.goto(`${server.url}/funnel${stringifyParams({ ...when, q, ...steps })}`)
    const labels = []
    for (const step of [1, 2]) {
      const bar = page.getByRole('button', { name: new RegExp(`^step ${step}, `) })
      await bar.waitFor()
      labels.push(await bar.getAttribute('aria-label'))
    }
    return labels.map((label) => numberIn(/: ([\d,]+) session/.exec(label ?? '')?.[1] ?? ''))
  }
  const { firefox, others } = truth.checkout
  expect(await bars('@browser.name:Firefox')).toEqual([firefox.checkout, firefox.done])
  expect(await bars('-@browser.name:Firefox')).toEqual([others.checkout, others.done])
})

test.each(['retained', 'churning'] as const)(
  'the %s cohort: its users, week by week',
  { timeout: SLOW },
  async (which) => {
    const cohort = truth.cohorts[which]
    await open({ q: cohort.query, a: 'view;cardinality(@usr.id)', roll: 'week', as: 'numbers' })
    const table = page.getByRole('region', { name: 'Numbers over time' })
    await table.locator('td span[title]').first().waitFor()
    const titles = await titlesOf(table.locator('tbody td span[title]'))
    expect(titles.map(numberIn)).toEqual(cohort.every.sizes)
  },
)

test('what was bought, and what the backend told', { timeout: SLOW }, async () => {
  const q = '@action.name:purchase'
  expect(await value({ q, a: 'action;sum(@context.revenue_cents)' })).toBe(truth.purchases.revenueCents)
  await open({ show: 'table', a: 'server;count', by: '@event.name;100' })
  expect(await rows()).toEqual(truth.serverEvents)
})

/** Builds the segment in its page, and gives its id and how many the page says that it has. */
const segmentOf = async (name: string, searches: readonly [string, string], { from, to }: When, isLeft: boolean) => {
  const sequence = searches.map((query, i) => ({ query, ...(isLeft && i === 1 ? { did_not: true } : {}) }))
  const rule = { performed: { sequence, same_session: true, time_frame: { from, to: to + 1 } } }
  await page.goto(`${server.url}/segments/new${stringifyParams({ name, rule: JSON.stringify(rule) })}`)
  const counted = page.getByRole('region', { name: 'Who matches' }).getByText(/^[\d,]+ users?$/)
  await counted.waitFor()
  const count = numberIn(await counted.textContent())
  await page.getByRole('button', { name: 'Create segment' }).click()
  await page.waitForURL(/\/segments\/[0-9a-f-]{36}/)
  return { id: new URL(page.url()).pathname.split('/').at(-1)!, count }
}

test.each([
  ['almost bought', 'almostBought', ['@type:view @view.name:/cart', '@type:action @action.name:"click on CHECKOUT"']],
  [
    'from Brazil, from the cart to the checkout',
    'brazil',
    ['@type:view @view.name:/cart @geo.country:Brazil', '@type:view @view.name:/checkout @geo.country:Brazil'],
  ],
] as const)(
  'who %s: a segment, and the same people in Analytics and Pathways',
  { timeout: SLOW },
  async (name, which, searches) => {
    const { from, to, users } = truth[which]
    const { id: segment, count } = await segmentOf(name, searches, { from, to }, which === 'almostBought')
    expect(count).toBe(users.length)
    expect(await value({ segment, a: 'view;cardinality(@usr.id)' }, { from, to: to + 1 })).toBe(count)
    await page.goto(
      `${server.url}/pathways${stringifyParams({ from: iso(from), to: iso(to + 1), tz: 'UTC', q: '', segment, per: 'user', at: '/cart' })}`,
    )
    if (count === 0) return void (await page.getByText('Nobody', { exact: false }).first().waitFor())
    const start = await page.locator('[data-node="0:/cart"], [data-node="1:/cart"]').first().getAttribute('aria-label')
    expect(numberIn(/: ([\d,]+) user/.exec(start ?? '')?.[1])).toBe(count)
  },
)
