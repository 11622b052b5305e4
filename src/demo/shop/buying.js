import { html, money, picture, show } from './markup.js'
import { BASE, tell } from './rum.js'
import { changeLine, countOf, store } from './store.js'

const linesOf = (products) =>
  store
    .cart()
    .map((line) => ({ ...line, product: products.find((product) => product.sku === line.sku) }))
    .filter((line) => line.product)

const totalOf = (lines) => lines.reduce((sum, line) => sum + line.quantity * line.product.cents, 0)

const lineRow = ({ product, quantity }) => html`
  <li class="line">
    ${picture(product)}
    <a href="${BASE}/products/${product.slug}" data-link>${product.name}</a>
    <span class="stepper">
      <button type="button" data-less="${product.sku}" aria-label="One ${product.name} less">−</button>
      <span>${quantity}</span>
      <button type="button" data-more="${product.sku}" aria-label="One ${product.name} more">+</button>
    </span>
    <span class="price">${money(product.cents * quantity)}</span>
  </li>`

const empty = {
  title: 'Cart',
  body: html`<h1>Cart</h1><p>Nothing in it yet. <a href="${BASE}/products" data-link>See everything</a></p>`,
}

export const cartPage = ({ products, go, draw }) => {
  const lines = linesOf(products)
  if (lines.length === 0) return empty
  return {
    title: 'Cart',
    body: html`
      <h1>Cart</h1>
      <ul class="lines">${lines.map(lineRow)}</ul>
      <p class="total"><span>Total</span><strong>${money(totalOf(lines))}</strong></p>
      <p class="row end"><button class="button" type="button" data-testid="checkout">CHECKOUT</button></p>`,
    ready: (page) => {
      for (const button of page.querySelectorAll('[data-less], [data-more]')) {
        const { less, more } = button.dataset
        button.addEventListener('click', () => {
          changeLine(less ?? more, less ? -1 : 1)
          draw()
        })
      }
      page.querySelector('[data-testid=checkout]').addEventListener('click', () => go('/checkout'))
    },
  }
}

const field = (id, label, autocomplete, value = '') => html`
  <p class="field">
    <label for="${id}">${label}</label>
    <input id="${id}" name="${id}" autocomplete="${autocomplete}" value="${value}" required />
  </p>`

export const checkoutPage = ({ products, go }) => {
  const lines = linesOf(products)
  if (lines.length === 0) return empty
  return {
    title: 'Checkout',
    body: html`
      <h1>Checkout</h1>
      <form class="sheet" data-checkout>
        ${field('name', 'Name', 'name', store.person()?.name)} ${field('street', 'Street', 'street-address')}
        ${field('town', 'Town', 'address-level2')} ${field('postcode', 'Postcode', 'postal-code')}
        <p class="field">
          <label for="coupon">Coupon</label>
          <span class="row">
            <input id="coupon" name="coupon" autocomplete="off" />
            <button class="quiet" type="button" data-testid="apply-coupon">Apply</button>
          </span>
        </p>
        <p class="total"><span>Total</span><strong data-total>${money(totalOf(lines))}</strong></p>
        <p class="row end"><button class="button" type="submit" data-testid="place-order">Place order</button></p>
        <p role="alert" data-said></p>
      </form>`,
    ready: (page) => {
      const opened = Date.now()
      const form = page.querySelector('[data-checkout]')
      form.querySelector('[data-testid=apply-coupon]').addEventListener('click', () => applyCoupon(form))
      form.addEventListener('submit', async (event) => {
        event.preventDefault()
        tell('addDurationVital', 'checkout_form', { startTime: opened, duration: Date.now() - opened })
        if (await pay(form, lines)) go('/done')
      })
    },
  }
}

/** The coupon STORM meets a bug that nobody has found time to mend: an error that the SDK reports. */
const applyCoupon = (form) => {
  const coupon = form.elements.coupon.value.trim().toUpperCase()
  const said = form.querySelector('[data-said]')
  show(said, html`Asking for “${coupon}” …`)
  if (coupon === 'STORM') {
    const rules = {}
    show(said, html`Coupon ${rules.storm.percent} % applied.`)
  }
  show(said, html`${coupon ? `“${coupon}” is not a coupon of ours.` : 'Type a coupon first.'}`)
}

/** Every third payment fails, the second, the fifth and so on, as gateways do. */
const pay = async (form, lines) => {
  const said = form.querySelector('[data-said]')
  const attempt = store.nextPayment()
  show(said, html`Talking to the bank …`)
  const answer = await fetch(`/demo/api/pay?attempt=${attempt}`, { method: 'POST' })
  if (!answer.ok) {
    tell('addError', new Error('The payment gateway did not answer'), { attempt, gateway: 'saltpay' })
    show(said, html`The bank did not answer. Nothing was paid; try again.`)
    return false
  }
  const { order } = await answer.json()
  const revenue = totalOf(lines)
  store.addOrder({ order, cents: revenue, count: countOf(lines) })
  store.setCart([])
  tell('addAction', 'purchase', {
    order_id: order,
    revenue_cents: revenue,
    currency: 'GBP',
    items: lines.map(({ product, quantity }) => ({ sku: product.sku, cents: product.cents, quantity })),
  })
  return true
}

export const donePage = () => {
  const order = store.orders()[0]
  return {
    title: 'Thank you',
    body: html`
      <h1>Thank you</h1>
      <p>${order ? `Order ${order.order} is on its way to the packing table.` : 'There is no order yet.'}</p>
      <p><a class="button" href="${BASE}/products" data-link data-testid="keep-browsing">Keep browsing</a></p>`,
  }
}
