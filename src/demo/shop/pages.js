import { html, money, picture, show } from './markup.js'
import { BASE, tell } from './rum.js'
import { addLine, countOf, store } from './store.js'

const nameless = (product) => product.slug.replace(/-\d+$/, '')

const card = (product) => html`
  <li>
    <a class="card" href="${BASE}/products/${product.slug}" data-link data-testid="card-${nameless(product)}" data-dd-action-name="${product.name}"
      >${picture(product)}<span class="name">${product.name}</span><span class="price">${money(product.cents)}</span></a
    >
  </li>`

const grid = (products) => html`<ul class="grid">${products.map(card)}</ul>`

export const homePage = ({ products, query }) => {
  const campaign = query.get('utm_campaign') === 'harbour-autumn'
  const variant = store.variant()
  return {
    title: 'Things for the edge of the sea',
    body: html`
      <section class="hero" data-variant="${variant}">
        <p class="kicker">${campaign ? 'Harbour autumn' : 'New this season'}</p>
        <h1>${variant === 'a' ? 'Made for the edge of the sea' : 'Dress for the weather you get'}</h1>
        <p>Coats, knits and camp things that have been out in it. Sent by slow post, mended for free.</p>
        <a class="button" href="${BASE}/products" data-link data-testid="hero-cta">Browse the shop</a>
      </section>
      <h2>Out of the workshop</h2>
      ${grid(products.slice(0, 4))}
      <h2>For the fire</h2>
      ${grid(products.slice(12, 16))}`,
  }
}

export const productsPage = ({ products, query, go }) => {
  const categories = ['All', ...new Set(products.map((product) => product.category))]
  const chosen = query.get('category') ?? 'All'
  return {
    title: 'Shop all',
    body: html`
      <h1>Shop all</h1>
      <div class="chips" role="group" aria-label="Category">
        ${categories.map(
          (name) =>
            html`<button type="button" data-category="${name}" data-testid="chip-${name.toLowerCase()}" aria-pressed="${name === chosen}">${name}</button>`,
        )}
      </div>
      ${grid(products.filter((product) => chosen === 'All' || product.category === chosen))}`,
    ready: (page) => {
      tell('addTiming', 'first_card')
      for (const chip of page.querySelectorAll('[data-category]')) {
        chip.addEventListener('click', () => {
          const name = chip.dataset.category
          go(name === 'All' ? '/products' : `/products?category=${encodeURIComponent(name)}`)
        })
      }
    },
  }
}

const sizes = ['S', 'M', 'L']

export const productPage = ({ products, showCount }, slug) => {
  const product = products.find((each) => each.slug === slug)
  if (!product) return { title: 'Not found', body: html`<h1>Not in the shop</h1><p>It may have sold out.</p>` }
  return {
    title: product.name,
    body: html`
      <article class="product">
        ${picture(product)}
        <div>
          <p class="kicker">${product.category}</p>
          <h1>${product.name}</h1>
          <p class="price">${money(product.cents)}</p>
          <p>${product.blurb}</p>
          <label for="size">Size</label>
          <select id="size">${sizes.map((size) => html`<option>${size}</option>`)}</select>
          <p class="row">
            <button class="button" type="button" data-testid="add-to-cart">Add to cart</button>
            <button class="quiet" type="button" data-testid="size-guide">Size guide</button>
          </p>
          <p role="status" data-said></p>
        </div>
      </article>
      <h2>Goes well with it</h2>
      ${grid(products.filter((each) => each.category === product.category && each !== product).slice(0, 4))}`,
    // "Size guide" does nothing, on purpose: a dead button for the frustrations page.
    ready: (page) => {
      page.querySelector('[data-testid=add-to-cart]').addEventListener('click', () => {
        const lines = addLine(product.sku)
        showCount()
        show(page.querySelector('[data-said]'), html`In your cart. <a href="${BASE}/cart" data-link>Go to cart</a>`)
        tell('addAction', 'add_to_cart', {
          product: { sku: product.sku, name: product.name, category: product.category },
          price_cents: product.cents,
          cart_size: countOf(lines),
        })
      })
    },
  }
}

export const searchPage = ({ products, query }) => {
  const wanted = (query.get('q') ?? '').trim()
  return {
    title: `Search ${wanted}`,
    body: html`
      <h1>Search</h1>
      <p role="status" data-said>Looking for “${wanted}” …</p>
      <div data-found></div>`,
    ready: async (page) => {
      const answer = await fetch(`/demo/api/search?q=${encodeURIComponent(wanted)}`)
      const { slugs } = await answer.json()
      const found = products.filter((product) => slugs.includes(product.slug))
      const said = page.querySelector('[data-said]')
      if (!said) return
      show(said, html`${found.length} found for “${wanted}”.`)
      show(page.querySelector('[data-found]'), grid(found))
    },
  }
}
