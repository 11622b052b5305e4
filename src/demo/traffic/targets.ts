import products from '../shop/products.json' with { type: 'json' }

export type Product = (typeof products)[number]
export const PRODUCTS: readonly Product[] = products

/** An element of the shop as the SDK describes it; taken from what it sent of the real pages. */
export interface Target {
  name: string
  selector: string
  composed: string
  width: number
  height: number
  source: 'text_content' | 'custom_attribute'
}

const MAIN = 'MAIN#page[tabindex="-\\31 "]:nth-child(3);'

const byTestId = (tag: string, id: string, name: string, width: number, rest: string): Target => ({
  name,
  selector: `${tag}[data-testid="${id}"]`,
  composed: `${tag}[data-testid="${id}"]${rest}`,
  width,
  height: 43,
  source: 'text_content',
})

const named = (name: string, id: string, width: number, height: number, rest: string): Target => {
  const attribute = `A[data-dd-action-name="${name.replaceAll(' ', '\\ ')}"]`
  return {
    name,
    selector: attribute,
    composed: `${attribute}[data-testid="${id}"]${rest}`,
    width,
    height,
    source: 'custom_attribute',
  }
}

const inNav = (name: string, id: string, width: number, nth: number): Target =>
  named(name, id, width, 39, `:nth-child(${nth}):nth-of-type(${nth});NAV:nth-child(2);HEADER.top:nth-child(2);`)

const inProduct = (id: string, name: string, width: number, look: string, nth: number): Target =>
  byTestId(
    'BUTTON',
    id,
    name,
    width,
    `[type="button"].${look}:nth-child(${nth}):nth-of-type(${nth});P.row:nth-child(7):nth-of-type(4);DIV:nth-child(2);ARTICLE.product:nth-child(1);${MAIN}`,
  )

export const TARGETS = {
  shopAll: inNav('Shop all', 'nav-products', 64, 1),
  account: inNav('Account', 'nav-account', 65, 2),
  cart: inNav('Cart', 'nav-cart', 50, 3),
  search: byTestId(
    'BUTTON',
    'nav-search',
    'Search',
    89,
    '[type="submit"]:nth-child(3);FORM.search;SEARCH:nth-child(3);HEADER.top:nth-child(2);',
  ),
  browse: byTestId('A', 'hero-cta', 'Browse the shop', 167, `.button:nth-child(4);SECTION.hero:nth-child(1);${MAIN}`),
  addToCart: inProduct('add-to-cart', 'Add to cart', 123, 'button', 1),
  sizeGuide: inProduct('size-guide', 'Size guide', 117, 'quiet', 2),
  checkout: byTestId(
    'BUTTON',
    'checkout',
    'CHECKOUT',
    122,
    `[type="button"].button;P.end.row:nth-child(4):nth-of-type(2);${MAIN}`,
  ),
  placeOrder: byTestId(
    'BUTTON',
    'place-order',
    'Place order',
    124,
    `[type="submit"].button;P.end.row:nth-child(7):nth-of-type(7);FORM.sheet:nth-child(2);${MAIN}`,
  ),
  signIn: byTestId(
    'BUTTON',
    'sign-in',
    'Sign in',
    89,
    `[type="submit"].button;P.end.row:nth-child(3):nth-of-type(3);FORM.sheet:nth-child(3);${MAIN}`,
  ),
  keepBrowsing: byTestId('A', 'keep-browsing', 'Keep browsing', 147, `.button;P:nth-child(3):nth-of-type(2);${MAIN}`),
} as const satisfies Record<string, Target>

/** The card of a product in a grid. */
export const cardOf = (product: Product, mobile: boolean): Target => {
  const nth = PRODUCTS.indexOf(product) + 1
  const id = `card-${product.slug.replace(/-\d+$/, '')}`
  const [width, height] = mobile ? [171, 204] : [235, 268]
  return named(
    product.name,
    id,
    width,
    height,
    `.card;LI:nth-child(${nth}):nth-of-type(${nth});UL.grid:nth-child(3);${MAIN}`,
  )
}

/** A filter chip of the product list. */
export const chipOf = (category: string): Target => {
  const nth = ['All', ...new Set(PRODUCTS.map((product) => product.category))].indexOf(category) + 1
  return byTestId(
    'BUTTON',
    `chip-${category.toLowerCase()}`,
    category,
    43 + category.length * 8,
    `[type="button"]:nth-child(${nth}):nth-of-type(${nth});DIV[role="group"].chips:nth-child(2);${MAIN}`,
  )
}
