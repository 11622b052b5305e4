import { accountPage } from './account.js'
import { cartPage, checkoutPage, donePage } from './buying.js'
import { html, show } from './markup.js'
import { homePage, productPage, productsPage, searchPage } from './pages.js'
import { BASE, startRum } from './rum.js'
import { countOf, store } from './store.js'

const page = document.querySelector('#page')

const PAGES = {
  '/': homePage,
  '/products': productsPage,
  '/cart': cartPage,
  '/checkout': checkoutPage,
  '/done': donePage,
  '/account': accountPage,
  '/search': searchPage,
}

const missingPage = () => ({
  title: 'Not found',
  body: html`<h1>Nothing washed up here</h1><p><a href="${BASE}/products" data-link>See everything</a></p>`,
})

const products = fetch('/demo/api/products').then((answer) => answer.json())

const showCount = () => {
  const count = countOf(store.cart())
  document.querySelector('[data-cart-count]').textContent = count > 0 ? String(count) : ''
}

const pageOf = (path) => {
  const slug = /^\/products\/([^/]+)$/.exec(path)?.[1]
  return slug ? (shop) => productPage(shop, slug) : (PAGES[path] ?? missingPage)
}

/** Draws the page of the address. A page answers `{title, body, ready?}`; `ready` connects what was drawn. */
const draw = async () => {
  const path = location.pathname.slice(BASE.length).replace(/\/$/, '') || '/'
  const shop = { products: await products, go, draw, showCount, query: new URLSearchParams(location.search) }
  const { title, body, ready } = pageOf(path)(shop)
  document.title = `${title} · Longshore`
  show(page, body)
  for (const link of document.querySelectorAll('header [data-link]')) {
    const here = link.pathname.replace(/\/$/, '') === location.pathname.replace(/\/$/, '')
    if (here) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  showCount()
  ready?.(page, shop)
}

const go = async (path) => {
  history.pushState(null, '', BASE + path)
  await draw()
  window.scrollTo(0, 0)
  page.focus({ preventScroll: true })
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-link]')
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  void go(link.pathname.slice(BASE.length) + link.search)
})

document.querySelector('[data-search]').addEventListener('submit', (event) => {
  event.preventDefault()
  void go(`/search?q=${encodeURIComponent(new FormData(event.target).get('q'))}`)
})

window.addEventListener('popstate', draw)

await startRum()
await draw()
document.documentElement.dataset.ready = 'true'
