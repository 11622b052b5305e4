import { expect, test } from 'vitest'
import { DAY } from './calendar.ts'
import { generateTraffic, type TrafficOptions } from './generate.ts'
import { PLACES } from './places.ts'
import { truthOf } from './truth.ts'

const TO = Date.UTC(2026, 10, 22, 8, 13, 5)
const OPTIONS: TrafficOptions = { seed: 'truth', from: TO - 28 * DAY, to: TO, sessions: 900, applicationId: 'app' }

// biome-ignore lint/suspicious/noExplicitAny: events in the SDK's shape, read by path
type Event = any

/** Every event once; of a view its newest document only. Slow and obvious. */
const distinct = (): Event[] => {
  const rows = new Map<string, Event>()
  for (const { events, userAgent, address } of generateTraffic(OPTIONS)) {
    for (const event of events as Event[]) {
      const key = event.type === 'view' ? event.view.id : event[event.type].id
      const known = rows.get(key)
      if (known && known._dd.document_version >= event._dd.document_version) continue
      if (known && event.type !== 'view') continue
      rows.set(key, { ...event, userAgent, address })
    }
  }
  return [...rows.values()]
}

const rows = distinct()
const views = rows.filter((row) => row.type === 'view')
const truth = truthOf(OPTIONS)
const pathOf = (row: Event): string => row.view.url.replace('https://longshore.example', '').split('?')[0]
const unique = (values: unknown[]) => new Set(values.filter((value) => value !== undefined)).size

const device = new Map<string, string>()
for (const row of [...rows].sort((a, b) => b.date - a.date))
  if (row.usr.id) device.set(row.usr.anonymous_id, row.usr.id)
const personOf = (row: Event): string => row.usr.id ?? device.get(row.usr.anonymous_id) ?? row.usr.anonymous_id

test('totals', () => {
  expect(truth.totals).toEqual({
    sessions: unique(rows.map((row) => row.session.id)),
    views: views.length,
    actions: rows.filter((row) => row.type === 'action').length,
    errors: rows.filter((row) => row.type === 'error').length,
    users: unique(views.map((row) => row.usr.id)),
    accounts: unique(rows.map((row) => row.account?.id)),
  })
})

test('what was bought, recorded and told by the backend', () => {
  const bought = rows.filter((row) => row.type === 'action' && row.action.target.name === 'purchase')
  expect(truth.purchases).toEqual({
    count: bought.length,
    revenueCents: bought.reduce((sum, row) => sum + row.context.revenue_cents, 0),
  })
  const recorded = new Set(rows.filter((row) => row.session.has_replay).map((row) => row.session.id))
  expect(truth.recorded.sessions).toEqual([...recorded].sort())
  expect(recorded.size).toBeGreaterThan(20)
  const told = [...generateTraffic(OPTIONS)].flatMap((batch) => batch.serverEvents ?? [])
  const confirmed = told.filter((each) => each.event.name === 'order_confirmed')
  expect(truth.serverEvents.order_confirmed).toBe(confirmed.length)
  expect(confirmed.length).toBe(
    bought.filter((row) => row.usr.id && confirmed.some((each) => Object(each.order).id === row.context.order_id))
      .length,
  )
  expect(Object.keys(truth.serverEvents)).toEqual([
    'order_confirmed',
    'order_delivered',
    'order_returned',
    'order_shipped',
  ])
})

test('the campaign', () => {
  const came = views.filter((row) => row.view.url.includes('utm_campaign=harbour-autumn'))
  expect(came.length).toBeGreaterThan(20)
  expect(truth.campaign).toMatchObject({
    views: came.length,
    users: unique(came.map((row) => row.usr.id)),
    people: unique(came.map(personOf)),
    devices: unique(came.map((row) => row.usr.anonymous_id)),
  })
  expect(came.every((row) => row.date >= truth.campaign.from && row.date < truth.campaign.to)).toBe(true)
  expect(truth.campaign.to - truth.campaign.from).toBeGreaterThanOrEqual(12 * DAY)
})

test('the broken release', () => {
  const errors = rows.filter((row) => row.type === 'error' && pathOf(row) === '/checkout')
  const broken = errors.filter((row) => row.version === '2.8.0')
  expect(truth.brokenRelease.errorsOnCheckout).toBe(broken.length)
  expect(broken.length).toBeGreaterThan((errors.length - broken.length) / 4)
})

test('the slow page', () => {
  const times = views
    .filter((row) => pathOf(row) === '/search' && row.view.loading_time)
    .map((row) => row.view.loading_time)
  const below = times.filter((time) => time < truth.slowPage.p75).length
  expect(truth.slowPage.views).toBe(times.length)
  expect(Math.abs(below - times.length * 0.75)).toBeLessThanOrEqual(1)
  const others = Object.entries(truth.slowPage.p75ByPath).filter(([path]) => path !== '/search')
  for (const [, p75] of others) expect(truth.slowPage.p75).toBeGreaterThan(2 * p75)
})

