import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caughtUp } from '../support/caught-up.ts'
import { launchChromium } from '../support/chromium.ts'
import { action, view } from '../support/sdk-events.ts'
import { send } from '../support/send.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { signedIn } from '../support/signed-in.ts'
import { violationsOf } from '../support/violations.ts'

const SLOW = 180_000
/** 300 characters, right to left, with an emoji and marks that mean something in addresses and searches. */
const LONG = `/${'سلة التسوق 🛒 '.repeat(22).slice(0, 290)};,\\"*`
/** Of ten sessions six see the product, and of those four buy; two of those also see the long name. */
const SESSIONS = Array.from({ length: 10 }, (_, i) => `s${i}`)

/** Forty sessions look at the plans; every second one goes for help and leaves, the others subscribe, each a second later. */
const plans = (start: number) =>
  Array.from({ length: 40 }, (_, i) => {
    const who = { session: `p${i}`, user: { id: `p${i}`, name: `Planner ${i}` } }
    const next = start + 1000 * (i + 1)
    return [
      view({ ...who, at: start, name: '/plans' }),
      i % 2 ? action({ ...who, at: next, name: 'Subscribe', on: '/plans' }) : view({ ...who, at: next, name: '/help' }),
    ]
  }).flat()
const PLANS = '/funnel?q=&s1=view:/plans&s2=action:click+on+Subscribe'

let server: TestServer
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), launchChromium()])
  const start = Date.now() - 3_600_000
  await send(server, plans(start))
  await send(
    server,
    SESSIONS.flatMap((session, i) => {
      const who = { session, user: { id: `u${i}`, name: `Person ${i}`, plan: i % 2 ? 'free' : 'paid' } }
      return [
        view({ ...who, at: start, name: '/home' }),
        ...(i < 6 ? [view({ ...who, at: start + 10_000, name: '/product' })] : []),
        ...(i < 2 ? [view({ ...who, at: start + 15_000, name: LONG })] : []),
        ...(i < 4 ? [action({ ...who, at: start + 20_000, name: 'Buy', on: '/product' })] : []),
      ]
    }),
  )
  await caughtUp(server.url)
  const context = await signedIn(browser, server, { timezoneId: 'Europe/Paris' })
  page = await context.newPage()
}, SLOW)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const bar = (name: RegExp) => page.getByRole('button', { name })
const names = () => page.locator('ol li button[aria-label*="Change it"]').allInnerTexts()
const violations = () => violationsOf(page)
const FUNNEL = '/funnel?q=&s1=view:/home&s2=view:/product&s3=action:click+on+Buy'

/** What the API answers to the request that the page asked. */
const asked = async (path: string, act: () => Promise<unknown>, holds = '') => {
  const [response] = await Promise.all([
    page.waitForResponse((r) => r.url().endsWith(`/journey/${path}`) && r.request().postData()!.includes(holds)),
    act(),
  ])
  const again = await fetch(response.url(), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'dd-api-key': server.apiKey,
      'dd-application-key': server.appKey,
    },
    body: response.request().postData(),
  })
  return ((await again.json()) as { data: { attributes: Record<string, unknown> } }).data.attributes
}

const add = async (button: string, term: string, option: RegExp | string) => {
  await page.getByRole('button', { name: button, exact: true }).press('Enter')
  await page.getByLabel('Find an event').fill(term)
  await page
    .locator('[role="listbox"][aria-label="Events"][aria-busy="false"]')
    .getByRole('option', { name: option })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
  await page.getByLabel('Find an event').waitFor({ state: 'detached' })
}

test('a funnel is built by keyboard, and its figures are those of the API', { timeout: SLOW }, async () => {
  await page.goto(`${server.url}/funnel`)
  await page
    .getByRole('heading', { name: 'How many make it from here to there?' })
    .or(page.getByText('How many make it'))
    .waitFor()
  await add('Add step', '/home', /\/home/)
  await page.getByText('What comes after /home?').waitFor()
  await add('Add step', '/product', /\/product/)
  const answer = await asked(
    'funnel',
    async () => {
      await add('Add step', 'Buy', /click on Buy/)
      await bar(/^step 3/).waitFor()
    },
    '"C":{"data_source":"product_analytics","search":{"query":"@type:action @action.name',
  )
  expect(answer).toMatchObject({ initial_count: 10, end_to_end_conversion_rate: 0.4 })
  expect((answer.funnel_steps as { value: number }[]).map((s) => s.value)).toEqual([10, 6, 4])
  for (const label of [
    /^step 1, \/home: 10 sessions, 100\.0/,
    /^step 2, \/product: 6 sessions, 60\.0/,
    /^step 3, click on Buy: 4 sessions, 40\.0/,
    /^lost before step 2, \/product: 4 sessions, 40\.0/,
  ])
    expect(await bar(label).count()).toBe(1)
  expect(await page.getByText('4 of 10 sessions').count()).toBe(1)
  expect(new URL(page.url()).searchParams.get('s2')).toBe('view:/product')
})

