import type { Random } from './random.ts'
import { cardOf, chipOf, PRODUCTS, type Product, TARGETS, type Target } from './targets.ts'
import type { Act, Fault, Fetch, Frustration, Step } from './visit-plan.ts'

export type Page = 'home' | 'products' | 'product' | 'search' | 'cart' | 'checkout' | 'done' | 'account'

/** What is so at a moment of a visit. Pages change `cart`, `product`, `signedIn` and `mustSignIn`. */
export interface Shopper {
  random: Random
  mobile: boolean
  firefox: boolean
  /** The release in use has the broken checkout. */
  broken: boolean
  /** How ready to buy, 1 is usual. */
  will: number
  cart: Map<Product, number>
  product: Product
  signedIn: boolean
  mustSignIn: boolean
}

export interface Planned {
  step: Omit<Step, 'absence'>
  next: Page | null
}

type Extras = { frustrations?: readonly Frustration[]; fault?: Fault; fetch?: Fetch }

/** Collects what happens on one page, each act some seconds after the one before it. */
const opened = ({ random }: Shopper, path: string, query = '') => {
  const acts: Act[] = []
  let at = Math.round(random.spread(1800, 0.3))
  const pause = (median: number) => {
    at += Math.round(random.spread(median, 0.5)) + 400
  }
  return {
    click: (target: Target, { frustrations = [], fault, fetch }: Extras = {}) => {
      pause(3500)
      acts.push({ at, kind: 'click', target, frustrations, fault, fetch })
    },
    act: (act: Act extends infer A ? (A extends unknown ? Omit<A, 'at'> : never) : never) => {
      acts.push({ ...act, at: at + 25 } as Act)
    },
    read: pause,
    leave: (next: Page | null, loading: number): Planned => {
      if (next === null) pause(9000)
      const dwell = next === null ? at : at + random.int(25, 60)
      return { step: { path, query, dwell, loading: Math.round(random.spread(loading, 0.35)), acts }, next }
    },
  }
}

type Opened = ReturnType<typeof opened>

const totalOf = (cart: ReadonlyMap<Product, number>): number =>
  [...cart].reduce((sum, [product, quantity]) => sum + product.cents * quantity, 0)

const countOf = (cart: ReadonlyMap<Product, number>): number => [...cart.values()].reduce((a, b) => a + b, 0)

/** Clicks the link to the next page, if there is one, and leaves. */
const onward = (shopper: Shopper, page: Opened, wanted: Page | null, loading: number): Planned => {
  const { random } = shopper
  let next = wanted
  if (shopper.mustSignIn && (next === null || (next === 'cart' && random.chance(0.6)))) next = 'account'
  if (next === 'product') {
    shopper.product = random.pick(PRODUCTS)
    page.click(cardOf(shopper.product, shopper.mobile))
  }
  if (next === 'products') page.click(TARGETS.shopAll)
  if (next === 'search') page.click(TARGETS.search)
  if (next === 'cart') page.click(TARGETS.cart)
  if (next === 'account') page.click(TARGETS.account)
  return page.leave(next, loading)
}

const home = (shopper: Shopper, query: string): Planned => {
  const page = opened(shopper, '/', query)
  const next = shopper.random.weighted<Page | null>([
    ['products', 54],
    ['product', 18],
    ['search', 9],
    ['account', 2],
    [null, 17],
  ])
  if (next === 'products' && shopper.random.chance(0.7)) {
    page.click(TARGETS.browse)
    return page.leave('products', 620)
  }
  return onward(shopper, page, next, 620)
}

const list = (shopper: Shopper, query: string): Planned => {
  const { random, cart } = shopper
  const page = opened(shopper, '/products', query)
  if (random.chance(0.25)) page.click(chipOf(random.pick(PRODUCTS).category))
  const next = random.weighted<Page | null>([
    ['product', 66],
    ['search', 10],
    ['cart', cart.size > 0 ? 12 : 0],
    [null, 20],
  ])
  return onward(shopper, page, next, 540)
}

const detail = (shopper: Shopper, query: string): Planned => {
  const { random, cart, product } = shopper
  const page = opened(shopper, `/products/${product.slug}`, query)
  page.read(4000)
  if (random.chance(0.09)) {
    page.click(TARGETS.sizeGuide, { frustrations: random.chance(0.35) ? ['rage_click', 'dead_click'] : ['dead_click'] })
  }
  if (random.chance(0.3 * shopper.will)) {
    page.click(TARGETS.addToCart)
    cart.set(product, (cart.get(product) ?? 0) + 1)
    page.act({
      kind: 'custom',
      name: 'add_to_cart',
      context: {
        product: { sku: product.sku, name: product.name, category: product.category },
        price_cents: product.cents,
        cart_size: countOf(cart),
      },
    })
    return onward(
      shopper,
      page,
      random.weighted<Page | null>([
        ['cart', 66],
        ['products', 16],
        ['product', 10],
        [null, 8],
      ]),
      480,
    )
  }
  const next = random.weighted<Page | null>([
    ['product', 26],
    ['products', 30],
    ['search', 8],
    ['cart', cart.size > 0 ? 14 : 0],
    [null, 30],
  ])
  return onward(shopper, page, next, 480)
}

