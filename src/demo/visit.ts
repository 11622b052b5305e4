import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { gestures } from './visit-gestures.ts'

/** One thing that a visitor of the shop does. */
export type ShopStep =
  | { open: string }
  | { follow: string; label: string; to: string }
  | { click: string; label: string; frustrations?: readonly string[] }
  | { add: string }
  | { rage: string; label: string }
  | { coupon: string }
  | { signIn: { email: string; company?: string } }
  | { signOut: true }
  | { search: string }
  /** Turns the wheel by so many pixels. */
  | { scroll: number }
  | { order: { street: string; town: string; postcode: string } }

/** What a visit did: what an exact product must then say about it. */
export interface ShopVisit {
  sessionId: string
  startedAt: number
  endedAt: number
  /** In order; `path` as in the address, `name` as the shop names it, `user` who the last document of the view carries. */
  views: { path: string; name: string; user: string | null }[]
  /** In order, automatic and custom ones. */
  actions: ShopAction[]
  /** Messages of the errors that the SDK had to report. */
  errors: string[]
  user: { id: string; name: string; email: string } | null
  account: { id: string; name: string } | null
}

export interface ShopAction {
  type: 'click' | 'custom'
  name: string
  /** The path of the view it happened on. */
  path: string
  frustrations: string[]
  /** Custom attributes of a custom action. */
  context?: Record<string, unknown>
}

/** A whole life in a shop: campaign, browsing, sign-in, rage, a dead button, an error, a purchase. */
export const FULL_VISIT: readonly ShopStep[] = [
  { open: '/?utm_source=newsletter&utm_medium=email&utm_campaign=harbour-autumn' },
  { follow: 'hero-cta', label: 'Browse the shop', to: '/products' },
  { follow: 'card-harbour-coat', label: 'Harbour coat', to: '/products/harbour-coat-104' },
  { click: 'size-guide', label: 'Size guide', frustrations: ['dead_click'] },
  { add: '104' },
  { rage: 'size-guide', label: 'Size guide' },
  { search: 'wool' },
  { follow: 'card-dune-blanket', label: 'Dune blanket', to: '/products/dune-blanket-511' },
  { add: '511' },
  { follow: 'nav-account', label: 'Account', to: '/account' },
  { signIn: { email: 'nora.quist@gannet.example', company: 'Gannet Charters' } },
  { follow: 'nav-cart', label: 'Cart', to: '/cart' },
  { follow: 'checkout', label: 'CHECKOUT', to: '/checkout' },
  { coupon: 'STORM' },
  { order: { street: 'Quay 4', town: 'Saltby', postcode: 'SB1 2QX' } },
]

/**
 * Drives a visit by real input in a browser page, and tells what it did. `baseUrl` is that of the Wayworn that serves
 * the shop; `sdk` the SDK's major version. The page needs a fresh context. It ends on `/demo/`, so that the SDK has
 * sent everything. Each step is followed by `rest` ms; leave more than a second between two steps on one element, or the
 * SDK takes them for one chain of clicks.
 */
export const visitShop = async (
  page: Page,
  baseUrl: string,
  script: readonly ShopStep[] = FULL_VISIT,
  { sdk = '7', rest = 700 }: { sdk?: string; rest?: number } = {},
): Promise<ShopVisit> => {
  const visit: ShopVisit = {
    sessionId: '',
    startedAt: Date.now(),
    endedAt: 0,
    views: [],
    actions: [],
    errors: [],
    user: null,
    account: null,
  }
  const act = gestures(page, `${baseUrl}/demo/shop`, sdk, visit)
  for (const step of script) {
    await act(step)
    await pause(rest)
  }
  visit.sessionId = await page.evaluate<string>('window.DD_RUM.getInternalContext()?.session_id ?? ""')
  visit.endedAt = Date.now()
  await page.goto(`${baseUrl}/demo/`)
  await pause(500)
  return visit
}