test('arrow keys walk the bars, Enter lists the people, Escape leaves them', { timeout: SLOW }, async () => {
  await page.goto(server.url + FUNNEL)
  await bar(/^step 1/).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowUp')
  const list = await asked('list', () => page.keyboard.press('Enter'))
  expect(list.total_count).toBe(4)
  expect(new URL(page.url()).searchParams.get('people')).toBe('2-lost')
  const panel = page.getByRole('complementary', { name: 'sessions of step 2' })
  await panel.getByText('4 sessions').waitFor()
  const who = await panel.getByRole('row').allInnerTexts()
  expect(
    who
      .slice(1)
      .map((row) => /Person \d/.exec(row)?.[0])
      .sort(),
  ).toEqual(['Person 6', 'Person 7', 'Person 8', 'Person 9'])
  expect(await violations()).toEqual([])
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  expect(await page.locator(':focus').getAttribute('aria-label')).toMatch(/^lost before step 2/)
  await page.goBack()
  expect(await panel.getByRole('link', { name: /^Person 6/ }).getAttribute('href')).toContain('/users/u6')
  await panel.getByRole('link', { name: 'Events of Person 6' }).click()
  await page.waitForURL(/\/analytics\?.*show=list/)
  await page
    .getByRole('region', { name: /events/i })
    .or(page.getByText('/home').first())
    .first()
    .waitFor()
})

test('steps move by keyboard and by dragging, and Back undoes it', { timeout: SLOW }, async () => {
  await page.goto(server.url + FUNNEL)
  await page.getByRole('button', { name: /^Step 3: move it/ }).press('ArrowUp')
  await expect.poll(names).toEqual(['View\n/home', 'Action\nclick on Buy', 'View\n/product'])
  await page.goBack()
  await expect.poll(names).toEqual(['View\n/home', 'View\n/product', 'Action\nclick on Buy'])
  const handle = (await page.getByRole('button', { name: /^Step 1: move it/ }).boundingBox())!
  const last = (await page.getByRole('button', { name: /^Step 3: move it/ }).boundingBox())!
  await page.mouse.move(handle.x + 8, handle.y + 8)
  await page.mouse.down()
  await page.mouse.move(handle.x + 8, last.y + last.height, { steps: 5 })
  await page.mouse.up()
  await expect.poll(names).toEqual(['View\n/product', 'Action\nclick on Buy', 'View\n/home'])
})

test('a step that may be left out is in nobody’s way', { timeout: SLOW }, async () => {
  await page.goto(server.url + FUNNEL)
  await bar(/^lost before step 3, click on Buy: 2 sessions/).waitFor()
  await page.getByRole('button', { name: 'Step 2 may be left out' }).press('Enter')
  const lost = bar(/^lost before step 3, click on Buy: 6 sessions, 60\.0\s?% of step 1$/)
  expect((await asked('list', () => lost.click())).total_count).toBe(6)
  expect(new URL(page.url()).searchParams.get('s2')).toBe('?view:/product')
  expect(await bar(/^step 2, \/product: 6 sessions/).count()).toBe(1)
  expect(await violations()).toEqual([])
})

test('a breakdown ranks its values side by side, each with its people', { timeout: SLOW }, async () => {
  await page.goto(`${server.url}${FUNNEL}&by=@usr.plan`)
  await bar(/^free: step 1/).waitFor()
  expect(await bar(/^paid: step 3, click on Buy: 2 sessions, 40\.0/).count()).toBe(1)
  expect(await violations()).toEqual([])
  const list = await asked('list', () => bar(/^paid, step 3: 2\. List them/).click())
  expect(list.total_count).toBe(2)
})

test('conversion over time says the rate of the API, and its SQL is shown', { timeout: SLOW }, async () => {
  const answer = await asked('timeseries', () => page.goto(`${server.url}${FUNNEL}&show=time&roll=year`))
  const rates = (answer.values as (number | null)[][])[0]!.filter((v) => v !== null)
  expect(rates).toEqual([0.4])
  const chart = page.getByRole('group', { name: /Arrow keys walk the periods/ })
  for (const key of ['ArrowLeft', 'Enter']) await chart.press(key)
  const listed = (who: string) =>
    asked('list', () => page.getByRole('button', { name: `The sessions that ${who}` }).press('Enter'))
  expect([(await listed('began')).total_count, (await listed('converted')).total_count]).toEqual([10, 4])
  expect(new URL(page.url()).searchParams.get('people')).toMatch(/^3-begun-\d+-\d+$/)
  await page.getByRole('button', { name: 'Close the list' }).click()
  await page.getByRole('button', { name: 'Show the numbers as a table' }).click()
  await page.getByRole('cell', { name: /^40\.0/ }).waitFor()
  expect(await violations()).toEqual([])
  await page.getByRole('button', { name: 'SQL' }).click()
  await page.getByRole('dialog').getByText('SELECT').first().waitFor()
})

