import { BROKEN_VERSION, CAMPAIGN, type Calendar, MINUTE } from './calendar.ts'
import { PAGES, type Page, type Shopper } from './pages.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'
import { PRODUCTS } from './targets.ts'
import type { Step, Visit } from './visit-plan.ts'

const MOST_PAGES = 16

interface Landing {
  page: Page
  query: string
  referrer: string
}

const utm = (source: string, medium: string, campaign: string) =>
  `?utm_source=${source}&utm_medium=${medium}&utm_campaign=${campaign}`

const LANDINGS: readonly (readonly [Landing, number])[] = [
  [{ page: 'home', query: '', referrer: '' }, 38],
  [{ page: 'home', query: '', referrer: 'https://www.google.com/' }, 20],
  [{ page: 'product', query: '', referrer: 'https://www.google.com/' }, 14],
  [{ page: 'products', query: '', referrer: 'https://duckduckgo.com/' }, 5],
  [{ page: 'products', query: utm('instagram', 'social', 'watch-cap'), referrer: 'https://l.instagram.com/' }, 7],
  [{ page: 'product', query: utm('google', 'cpc', 'shopping'), referrer: 'https://www.google.com/' }, 8],
  [{ page: 'home', query: '', referrer: 'https://www.reddit.com/' }, 2],
]

const landingOf = (nth: number, time: number, calendar: Calendar, random: Random): Landing => {
  if (calendar.inCampaign(time) && random.chance(nth === 1 ? 0.42 : 0.08)) {
    const [source, medium] = random.weighted([
      [['newsletter', 'email'], 5],
      [['instagram', 'social'], 3],
      [['google', 'cpc'], 2],
    ] as const)
    return { page: 'home', query: utm(source, medium, CAMPAIGN), referrer: '' }
  }
  return random.weighted(LANDINGS)
}

/** What a person does on the `nth` visit (from 1), which begins at `time`. */
export const planVisit = (person: Person, nth: number, time: number, calendar: Calendar, random: Random): Visit => {
  const version = calendar.versionAt(time)
  const landing = landingOf(nth, time, calendar, random)
  const signedIn = person.signsInAt > 0 && nth > person.signsInAt
  const shopper: Shopper = {
    random,
    mobile: person.device.mobile,
    firefox: person.device.browser === 'Firefox',
    broken: version === BROKEN_VERSION,
    will: (signedIn ? 1.35 : 1) * (person.newCheckout ? 1.1 : 1),
    cart: new Map(),
    product: random.pick(PRODUCTS),
    signedIn,
    mustSignIn: nth === person.signsInAt,
  }
  return { version, referrer: landing.referrer, steps: stepsOf(shopper, landing) }
}

const stepsOf = (shopper: Shopper, landing: Landing): Step[] => {
  const steps: Step[] = []
  let page: Page | null = landing.page
  while (page !== null && steps.length < MOST_PAGES) {
    const { step, next } = PAGES[page](shopper, steps.length === 0 ? landing.query : '')
    const absence = next !== null && shopper.random.chance(0.015) ? absenceOf(shopper.random) : 0
    steps.push({ ...step, absence })
    if (absence > 0) steps.push({ ...glance(step.path, shopper.random), loading: 0 })
    page = next
  }
  return steps
}

/** Long enough for the SDK to end the session; whoever comes back finds the page as it was left. */
const absenceOf = (random: Random): number => random.int(17, 50) * MINUTE

/** What a crawler does: one or two pages, no clicks. */
export const crawl = (random: Random, version: string): Visit => {
  const paths = random.chance(0.5) ? ['/', '/products'] : [`/products/${random.pick(PRODUCTS).slug}`]
  return { version, referrer: '', steps: paths.map((path) => glance(path, random)) }
}

/** What the shop's monitor does, every six hours. */
export const probe = (random: Random, version: string): Visit => ({
  version,
  referrer: '',
  steps: ['/', '/products'].map((path) => glance(path, random)),
})

const glance = (path: string, random: Random): Step => ({
  path,
  query: '',
  dwell: random.int(1500, 4000),
  loading: random.int(300, 700),
  acts: [],
  absence: 0,
})
