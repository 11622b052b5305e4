import { html, money } from './markup.js'
import { tellPerson } from './rum.js'
import { store } from './store.js'

const slug = (text) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

const personOf = (email, company) => {
  const local = email.split('@')[0]
  const name = local
    .split(/[._-]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ')
  return {
    id: `u-${slug(local)}`,
    name,
    email,
    ...(company ? { account: { id: `acct-${slug(company)}`, name: company } } : {}),
  }
}

const signInForm = html`
  <h1>Sign in</h1>
  <p>Any address will do, and no mail is sent.</p>
  <form class="sheet" data-sign-in>
    <p class="field">
      <label for="email">Email</label>
      <input id="email" name="email" type="email" autocomplete="email" required />
    </p>
    <p class="field">
      <label for="company">Company, if you shop for one</label>
      <input id="company" name="company" autocomplete="organization" />
    </p>
    <p class="row end"><button class="button" type="submit" data-testid="sign-in">Sign in</button></p>
  </form>`

const orderRow = ({ order, cents, count }) =>
  html`<li class="line"><span>${order}</span><span>${count} ${count === 1 ? 'thing' : 'things'}</span><span class="price">${money(cents)}</span></li>`

export const accountPage = ({ draw }) => {
  const person = store.person()
  if (person) {
    return {
      title: 'Account',
      body: html`
        <h1>${person.name}</h1>
        <p>${person.email}${person.account ? ` · ${person.account.name}` : ''}</p>
        <h2>Orders</h2>
        ${store.orders().length > 0 ? html`<ul class="lines">${store.orders().map(orderRow)}</ul>` : html`<p>None yet.</p>`}
        <p><button class="quiet" type="button" data-testid="sign-out">Sign out</button></p>`,
      ready: (page) => {
        page.querySelector('[data-testid=sign-out]').addEventListener('click', () => {
          store.setPerson(null)
          tellPerson(null)
          draw()
        })
      },
    }
  }
  return {
    title: 'Sign in',
    body: signInForm,
    ready: (page) => {
      page.querySelector('[data-sign-in]').addEventListener('submit', (event) => {
        event.preventDefault()
        const { email, company } = Object.fromEntries(new FormData(event.target))
        store.setPerson(personOf(email.trim(), company.trim()))
        tellPerson(store.person())
        draw()
      })
    },
  }
}
