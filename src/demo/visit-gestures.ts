import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import products from './shop/products.json' with { type: 'json' }
import type { ShopStep, ShopVisit } from './visit.ts'

type Act = (step: ShopStep) => Promise<void>

interface Scene {
  page: Page
  shop: string
  sdk: string
  visit: ShopVisit
  /** Quantities in the cart, by article. */
  cart: Map<string, number>
  payments: number
}

/** Carries out steps on the page and writes each into `visit`. */
export const gestures = (page: Page, shop: string, sdk: string, visit: ShopVisit): Act => {
  const scene: Scene = { page, shop, sdk, visit, cart: new Map(), payments: 0 }
  return async (step) => {
    if ('open' in step) return open(scene, step.open)
    if ('follow' in step) return follow(scene, step.follow, step.label, step.to)
    if ('click' in step) return press(scene, step.click, step.label, step.frustrations)
    if ('add' in step) return add(scene, step.add)
    if ('rage' in step) return rage(scene, step.rage, step.label)
    if ('coupon' in step) return coupon(scene, step.coupon)
    if ('signIn' in step) return signIn(scene, step.signIn)
    if ('signOut' in step) return signOut(scene)
    if ('search' in step) return search(scene, step.search)
    if ('scroll' in step) return page.mouse.wheel(0, step.scroll)
    return order(scene, step.order)
  }
}

const byTestId = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`).first()

const enter = ({ visit }: Scene, path: string) => {
  const name = path.replace(/[^/]*\d[^/]*/g, '?')
  visit.views.push({ path: path === '/' ? '/demo/shop/' : `/demo/shop${path}`, name, user: visit.user?.id ?? null })
}

const note = ({ visit }: Scene, name: string, frustrations: readonly string[] = []) => {
  visit.actions.push({ type: 'click', name, path: visit.views.at(-1)!.path, frustrations: [...frustrations] })
}

const noteCustom = ({ visit }: Scene, name: string, context: Record<string, unknown>) => {
  visit.actions.push({ type: 'custom', name, path: visit.views.at(-1)!.path, frustrations: [], context })
}

const open = async (scene: Scene, address: string) => {
  const url = new URL(scene.shop + address)
  url.searchParams.set('sdk', scene.sdk)
  await scene.page.goto(url.href)
  await scene.page.waitForSelector('html[data-ready]')
  enter(scene, address.split('?')[0]!)
}

/** A click that comes with a scroll is not dead for the SDK: bring the element into view first, and let it rest. */
const ready = async ({ page }: Scene, id: string) => {
  const target = byTestId(page, id)
  const before = await page.evaluate('window.scrollY')
  await target.scrollIntoViewIfNeeded()
  if ((await page.evaluate('window.scrollY')) !== before) await pause(400)
  return target
}

const press = async (scene: Scene, id: string, label: string, frustrations: readonly string[] = []) => {
  const target = await ready(scene, id)
  note(scene, label, frustrations)
  await target.click()
}

const follow = async (scene: Scene, id: string, label: string, to: string) => {
  await press(scene, id, label)
  await scene.page.waitForURL(`${scene.shop}${to}`)
  enter(scene, to.split('?')[0]!)
}

const add = async (scene: Scene, sku: string) => {
  const product = products.find((each) => each.sku === sku)!
  await press(scene, 'add-to-cart', 'Add to cart')
  scene.cart.set(sku, (scene.cart.get(sku) ?? 0) + 1)
  noteCustom(scene, 'add_to_cart', {
    product: { sku, name: product.name, category: product.category },
    price_cents: product.cents,
    cart_size: [...scene.cart.values()].reduce((sum, quantity) => sum + quantity, 0),
  })
}

/** Four clicks within a second on one element: one action for the SDK. */
const rage = async (scene: Scene, id: string, label: string) => {
  const { x, y, width, height } = (await (await ready(scene, id)).boundingBox())!
  note(scene, label, ['rage_click', 'dead_click'])
  await scene.page.mouse.move(x + width / 2, y + height / 2)
  for (let i = 0; i < 4; i++) {
    await scene.page.mouse.down()
    await scene.page.mouse.up()
  }
}

const coupon = async (scene: Scene, code: string) => {
  await scene.page.fill('#coupon', code)
  const breaks = code === 'STORM'
  await press(scene, 'apply-coupon', 'Apply', breaks ? ['error_click'] : [])
  if (breaks) scene.visit.errors.push("Cannot read properties of undefined (reading 'percent')")
}

const signIn = async (scene: Scene, { email, company }: { email: string; company?: string }) => {
  await scene.page.fill('#email', email)
  if (company) await scene.page.fill('#company', company)
  await press(scene, 'sign-in', 'Sign in')
  await byTestId(scene.page, 'sign-out').waitFor()
  const local = email.split('@')[0]!
  const name = local.replace(/[._-]+/g, ' ').replace(/\b\w/g, (letter) => letter.toUpperCase())
  scene.visit.user = { id: `u-${slug(local)}`, name, email }
  if (company) scene.visit.account = { id: `acct-${slug(company)}`, name: company }
  scene.visit.views.at(-1)!.user = scene.visit.user.id
}

const slug = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-')

const signOut = async (scene: Scene) => {
  await press(scene, 'sign-out', 'Sign out')
  await byTestId(scene.page, 'sign-in').waitFor()
  scene.visit.user = null
  scene.visit.account = null
  scene.visit.views.at(-1)!.user = null
}

const search = async (scene: Scene, text: string) => {
  const query = `/search?q=${encodeURIComponent(text)}`
  await scene.page.fill('#search', text)
  await follow(scene, 'nav-search', 'Search', query)
  await scene.page.getByText('found for').waitFor()
}

/** Every third payment fails, the second first; a visit that pays once succeeds. */
const order = async (scene: Scene, address: { street: string; town: string; postcode: string }) => {
  const { page, visit, cart } = scene
  if (!visit.user) await page.fill('#name', 'A visitor')
  for (const [field, value] of Object.entries(address)) await page.fill(`#${field}`, value)
  scene.payments += 1
  const fails = scene.payments % 3 === 2
  await press(scene, 'place-order', 'Place order', fails ? ['error_click'] : [])
  if (fails) {
    visit.errors.push('The payment gateway did not answer')
    await page.getByText('Nothing was paid').waitFor()
    return
  }
  await page.waitForURL(`${scene.shop}/done`)
  const items = [...cart].map(([sku, quantity]) => ({
    sku,
    cents: products.find((each) => each.sku === sku)!.cents,
    quantity,
  }))
  noteCustom(scene, 'purchase', {
    order_id: `LS-${1000 + scene.payments}`,
    revenue_cents: items.reduce((sum, item) => sum + item.cents * item.quantity, 0),
    currency: 'GBP',
    items,
  })
  cart.clear()
  enter(scene, '/done')
}