test('the bot wave', () => {
  const bots = views.filter((row) => /Googlebot/.test(row.userAgent))
  const day = bots.filter((row) => row.date >= truth.botWave.from && row.date < truth.botWave.to)
  expect(truth.botWave).toMatchObject({ views: day.length, sessions: unique(day.map((row) => row.session.id)) })
  expect(day.length).toBeGreaterThan(bots.length / 3)
})

test('the checkout that loses people on Firefox', () => {
  for (const [firefox, said] of [
    [true, truth.checkout.firefox],
    [false, truth.checkout.others],
  ] as const) {
    const own = views.filter((row) => /Firefox/.test(row.userAgent) === firefox)
    const reached = new Set(own.filter((row) => pathOf(row) === '/checkout').map((row) => row.session.id))
    const done = [...reached].filter((session) => {
      const of = own.filter((row) => row.session.id === session)
      const begun = Math.min(...of.filter((row) => pathOf(row) === '/checkout').map((row) => row.date))
      return of.some((row) => pathOf(row) === '/done' && row.date > begun)
    })
    expect(said).toEqual({ checkout: reached.size, done: done.length })
  }
  const { firefox, others } = truth.checkout
  expect(firefox.done / firefox.checkout).toBeLessThan((others.done / others.checkout) * 0.7)
})

test('the cohort that stays and the one that goes', () => {
  for (const [plan, cohort] of [
    ['club', truth.cohorts.retained],
    ['trial', truth.cohorts.churning],
  ] as const) {
    const own = views.filter((row) => row.usr.plan === plan)
    cohort.weeks.forEach((start, week) => {
      expect(new Date(start).getUTCDay()).toBe(1)
      const usersIn = (k: number) =>
        new Set(
          own
            .filter((row) => row.date >= start + k * 7 * DAY && row.date < start + (k + 1) * 7 * DAY)
            .map((row) => row.usr.id),
        )
      const members = usersIn(0)
      expect(cohort.every.sizes[week]).toBe(members.size)
      expect(cohort.every.returned[week]).toEqual(
        cohort.weeks.slice(week).map((_, k) => [...usersIn(k)].filter((user) => members.has(user)).length),
      )
    })
  }
  const rate = ({ every: { sizes, returned } }: typeof truth.cohorts.retained) => returned[1]![2]! / sizes[1]!
  expect(rate(truth.cohorts.retained)).toBeGreaterThan(0.6)
  expect(rate(truth.cohorts.churning)).toBeLessThan(0.25)
})

const since = TO - 7 * DAY
const lately = rows.filter((row) => row.date >= since)
const sessions = [...new Set(lately.map((row) => row.session.id))].map((id) =>
  lately.filter((row) => row.session.id === id),
)
const isView = (path: string) => (row: Event) => row.type === 'view' && pathOf(row) === path

test('who almost bought', () => {
  const almost = sessions.filter((list) =>
    list.some(
      (row) =>
        isView('/cart')(row) &&
        !list.some((each) => each.type === 'action' && each.action.target.name === 'CHECKOUT' && each.date >= row.date),
    ),
  )
  const people = new Set(almost.map((list) => personOf(list.find(isView('/cart')))))
  expect(truth.almostBought.users.length + truth.almostBought.others).toBe(people.size)
  expect(truth.almostBought.users).toEqual([...people].filter((id) => id.startsWith('u-')).sort())
  expect(truth.almostBought.users.length).toBeGreaterThan(5)
})

test('the Brazilians who went from cart to checkout', () => {
  const ranges = PLACES.find((place) => place.country === 'BR')!.ranges
  const inside = (address: string) =>
    ranges.some((range) => {
      const number = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
      const [start, bits] = range.split('/') as [string, string]
      return number(address) >= number(start) && number(address) < number(start) + 2 ** (32 - Number(bits))
    })
  const chosen = sessions.filter(
    (list) =>
      inside(list[0].address) &&
      list.some(
        (row) => isView('/cart')(row) && list.some((each) => isView('/checkout')(each) && each.date > row.date),
      ),
  )
  const people = new Set(chosen.map((list) => personOf(list.find(isView('/cart')))))
  expect(truth.brazil.users).toEqual([...people].filter((id) => id.startsWith('u-')).sort())
  expect(truth.brazil.others).toBe(people.size - truth.brazil.users.length)
  expect(people.size).toBeGreaterThan(0)
})