const WORDS = ['wool', 'coat', 'boots', 'mug', 'blanket', 'gift', 'rain', 'xl', 'bag', 'sail']

/** The slow page: its query takes seconds, and people leave. */
const search = (shopper: Shopper): Planned => {
  const page = opened(shopper, '/search', `?q=${shopper.random.pick(WORDS)}`)
  page.act({ kind: 'fetch', fetch: { path: '/api/search', method: 'GET', status: 200, duration: 1800 } })
  page.read(2500)
  return onward(
    shopper,
    page,
    shopper.random.weighted<Page | null>([
      ['product', 48],
      ['products', 14],
      [null, 38],
    ]),
    2350,
  )
}

const basket = (shopper: Shopper): Planned => {
  const { random, will } = shopper
  const page = opened(shopper, '/cart')
  if (random.chance(Math.min(0.9, 0.52 * will))) {
    page.click(TARGETS.checkout)
    return page.leave('checkout', 430)
  }
  return onward(
    shopper,
    page,
    random.weighted<Page | null>([
      ['products', 25],
      [null, 75],
    ]),
    430,
  )
}

const account = (shopper: Shopper): Planned => {
  const page = opened(shopper, '/account')
  if (shopper.mustSignIn) {
    page.read(9000)
    page.click(TARGETS.signIn)
    page.act({ kind: 'signIn' })
    shopper.mustSignIn = false
    shopper.signedIn = true
  }
  const cart = shopper.cart.size > 0
  return onward(
    shopper,
    page,
    shopper.random.weighted<Page | null>([
      [cart ? 'cart' : 'products', 60],
      [null, 40],
    ]),
    410,
  )
}

const GATEWAY: Fault = {
  message: 'The payment gateway did not answer',
  type: 'Error',
  source: 'custom',
  line: 'pay @ https://longshore.example/assets/buying.js:118:18',
}
const POSTCODE: Fault = {
  message: "Cannot read properties of undefined (reading 'postcode')",
  type: 'TypeError',
  source: 'source',
  line: 'placeOrder @ https://longshore.example/assets/buying.js:97:31',
}

const paying = (status: number, duration: number): Fetch => ({ path: '/api/pay', method: 'POST', status, duration })

/** Whether the order goes through; on Firefox the button often does nothing, in the broken release it throws. */
const tryToPay = (shopper: Shopper, page: Opened): boolean => {
  const { random } = shopper
  if (shopper.firefox && random.chance(0.72)) {
    page.click(TARGETS.placeOrder, { frustrations: random.chance(0.6) ? ['rage_click', 'dead_click'] : ['dead_click'] })
    return false
  }
  if (shopper.broken && random.chance(0.8)) {
    const times = random.int(1, 3)
    for (let i = 0; i < times; i++) page.click(TARGETS.placeOrder, { fault: POSTCODE, frustrations: ['error_click'] })
    return random.chance(0.15) && paid(shopper, page)
  }
  if (random.chance(0.12)) {
    page.click(TARGETS.placeOrder, {
      fault: GATEWAY,
      frustrations: ['error_click'],
      fetch: paying(502, random.int(700, 3000)),
    })
    if (random.chance(0.4)) return false
  }
  return paid(shopper, page)
}

const paid = ({ random, cart }: Shopper, page: Opened): true => {
  page.click(TARGETS.placeOrder, { fetch: paying(200, random.int(220, 900)) })
  const items = [...cart].map(([product, quantity]) => ({ sku: product.sku, cents: product.cents, quantity }))
  const context = { order_id: `LS-${random.int(10_000, 99_999)}`, revenue_cents: totalOf(cart), currency: 'GBP', items }
  page.act({ kind: 'custom', name: 'purchase', context })
  cart.clear()
  return true
}

const checkout = (shopper: Shopper): Planned => {
  const page = opened(shopper, '/checkout')
  page.read(14_000)
  if (shopper.random.chance(0.14)) return page.leave(null, 520)
  page.act({ kind: 'vital', name: 'checkout_form', duration: shopper.random.int(9000, 60_000) })
  return page.leave(tryToPay(shopper, page) ? 'done' : null, 520)
}

const done = (shopper: Shopper): Planned => {
  const page = opened(shopper, '/done')
  if (shopper.random.chance(0.2)) {
    page.click(TARGETS.keepBrowsing)
    return page.leave('products', 390)
  }
  return onward(shopper, page, null, 390)
}

/** Plans one page; `query` is that of the landing page. */
export const PAGES: Record<Page, (shopper: Shopper, query: string) => Planned> = {
  home,
  products: list,
  product: detail,
  search,
  cart: basket,
  checkout,
  done,
  account,
}