test('times to convert stand as figures and by length, each with its people', { timeout: SLOW }, async () => {
  const answer = await asked('funnel', () => page.goto(`${server.url}${PLANS}&show=duration`), '"bins":"durations"')
  expect(answer.end_to_end_elapsed_time).toMatchObject({ min: 2000, median: 21_000, max: 40_000 })
  const figures = page.getByRole('region', { name: 'Times between steps' })
  await figures.getByTitle('21,000 ms').first().waitFor()
  expect(answer.time_to_convert).toContainEqual({ from: 20_000, to: 30_000, value: 5 })
  await page.getByRole('button', { name: /^2\ss to 5\ss/ }).focus()
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown')
  expect(await page.locator(':focus').getAttribute('aria-label')).toMatch(/^20\ss to 30\ss: 5 sessions/)
  const list = await asked('list', () => page.keyboard.press('Enter'))
  expect(list.total_count).toBe(5)
  expect(await violations()).toEqual([])
})

test('another period stands beside it, and rules of counting are in the address', { timeout: SLOW }, async () => {
  const answer = await asked('funnel', () => page.goto(`${server.url}${FUNNEL}&vs=previous_week`), '"compare"')
  const [other] = answer.comparisons as { initial_count: number }[]
  expect([answer.initial_count, other!.initial_count]).toEqual([10, 0])
  const rows = page.getByRole('region', { name: 'What is compared' }).locator('tbody tr')
  await expect.poll(() => rows.count()).toBe(2)
  await page.getByRole('button', { name: 'In order. Change the rules' }).press('Enter')
  const counted = await asked('funnel', () => page.getByText('Strictly', { exact: true }).click(), '"order":"strict"')
  expect((counted.funnel_steps as { value: number }[]).map((step) => step.value)).toEqual([10, 6, 2])
  await page.getByText('nothing in between').waitFor()
  expect(new URL(page.url()).searchParams.get('order')).toBe('strict')
  expect(await violations()).toEqual([])
})

test('who was lost differs from who went on in what they did, and each row lists its people', {
  timeout: SLOW,
}, async () => {
  const answer = await asked('drivers', () => page.goto(`${server.url}${PLANS}&people=2-lost&look=drivers`))
  expect(answer).toMatchObject({ converted: 20, dropped: 20 })
  const help = (answer.behaviours as Record<string, unknown>[]).find((one) => one.name === '/help')
  expect(help).toMatchObject({ kind: 'view', converted: 0, dropped: 20, rate: 0, rate_without: 1, significant: true })
  const row = page.getByRole('row', { name: /^saw \/help/ })
  await row.waitFor()
  expect(await violations()).toEqual([])
  const list = await asked('list', () => row.getByRole('button', { name: /left: 20/ }).press('Enter'))
  expect(list.total_count).toBe(20)
  await page.getByRole('button', { name: 'Drop the condition: saw /help' }).waitFor()
  await page.getByText('Did instead', { exact: true }).click()
  await page.getByRole('button', { name: '/help: 20. List them' }).waitFor()
})

test('other rules of counting are told by the people on whom they differ; conversion by period and value', {
  timeout: SLOW,
}, async () => {
  const answer = await asked('differences', () =>
    page.goto(`${server.url}${PLANS}&per=user&order=strict&show=rules&against=mixpanel&within=30s`),
  )
  expect(answer).toMatchObject({ entities: 40, differing: 0 })
  await page.getByText('Nobody counts differently').waitFor()
  expect(await violations()).toEqual([])
  const grouped = await asked(
    'funnel',
    () => page.goto(`${server.url}${FUNNEL}&show=conversion&by=@usr.plan&roll=year`),
    '"@usr.plan"',
  )
  const groups = (grouped.funnel_steps as { groups: { group_tags: string[]; value: number }[] }[])[2]!.groups
  expect(groups.map((one) => [one.group_tags, one.value])).toEqual([
    [['free'], 2],
    [['paid'], 2],
  ])
  expect(await violations()).toEqual([])
  const list = await asked('list', () => page.getByRole('button', { name: /^paid: 2 sessions converted/ }).click())
  expect(list.total_count).toBe(2)
})

test('huge names fit, and nobody at the first step is explained', { timeout: SLOW }, async () => {
  await page.setViewportSize({ width: 400, height: 800 })
  const long = encodeURIComponent(`view:${LONG.replace(/[\\;,]/g, '\\$&')}`)
  await page.goto(`${server.url}/funnel?q=&s1=view:/home&s2=${long}`)
  await bar(/^step 2/).waitFor()
  expect(await bar(/^step 2/).getAttribute('aria-label')).toContain(': 2 sessions, 20.0')
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400)
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await violations()).toEqual([])
  await page.goto(`${server.url}/funnel?q=&s1=view:/never&s2=view:/home`)
  await page.getByText('No session begins with /never').waitFor()
  await page.goto(`${server.url}/funnel?q=&s1=view:/home&s2=view:/home;@a:(`)
  await page.getByRole('alert').first().waitFor()
})
