import { FULL_VISIT, type ShopStep } from '../visit.ts'

/** Somebody whose visit is recorded for the demo. */
export interface Visitor {
  name: string
  userAgent: string
  mobile: boolean
  viewport: { width: number; height: number }
  country: string
  script: readonly ShopStep[]
}

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0'
const WINDOWS = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36`
const MAC = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${CHROME} Safari/537.36`
const PHONE = `Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Mobile Safari/537.36`

const ADDRESS = { street: 'Pier 2', town: 'Saltby', postcode: 'SB1 2QX' }
const browse: readonly ShopStep[] = [
  { open: '/' },
  { scroll: 500 },
  { scroll: -500 },
  { follow: 'hero-cta', label: 'Browse the shop', to: '/products' },
  { scroll: 700 },
]

const leavesTheCart: readonly ShopStep[] = [
  ...browse,
  { follow: 'card-harbour-coat', label: 'Harbour coat', to: '/products/harbour-coat-104' },
  { add: '104' },
  { follow: 'nav-cart', label: 'Cart', to: '/cart' },
  { scroll: 300 },
]

const wantsItsSize: readonly ShopStep[] = [
  { open: '/products' },
  { scroll: 400 },
  { follow: 'card-harbour-coat', label: 'Harbour coat', to: '/products/harbour-coat-104' },
  { click: 'size-guide', label: 'Size guide' },
  { rage: 'size-guide', label: 'Size guide' },
  { follow: 'nav-products', label: 'Shop all', to: '/products' },
]

const buys = (email: string): readonly ShopStep[] => [
  ...browse,
  { follow: 'card-dune-blanket', label: 'Dune blanket', to: '/products/dune-blanket-511' },
  { add: '511' },
  { follow: 'nav-account', label: 'Account', to: '/account' },
  { signIn: { email } },
  { follow: 'nav-cart', label: 'Cart', to: '/cart' },
  { follow: 'checkout', label: 'CHECKOUT', to: '/checkout' },
  { order: ADDRESS },
  { follow: 'keep-browsing', label: 'Keep browsing', to: '/products' },
]

const isRefused: readonly ShopStep[] = [
  { open: '/' },
  { search: 'wool' },
  { follow: 'card-dune-blanket', label: 'Dune blanket', to: '/products/dune-blanket-511' },
  { add: '511' },
  { follow: 'nav-cart', label: 'Cart', to: '/cart' },
  { follow: 'checkout', label: 'CHECKOUT', to: '/checkout' },
  { coupon: 'STORM' },
  { coupon: 'STORM' },
]

/** Five windows, two kinds of device, five ways to go through the shop. */
export const VISITORS: readonly Visitor[] = [
  visitor('nora-buys', WINDOWS, [1440, 789], 'GB', [{ open: '/' }, ...FULL_VISIT.slice(1)]),
  visitor('ines-buys', MAC, [1920, 953], 'BR', buys('ines.moura@example.com')),
  visitor('somebody-leaves-the-cart', MAC, [1280, 720], 'DE', leavesTheCart),
  visitor('somebody-is-refused', WINDOWS, [1024, 700], 'GB', isRefused),
  visitor('ola-buys', PHONE, [412, 785], 'GB', buys('ola.brandt@example.com')),
  visitor('somebody-wants-a-size', PHONE, [390, 664], 'BR', wantsItsSize),
  visitor('somebody-leaves-the-cart-too', PHONE, [360, 672], 'DE', leavesTheCart),
]

function visitor(
  name: string,
  userAgent: string,
  [width, height]: readonly [number, number],
  country: string,
  script: readonly ShopStep[],
): Visitor {
  return { name, userAgent, mobile: userAgent === PHONE, viewport: { width, height }, country, script }
}
