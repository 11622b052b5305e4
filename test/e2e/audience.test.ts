import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LONG, openShoppers, SEGMENTS, type Shoppers } from '../support/open-shoppers.ts'
import { pickOption } from '../support/pick-option.ts'
import type { TestServer } from '../support/server.ts'

const SLOW = 240_000

let shoppers: Shoppers
let server: TestServer
let page: Page
let at: number
let ask: Shoppers['ask']
let idsOf: Shoppers['idsOf']
let violations: Shoppers['violations']

beforeAll(async () => {
  shoppers = await openShoppers()
  ;({ server, page, at, ask, idsOf, violations } = shoppers)
}, SLOW)

afterAll(() => shoppers?.close())

const choose = async (term: string, option: RegExp) => {
  await page.getByLabel('Find an event').fill(term)
  await page
    .locator('[role="listbox"][aria-label="Events"][aria-busy="false"]')
    .getByRole('option', { name: option })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
  await page.getByLabel('Find an event').waitFor({ state: 'detached' })
}

/** Adds a condition about what was done, by keyboard: its first step, then a second one. */
const addSequence = async (first: [string, RegExp], second: [string, RegExp]) => {
  await page.getByRole('button', { name: 'Add a condition' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Did something' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('menuitem', { name: 'Did something' }).focus()
  await page.keyboard.press('Enter')
  await choose(...first)
  await page.getByRole('button', { name: 'Condition 1: add a step' }).press('Enter')
  await choose(...second)
  await page.getByRole('checkbox', { name: 'Condition 1: in the same session' }).press('Space')
}

const sentence = () => page.getByRole('note', { name: 'The rule as a sentence' }).textContent()

test('who almost bought is built by keyboard, and is whom the API finds', { timeout: SLOW }, async () => {
  await page.goto(`${server.url}/segments/new`)
  await addSequence(['/cart', /\/cart/], ['click on CHECKOUT', /click on CHECKOUT/])
  const done = page.getByRole('combobox', { name: 'Condition 1, step 2: done or not' })
  await done.press('Enter')
  await pickOption(page, 'then did not')
  await expect
    .poll(sentence)
    .toBe('Users who viewed /cart, then did not perform click on CHECKOUT, in the same session, in the past 7 days')
  const definition = {
    all: [
      {
        performed: {
          sequence: [
            { query: '@type:view @view.name:/cart' },
            { query: '@type:action @action.name:"click on CHECKOUT"', did_not: true },
          ],
          same_session: true,
          time_frame: { value: 7, unit: 'day' },
        },
      },
    ],
  }
  expect(await idsOf(definition)).toEqual(['ana', 'caio', 'davi'])
  const preview = page.getByRole('region', { name: 'Who matches' })
  await preview.getByText('3 users', { exact: true }).waitFor()
  const people = await preview.getByRole('list', { name: 'Some of them' }).getByRole('link').allInnerTexts()
  expect(people.sort()).toEqual([LONG, 'caio', 'davi'].sort())
  expect(JSON.parse(new URL(page.url()).searchParams.get('rule')!)).toEqual(definition)
  expect(await violations()).toEqual([])
  await page.getByRole('textbox', { name: 'Name' }).fill('Almost bought')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/segments\/[0-9a-f-]{36}/)
  const id = new URL(page.url()).pathname.split('/').at(-1)!
  expect((await ask('GET', `${SEGMENTS}/${id}`)).data.attributes).toMatchObject({ name: 'Almost bought', definition })
  const chart = { query: { data_source: 'product_analytics', search: { query: '@type:view' } } }
  const compute = { aggregation: 'cardinality', metric: '@usr.id' }
  const audience_filters = { segments: [{ name: 's', segment_id: id }] }
  const attributes = { from: at - 86_400_000, to: Date.now(), query: { ...chart, compute, audience_filters } }
  const data = { type: 'formula_analytics_extended_request', attributes }
  const counted = await ask('POST', '/api/v2/product-analytics/analytics/scalar', { data })
  expect(counted.data.attributes.columns[0].values).toEqual([3])
})

test('Brazil, cart, then checkout in the same session in the past week', { timeout: SLOW }, async () => {
  await page.goto(`${server.url}/segments/new`)
  await addSequence(['/cart', /\/cart/], ['/checkout', /\/checkout/])
  for (const step of [1, 2]) {
    await page.getByRole('button', { name: `Condition 1, step ${step}: filter it` }).press('Enter')
    const filter = page.getByRole('group', { name: `Condition 1, step ${step}: filter` })
    await filter.getByRole('combobox', { name: 'Add a condition' }).fill('@geo.country:Brazil')
    await page.keyboard.press('Enter')
    await filter.getByRole('button', { name: 'Change the condition @geo.country:Brazil' }).waitFor()
  }
  await page.getByRole('textbox', { name: 'Condition 1: how long' }).fill('1')
  const unit = page.getByRole('combobox', { name: 'Condition 1: unit of time' })
  await unit.press('Enter')
  await pickOption(page, 'weeks')
  const from = ' with @geo.country:Brazil'
  await expect
    .poll(sentence)
    .toBe(`Users who viewed /cart${from}, then viewed /checkout${from}, in the same session, in the past week`)
  const step = (name: string) => ({ query: `@type:view @view.name:${name} @geo.country:Brazil` })
  const sequence = [step('/cart'), step('/checkout')]
  const performed = { sequence, same_session: true, time_frame: { value: 1, unit: 'week' } }
  expect(await idsOf({ performed })).toEqual(['bea', 'caio'])
  const preview = page.getByRole('region', { name: 'Who matches' })
  await preview.getByText('2 users', { exact: true }).waitFor()
  const people = await preview.getByRole('list', { name: 'Some of them' }).getByRole('link').allInnerTexts()
  expect(people.sort()).toEqual(['bea', 'caio'])
})

test('users are found, filtered and sorted, and made a segment and a file', { timeout: SLOW }, async () => {
  await page.goto(`${server.url}/users`)
  await page.getByRole('status').getByText('6 users').waitFor()
  await page.getByRole('textbox', { name: 'Find by name, email or id' }).fill('E')
  await page.getByRole('button', { name: /^Create segment from/ }).waitFor()
  const found = await ask('POST', '/api/v2/product-analytics/users/query', {
    data: { type: 'query_users_request', attributes: { wildcard_search_term: 'E', limit: 0 } },
  })
  const count = found.data.attributes.total as number
  await page.getByRole('button', { name: `Create segment from ${count} users` }).waitFor()
  await page.getByRole('textbox', { name: 'Find by name, email or id' }).fill('')
  await page.getByRole('status').getByText('6 users').waitFor()
  await page.getByRole('combobox', { name: 'Add a condition' }).fill('last_country_code:BR')
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('5 users').waitFor()
  await page.getByRole('button', { name: 'Sessions' }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBe('-session_count')
  await expect.poll(() => page.locator('tbody a').first().textContent()).toBe('davi')
  expect(await violations()).toEqual([])
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  const lines = Buffer.concat(chunks).toString().trim().split('\r\n')
  expect(lines[0]).toMatch(/^user_id,user_name,user_email/)
  expect([lines.length, lines[1]]).toEqual([6, expect.stringMatching(/^davi,davi,davi@example.com/)])
  await page.getByRole('button', { name: 'Create segment from 5 users' }).click()
  await page.getByRole('region', { name: 'Who matches' }).getByText('5 users', { exact: true }).waitFor()
  expect(await sentence()).toBe('Users that have last_country_code:BR')
})

test('a user is found from anywhere, by keyboard', { timeout: SLOW }, async () => {
  await page.goto(`${server.url}/settings/keys`)
  await page.getByRole('heading', { name: 'Keys', level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find a place or a command' }).fill('AIO@exam')
  await page.getByRole('option', { name: /^caio/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/users\/caio/)
})

test('charts lead to their people: by events in a time', { timeout: SLOW }, async () => {
  const times = `from=${new Date(at - 60_000).toISOString()}&to=${new Date(at + 3_600_000).toISOString()}`
  await page.goto(`${server.url}/users?did=${encodeURIComponent('@type:view @view.name:/checkout')}&${times}`)
  await page.getByRole('status').getByText('4 users').waitFor()
  await page.setViewportSize({ width: 400, height: 800 })
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(400)
  expect(await violations()).toEqual([])
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
})

test('a file is a segment, with its report, and another one replaces it', { timeout: SLOW }, async () => {
  await page.goto(`${server.url}/segments/new?from_file=`)
  const upload = async (text: string) =>
    page.setInputFiles('input[type="file"]', { name: 'vips.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await upload('Name;Mail\r\nAna;ana@example.com\r\nNobody;nobody@example.com\r\n')
  await expect.poll(() => page.getByRole('combobox', { name: 'Column' }).inputValue()).toBe('Mail')
  await page.getByRole('combobox', { name: 'Its values are' }).click()
  await page.getByRole('option', { name: /usr.email/ }).click()
  await page.getByRole('button', { name: 'Create segment' }).click()
  await page.getByRole('heading', { name: 'The last file' }).waitFor()
  expect(await page.getByText('Matched', { exact: true }).locator('..').textContent()).toMatch(/Matched1 \(50.0/)
  await page.getByRole('cell', { name: 'nobody@example.com' }).waitFor()
  expect(await violations()).toEqual([])
  await upload('Mail\nbea@example.com\ncaio@example.com\n')
  await page.getByRole('button', { name: 'Replace the list' }).click()
  await expect
    .poll(() => page.getByText('Matched', { exact: true }).locator('..').textContent())
    .toMatch(/Matched2 \(100.0/)
  const id = new URL(page.url()).pathname.split('/').at(-1)!
  expect(await idsOf({ segment: id })).toEqual(['bea', 'caio'])
  await page.goto(`${server.url}/segments`)
  await page.getByRole('link', { name: 'vips' }).waitFor()
  expect(await violations()).toEqual([])
  await page.getByRole('button', { name: 'More about vips' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByText('Nothing uses it.').waitFor()
  await page.getByRole('button', { name: 'Delete the segment' }).click()
  await page.getByRole('link', { name: 'vips' }).waitFor({ state: 'detached' })
})

test('a user is shown beside everyone, leads to their events, and is deleted with a receipt', {
  timeout: SLOW,
}, async () => {
  await page.goto(`${server.url}/users/caio`)
  await page.getByRole('heading', { name: 'caio', level: 1 }).waitFor()
  const pages = page.getByRole('region', { name: 'Most visited pages' })
  await pages.getByRole('row', { name: /^\/cart 2 66\.7/ }).waitFor()
  const everyone = await ask('POST', '/api/v2/product-analytics/analytics/scalar', {
    data: {
      type: 'formula_analytics_extended_request',
      attributes: {
        from: at - 3_600_000,
        to: Date.now(),
        queries: ['@type:view @view.name:/cart @usr.id:*', '@type:view @usr.id:*'].map((query, i) => ({
          name: 'ab'[i],
          query: { data_source: 'product_analytics', search: { query } },
          compute: {},
        })),
      },
    },
  })
  const [carts, views] = everyone.data.attributes.columns.map((c: { values: number[] }) => c.values[0])
  const others = ((carts / views) * 100).toFixed(1)
  await pages.getByRole('row', { name: new RegExp(`66\\.7.*${others.replace('.', '\\.')}`) }).waitFor()
  await page.getByRole('region', { name: 'Segments' }).getByRole('link', { name: 'Almost bought' }).waitFor()
  const sessions = page.getByRole('region', { name: 'Sessions' })
  await sessions.getByText('1 session, newest first').waitFor()
  await sessions.getByRole('link', { name: '1, view analytics' }).waitFor()
  expect(await violations()).toEqual([])
  await page.getByRole('combobox', { name: 'Beside' }).click()
  await page.getByRole('option', { name: 'Almost bought' }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('beside')).toMatch(/^[0-9a-f-]{36}$/)
  await page.getByRole('button', { name: 'Delete this user' }).click()
  await page.getByRole('textbox', { name: /Type the id/ }).fill('caio')
  await page.keyboard.press('Enter')
  const receipt = page.getByRole('status', { name: 'Receipt' })
  await receipt.getByText('Events').waitFor()
  await receipt.getByRole('button', { name: 'Show all users' }).click()
  await page.getByRole('status').getByText('5 users').waitFor()
})
