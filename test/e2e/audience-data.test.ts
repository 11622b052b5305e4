import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caughtUp } from '../support/caught-up.ts'
import { openShoppers, RECORDED_VIEW, SEGMENTS, type Shoppers } from '../support/open-shoppers.ts'
import { uuidOf } from '../support/sdk-events.ts'
import { sendRecording } from '../support/send-recording.ts'
import type { TestServer } from '../support/server.ts'

/** What people bring to the audience: files, names of actions, and roles; and the ways from figures to people. */

const SLOW = 240_000

let shoppers: Shoppers
let server: TestServer
let page: Page
let ask: Shoppers['ask']
let violations: Shoppers['violations']

beforeAll(async () => {
  shoppers = await openShoppers()
  ;({ server, page, ask, violations } = shoppers)
}, SLOW)

afterAll(() => shoppers?.close())

const upload = (name: string, text: string) =>
  page.setInputFiles('input[type="file"]', { name, mimeType: 'text/csv', buffer: Buffer.from(text) })

const choose = async (label: string, option: string) => {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

const statusSays = (text: string) => page.getByRole('status').getByText(text, { exact: true }).waitFor()

test('a file of attributes: its types corrected, in a filter and a breakdown, replaced', {
  timeout: SLOW,
}, async () => {
  await page.goto(`${server.url}/settings/imports`)
  const head = 'Mail;Spent;Tier;Since\r\n'
  await upload(
    'crm.csv',
    `\ufeff${head}bea@example.com;120.5;1;2026-01-05\r\ncaio@example.com;8;2;2026-03-01\r\nnobody@example.com;9;1;\r\n`,
  )
  await page.getByRole('combobox', { name: 'Type of Spent' }).waitFor()
  const typeOf = (column: string) => page.getByRole('combobox', { name: `Type of ${column}` }).inputValue()
  expect(await Promise.all(['Spent', 'Tier', 'Since'].map(typeOf))).toEqual(['number', 'number', 'timestamp'])
  expect(await page.getByRole('combobox', { name: 'Key column' }).inputValue()).toBe('Mail')
  expect(await page.getByRole('combobox', { name: 'Its values are' }).inputValue()).toBe('usr.email')
  await choose('Type of Tier', 'string')
  await page.getByRole('textbox', { name: 'What Tier is called' }).fill('Level')
  expect(await violations()).toEqual([])
  await page.getByRole('button', { name: 'Import 3 attributes' }).click()
  await page.getByText('3 rows: 2 matched, 1 did not, 0 without a key, 0 repeated.').waitFor()
  expect(await page.getByRole('combobox', { name: 'Type of Level' }).inputValue()).toBe('string')
  expect(await violations()).toEqual([])

  await page.goto(`${server.url}/users?cols=user_crm.spent,user_crm.tier&sort=-user_crm.spent`)
  await page.getByRole('row', { name: /^bea 121 1/ }).waitFor()
  await page.getByRole('combobox', { name: 'Add a condition' }).fill('user_crm.spent:>100')
  await page.keyboard.press('Enter')
  await statusSays('1 user')
  await page.goto(
    `${server.url}/analytics?q=&show=table&by=@usr.crm.tier;5&a=${encodeURIComponent('view;cardinality(@usr.id)')}`,
  )
  const groups = page.getByRole('region', { name: 'Groups' })
  await groups.getByRole('row', { name: /^2 1/ }).waitFor()
  await groups.getByRole('row', { name: /^1 1/ }).waitFor()

  await page.goto(`${server.url}/settings/imports`)
  await upload('crm.csv', `${head}caio@example.com;80;2;\r\n`)
  await page.getByText('crm is there: its rows are replaced').waitFor()
  await page.getByRole('button', { name: /^Import 3/ }).click()
  await page.getByText('1 rows: 1 matched').waitFor()
  await page.goto(`${server.url}/users?profile=${encodeURIComponent('user_crm.spent:*')}`)
  await statusSays('1 user')

  const keys = { 'dd-api-key': server.apiKey, 'dd-application-key': server.appKey }
  const connection = `${server.url}/api/v2/product-analytics/users/mapping/connection/crm`
  expect((await fetch(connection, { method: 'DELETE', headers: keys })).status).toBe(204)
  await page.goto(`${server.url}/settings/imports`)
  await page.getByText('Not connected: its columns are no attributes until somebody connects it').waitFor()
  expect(await page.getByRole('combobox', { name: /^Type of/ }).count()).toBe(0)
  expect(await violations()).toEqual([])
})

test('an action that is shown gets a name, which is a step of funnels and of segments', { timeout: SLOW }, async () => {
  await page.goto(`${server.url}/analytics?q=&show=list&a=action;count`)
  await page
    .getByRole('row', { name: /click on CHECKOUT/ })
    .first()
    .click()
  await page.getByRole('complementary', { name: 'Event' }).getByRole('link', { name: 'Label this action' }).click()
  await page.waitForURL(/\/actions\/new/)
  const definition = page.getByRole('listitem', { name: 'Definition 1' })
  expect(await definition.getByRole('textbox', { name: 'Pages, one a line' }).inputValue()).toBe('/cart')
  const preview = page.getByRole('region', { name: 'What matches' })
  await preview.getByText('3 actions', { exact: true }).waitFor()
  expect(await violations()).toEqual([])
  await page.getByRole('textbox', { name: 'Name' }).first().fill('Wants to pay')
  await page.getByRole('button', { name: 'Create labelled action' }).click()
  const row = page.getByRole('row', { name: /Wants to pay/ })
  await row.waitFor()
  expect((await row.getByRole('cell').allInnerTexts()).slice(1)).toEqual(['3', '3', 'Nothing', ''])
  expect(await violations()).toEqual([])
  await row.getByRole('link').click()
  await page.getByRole('textbox', { name: 'Description' }).fill('Presses the button of the cart')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()

  await page.goto(`${server.url}/funnel?q=&s1=view:/cart`)
  await page.getByRole('button', { name: 'Add step', exact: true }).press('Enter')
  await page.getByLabel('Find an event').fill('Wants')
  await page.getByRole('group', { name: 'Labelled actions' }).getByRole('option', { name: 'Wants to pay' }).click()
  await page.getByRole('button', { name: /^step 2, Wants to pay: 3 sessions/ }).waitFor()
  expect(new URL(page.url()).searchParams.get('s2')).toBe('label:Wants to pay')

  const query = '@type:action @action.label:"Wants to pay"'
  const rule = JSON.stringify({ performed: { sequence: [{ query }] } })
  await page.goto(`${server.url}/segments/new?rule=${encodeURIComponent(rule)}`)
  await page.getByText('Users who performed Wants to pay', { exact: true }).waitFor()
  await page.getByRole('region', { name: 'Who matches' }).getByText('3 users', { exact: true }).waitFor()
})

test('accounts are listed and shown as users are', { timeout: SLOW }, async () => {
  await page.goto(`${server.url}/accounts`)
  await statusSays('2 accounts')
  await page.getByRole('combobox', { name: 'Add a condition' }).fill('user_count:>1')
  await page.keyboard.press('Enter')
  await statusSays('1 account')
  expect(await violations()).toEqual([])
  await page.getByRole('link', { name: 'acme Ltd' }).click()
  await page.getByRole('heading', { name: 'acme Ltd', level: 1 }).waitFor()
  await page.getByRole('region', { name: 'Sessions' }).getByText('2 sessions, newest first').waitFor()
  await page
    .getByRole('region', { name: 'Most visited pages' })
    .getByRole('row', { name: /^\/cart 3 60\.0/ })
    .waitFor()
  expect(await violations()).toEqual([])
})

test('from a bar, a node and a cell to the person, and to the replay', { timeout: SLOW }, async () => {
  const at = shoppers.at
  const html = {
    type: 2,
    id: 3,
    tagName: 'body',
    attributes: {},
    childNodes: [{ type: 3, id: 4, textContent: 'Cart' }],
  }
  const root = { type: 2, id: 2, tagName: 'html', attributes: {}, childNodes: [html] }
  const records = [
    { type: 4, timestamp: at, data: { width: 800, height: 600, href: 'https://shop.example.com/cart' } },
    { type: 6, timestamp: at, data: { has_focus: true } },
    {
      type: 2,
      timestamp: at,
      data: { node: { type: 0, id: 1, childNodes: [root] }, initialOffset: { left: 0, top: 0 } },
    },
    { type: 3, timestamp: at + 1500, data: { source: 1, positions: [{ x: 9, y: 9, id: 3, timeOffset: 0 }] } },
  ]
  await sendRecording(server, [{ session: 'emil 1', view: RECORDED_VIEW, index: 0, records }])
  await caughtUp(server.url)

  await page.goto(`${server.url}/funnel?q=@geo.country:Germany&s1=view:/cart&s2=view:/checkout`)
  await page.getByRole('button', { name: /^step 2, / }).click()
  const people = page.getByRole('complementary', { name: 'sessions of step 2' })
  await people.getByRole('link', { name: 'Replay of emil' }).waitFor()
  await people.getByRole('link', { name: 'emil', exact: false }).first().click()
  await page.getByRole('heading', { name: 'emil', level: 1 }).waitFor()
  await page.getByRole('region', { name: 'Sessions' }).getByRole('link', { name: 'Replay' }).click()
  await page.waitForURL(`**/replays/${uuidOf('emil 1')}**`)
  await page.locator('[data-status="shown"]').waitFor()

  await page.goto(`${server.url}/retention?q=@geo.country:Germany`)
  await page
    .getByRole('region', { name: 'Retention by cohort' })
    .getByRole('button', { name: /1 of 1 user/ })
    .first()
    .click()
  await page.getByRole('complementary').getByRole('link', { name: /^emil/ }).first().waitFor()

  await page.goto(`${server.url}/analytics?q=@geo.country:Germany&show=top&by=@view.name;5`)
  await page
    .getByRole('button', { name: /\/checkout/ })
    .first()
    .click()
  await page.getByRole('link', { name: 'See these people' }).click()
  await statusSays('1 user')
  await page.getByRole('link', { name: 'emil', exact: true }).waitFor()
})

test('a viewer sees all and is told what takes another role', { timeout: SLOW }, async () => {
  const viewer = { email: 'viewer@example.com', password: 'another long password', role: 'viewer' }
  await ask('POST', '/api/v2/users', { data: { type: 'users', attributes: viewer } })
  const rule = { performed: { sequence: [{ query: '@type:view @view.name:/cart' }] } }
  const attributes = { name: 'Saw the cart', audience: 'users', definition: rule }
  const { data } = await ask('POST', SEGMENTS, { data: { type: 'segment', attributes } })
  const context = await page
    .context()
    .browser()!
    .newContext({ viewport: { width: 1440, height: 900 } })
  const { email, password } = viewer
  const options = { data: { email, password }, headers: { origin: server.url } }
  expect((await context.request.post(`${server.url}/api/v2/wayworn/sign-in`, options)).ok()).toBe(true)
  const seen = await context.newPage()
  const told = seen.getByText(/Your role is viewer/).first()
  for (const [path, button] of [
    ['/segments', 'Create segment'],
    [`/segments/${data.id}`, 'Save changes'],
    ['/actions', 'Add labelled action'],
    ['/actions/new?action=Pay', 'Create labelled action'],
    [`/users?did=${encodeURIComponent('@type:view')}`, /^Create segment from/],
    ['/settings/imports', null],
    ['/segments/new?from_file=', null],
  ] as const) {
    await seen.goto(server.url + path)
    if (button === null) await told.waitFor()
    else
      await expect
        .poll(() => seen.getByRole('button', { name: button }).first().getAttribute('title'))
        .toMatch(/takes the role editor/)
    expect(button === null || (await seen.getByRole('button', { name: button }).first().isDisabled())).toBe(true)
    expect(await seen.locator('input[type="file"]').count()).toBe(0)
  }
  await seen.goto(`${server.url}/users/bea`)
  await seen.getByRole('heading', { name: 'bea', level: 1 }).waitFor()
  expect(await seen.getByRole('button', { name: 'Delete this user' }).count()).toBe(0)
  await context.close()
})

test('an account is deleted once its id has been typed, and the receipt counts what went', {
  timeout: SLOW,
}, async () => {
  const attributes = { query: 'account_id:acme', select_columns: ['events_count', 'session_count'], limit: 1 }
  const query = { data: { type: 'query_account_request', attributes } }
  const [counts] = (await ask('POST', '/api/v2/product-analytics/accounts/query', query)).data.attributes.hits
  await page.goto(`${server.url}/accounts/acme`)
  await page.getByRole('button', { name: 'Delete this account' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete acme Ltd' })
  const erase = dialog.getByRole('button', { name: 'Delete for good' })
  await dialog.getByRole('textbox', { name: 'Type the id acme to go on' }).fill('acm')
  expect(await erase.isDisabled()).toBe(true)
  expect(await violations()).toEqual([])
  await page.keyboard.type('e')
  await erase.click()
  const receipt = page.getByRole('status', { name: 'Receipt' })
  await receipt.waitFor()
  const told = async (name: string) => {
    const terms = await receipt.getByRole('term').allInnerTexts()
    return (await receipt.getByRole('definition').allInnerTexts())[terms.indexOf(name)]
  }
  expect(await Promise.all(['Events', 'Sessions', 'Devices', 'Receipt'].map(told))).toEqual([
    ...[counts.events_count, counts.session_count, 0].map(String),
    expect.stringMatching(/^sha256:/),
  ])
  expect(await violations()).toEqual([])
  await receipt.getByRole('button', { name: 'Show all accounts' }).click()
  await statusSays('1 account')
  expect(await page.getByRole('link', { name: 'acme Ltd' }).count()).toBe(0)
})
