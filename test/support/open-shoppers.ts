import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { caughtUp } from './caught-up.ts'
import { launchChromium } from './chromium.ts'
import { action, view } from './sdk-events.ts'
import { send } from './send.ts'
import { startServer } from './server.ts'
import { signedIn } from './signed-in.ts'
import { violationsOf } from './violations.ts'

/** An address of Brazil and one of Germany. */
const BRAZIL = '179.208.10.1'
const GERMANY = '217.160.0.187'
/** 300 characters, right to left, with emoji and marks that mean something in searches. */
export const LONG = `${'شخص ما 🛒 '.repeat(40).slice(0, 290)}*"?():\\`
const ACCOUNTS: Record<string, string> = { bea: 'acme', caio: 'acme', emil: 'globex' }
/** Of emil's: the only session that says it is recorded. */
export const RECORDED_VIEW = 'emil cart'
export const SEGMENTS = '/api/v2/product-analytics/segments'

const who = (id: string, name = id) => ({
  session: `${id} 1`,
  user: { id, name, email: `${id}@example.com` },
  ...(ACCOUNTS[id] && { account: { id: ACCOUNTS[id], name: `${ACCOUNTS[id]} Ltd` } }),
})
type Who = ReturnType<typeof who>

const eventsAt = (at: number) => {
  const cart = (of: Who, after = 0) => view({ ...of, at: at + after, name: '/cart' })
  const emil = { ...who('emil'), more: { session: { has_replay: true } } }
  const checkout = (of: Who, after: number) => view({ ...of, at: at + after, name: '/checkout' })
  const press = (of: Who, after: number) =>
    action({ ...of, at: at + after, name: 'CHECKOUT', on: '/cart', frustrations: ['rage_click'] })
  const weekAgo = -9 * 86_400_000
  return {
    brazilian: [
      cart(who('ana', LONG)),
      ...[cart(who('bea')), press(who('bea'), 1000), checkout(who('bea'), 2000)],
      // Came back to the cart and left it.
      ...[cart(who('caio')), press(who('caio'), 1000), checkout(who('caio'), 2000), cart(who('caio'), 3000)],
      // In two sessions.
      ...[cart(who('davi')), checkout({ ...who('davi'), session: 'davi 2' }, 2000)],
      // Longer ago than a week.
      ...[cart(who('edu'), weekAgo), checkout(who('edu'), weekAgo + 1000)],
    ],
    german: [view({ ...emil, at, name: '/cart', id: RECORDED_VIEW }), press(emil, 1000), checkout(emil, 2000)],
  }
}

/** A server that knows some shoppers, and a page of it that is signed in. */
export const openShoppers = async () => {
  const [server, browser] = await Promise.all([startServer({ env: { WAYWORN_TRUST_PROXY: '1' } }), launchChromium()])
  const at = Date.now() - 3 * 3_600_000
  const { brazilian, german } = eventsAt(at)
  await send(server, brazilian, { address: BRAZIL })
  await send(server, german, { address: GERMANY })
  await caughtUp(server.url)
  const context = await signedIn(browser, server, { acceptDownloads: true })
  const page: Page = await context.newPage()
  page.setDefaultTimeout(60_000)

  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  const ask = async (method: string, path: string, body?: unknown): Promise<any> => {
    const headers = {
      'content-type': 'application/json',
      'dd-api-key': server.apiKey,
      'dd-application-key': server.appKey,
    }
    const answer = await fetch(server.url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    return answer.json()
  }

  /** The ids of whom the API finds for a definition. */
  const idsOf = async (definition: unknown): Promise<string[]> => {
    const attributes = { definition, limit: 100 }
    const answer = await ask('POST', `${SEGMENTS}/preview`, { data: { type: 'segment_preview', attributes } })
    expect(answer.data.attributes.count).toBe(answer.data.attributes.sample.length)
    return answer.data.attributes.sample.map((one: { user_id: string }) => one.user_id).sort()
  }

  const violations = () => violationsOf(page)

  const close = async () => {
    await browser.close()
    await server.stop()
  }
  return { server, at, page, ask, idsOf, violations, close }
}

export type Shoppers = Awaited<ReturnType<typeof openShoppers>>
