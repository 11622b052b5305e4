import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import type { TestServer } from './server.ts'

/** A window of a browser, 1440 × 900 unless told, in which the server's administrator is signed in. */
export const signedIn = async (
  browser: Browser,
  { url, admin: { email, password } }: TestServer,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  await context.request.post(`${url}/api/v2/wayworn/sign-in`, { data: { email, password }, headers: { origin: url } })
  return context
}
