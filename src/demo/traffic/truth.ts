import { calendarOf, DAY, type Span, type TrafficOptions, WEEK } from './calendar.ts'
import { addFacts, type Facts, noFacts, personOfView, type ViewFact } from './facts.ts'
import { generateTraffic } from './generate.ts'

/** Users who came back: `returned[i][k]` of the `sizes[i]` users of week `i` were there in week `i + k`. */
export interface CohortTruth {
  /** The search that selects them; the user is `usr.id`. */
  query: string
  /** Starts of the weeks (Monday, UTC), ms. */
  weeks: number[]
  /** A user counts in every week in which they came. */
  every: { sizes: number[]; returned: number[][] }
  /** A user counts in the first week of the traffic only. */
  first: { sizes: number[]; returned: number[][] }
}

/** People as the identity rule joins them; `users` the ids of those who are known, `others` how many never signed in. */
export interface PeopleTruth extends Span {
  users: string[]
  others: number
}

export interface Truth {
  options: TrafficOptions
  totals: { sessions: number; views: number; actions: number; errors: number; users: number; accounts: number }
  /** Sessions with a recording. */
  recorded: { sessions: string[] }
  /** Actions named `purchase`, and the sum of their `context.revenue_cents`. */
  purchases: { count: number; revenueCents: number }
  /** How many events the backend sent, by name. */
  serverEvents: Record<string, number>
  /** `people` joins anonymous visits with later sign-ins; `users` has ids of the views' last documents only. */
  campaign: Span & { name: string; views: number; sessions: number; devices: number; users: number; people: number }
  brokenRelease: Span & { version: string; errorsOnCheckout: number; errorsOnCheckoutByVersion: Record<string, number> }
  /** Any usual definition of a 75th percentile lies between the two `bounds`. ns. */
  slowPage: { path: string; views: number; p75: number; bounds: [number, number]; p75ByPath: Record<string, number> }
  botWave: Span & { sessions: number; views: number }
  /** Sessions that saw `/checkout`, and those of them that saw `/done` afterwards. */
  checkout: { firefox: { checkout: number; done: number }; others: { checkout: number; done: number } }
  cohorts: { retained: CohortTruth; churning: CohortTruth }
  /** The last seven days: saw `/cart` and did not click CHECKOUT later in that session. */
  almostBought: PeopleTruth
  /** The last seven days, Brazil: saw `/cart`, then `/checkout` in the same session. */
  brazil: PeopleTruth
}

/** The planted facts of the traffic that these options make, in exact numbers. */
export const truthOf = (options: TrafficOptions): Truth => {
  const facts = noFacts()
  for (const batch of generateTraffic(options)) addFacts(facts, batch)
  return truthFrom(options, facts)
}

const truthFrom = (options: TrafficOptions, facts: Facts): Truth => {
  const calendar = calendarOf(options)
  const views = [...facts.views.values()]
  const lastWeek = { from: options.to - WEEK, to: options.to }
  return {
    options,
    totals: {
      sessions: facts.sessions.size,
      views: views.length,
      actions: facts.actions.size,
      errors: facts.errors.size,
      users: countOf(views, (view) => view.user),
      accounts: facts.accounts.size,
    },
    recorded: { sessions: [...facts.recorded].sort() },
    purchases: { count: facts.revenue.size, revenueCents: [...facts.revenue.values()].reduce((a, b) => a + b, 0) },
    serverEvents: countsOf([...facts.serverEvents.values()]),
    campaign: { ...calendar.campaign, ...campaignOf(facts, views, calendar.campaign.name) },
    brokenRelease: { ...calendar.brokenRelease, ...errorsOnCheckout(facts, calendar.brokenRelease.version) },
    slowPage: slowPage(views),
    botWave: { ...calendar.botWave, ...botsIn(views, calendar.botWave) },
    checkout: { firefox: checkoutOf(views, true), others: checkoutOf(views, false) },
    cohorts: { retained: cohortOf(views, options, 'club'), churning: cohortOf(views, options, 'trial') },
    almostBought: { ...lastWeek, ...almostBought(facts, views, lastWeek) },
    brazil: { ...lastWeek, ...brazilians(facts, views, lastWeek) },
  }
}

const countsOf = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** Distinct values, null left out. */
const countOf = (views: readonly ViewFact[], value: (view: ViewFact) => string | null): number =>
  new Set(views.map(value).filter((each) => each !== null)).size

const campaignOf = (facts: Facts, all: readonly ViewFact[], name: string) => {
  const views = all.filter((view) => view.campaign === name)
  return {
    views: views.length,
    sessions: countOf(views, (view) => view.session),
    devices: countOf(views, (view) => view.anonymousId),
    users: countOf(views, (view) => view.user),
    people: countOf(views, (view) => personOfView(facts, view)),
  }
}

const errorsOnCheckout = ({ errors }: Facts, version: string) => {
  const byVersion: Record<string, number> = {}
  for (const error of errors.values()) {
    if (error.path === '/checkout') byVersion[error.release] = (byVersion[error.release] ?? 0) + 1
  }
  return { errorsOnCheckout: byVersion[version] ?? 0, errorsOnCheckoutByVersion: byVersion }
}

const slowPage = (views: readonly ViewFact[]) => {
  const times = new Map<string, number[]>()
  for (const { path, loadingTime } of views) {
    const group = path.startsWith('/products/') ? '/products/?' : path
    if (loadingTime !== null) times.set(group, [...(times.get(group) ?? []), loadingTime])
  }
  const sorted = (path: string) => (times.get(path) ?? []).sort((a, b) => a - b)
  const p75 = (values: readonly number[]) => values[Math.floor(values.length * 0.75)] ?? 0
  const slow = sorted('/search')
  const rank = Math.floor(slow.length * 0.75)
  return {
    path: '/search',
    views: slow.length,
    p75: p75(slow),
    bounds: [slow[rank - 1] ?? 0, slow[rank] ?? 0] as [number, number],
    p75ByPath: Object.fromEntries([...times.keys()].sort().map((path) => [path, p75(sorted(path))])),
  }
}

const within =
  ({ from, to }: Span) =>
  ({ date }: { date: number }) =>
    date >= from && date <= to

const botsIn = (all: readonly ViewFact[], { from, to }: Span) => {
  const views = all.filter((view) => view.bot && view.date >= from && view.date < to)
  return { sessions: countOf(views, (view) => view.session), views: views.length }
}

const bySession = (views: readonly ViewFact[]): ViewFact[][] => {
  const sessions = new Map<string, ViewFact[]>()
  for (const view of views) sessions.set(view.session, [...(sessions.get(view.session) ?? []), view])
  return [...sessions.values()].map((list) => list.sort((a, b) => a.date - b.date))
}

/** Whether `first` was seen and `then` some time after it. */
const saw = (views: readonly ViewFact[], first: string, then: string): boolean => {
  const start = views.findIndex((view) => view.path === first)
  return start >= 0 && views.slice(start + 1).some((view) => view.path === then)
}

const checkoutOf = (views: readonly ViewFact[], firefox: boolean) => {
  const sessions = bySession(views.filter((view) => view.firefox === firefox))
  return {
    checkout: sessions.filter((list) => list.some((view) => view.path === '/checkout')).length,
    done: sessions.filter((list) => saw(list, '/checkout', '/done')).length,
  }
}

const MONDAY = 4 * DAY
const weekOf = (date: number): number => Math.floor((date - MONDAY) / WEEK)

const cohortOf = (views: readonly ViewFact[], { from, to }: TrafficOptions, plan: string): CohortTruth => {
  const start = weekOf(from)
  const weeks = Array.from({ length: weekOf(to) - start + 1 }, (_, i) => (start + i) * WEEK + MONDAY)
  const seen = new Map<string, Set<number>>()
  for (const { user, plan: own, date } of views) {
    if (user !== null && own === plan) seen.set(user, (seen.get(user) ?? new Set()).add(weekOf(date) - start))
  }
  const grid = (counts: (of: ReadonlySet<number>, week: number) => boolean) => {
    const members = weeks.map((_, week) => [...seen.values()].filter((of) => counts(of, week)))
    const returned = members.map((list, week) =>
      weeks.slice(week).map((_, k) => list.filter((of) => of.has(week + k)).length),
    )
    return { sizes: members.map((list) => list.length), returned }
  }
  return {
    query: `@type:view @usr.plan:${plan}`,
    weeks,
    every: grid((of, week) => of.has(week)),
    first: grid((of, week) => Math.min(...of) === week),
  }
}

const peopleOf = (facts: Facts, sessions: readonly ViewFact[][]) => {
  const people = new Set(sessions.flat().map((view) => personOfView(facts, view)))
  const known = new Set([...facts.userOf.values()].map(({ user }) => user))
  const users = [...people].filter((person) => known.has(person)).sort()
  return { users, others: people.size - users.length }
}

const almostBought = (facts: Facts, views: readonly ViewFact[], span: Span) => {
  const clicks = new Map<string, number>()
  for (const { name, session, date } of [...facts.actions.values()].filter(within(span))) {
    if (name === 'CHECKOUT') clicks.set(session, Math.max(date, clicks.get(session) ?? 0))
  }
  const left = bySession(views.filter(within(span))).filter((list) =>
    list.some((view) => view.path === '/cart' && view.date > (clicks.get(view.session) ?? 0)),
  )
  return peopleOf(facts, left)
}

const brazilians = (facts: Facts, views: readonly ViewFact[], span: Span) =>
  peopleOf(
    facts,
    bySession(views.filter((view) => view.brazilian && within(span)(view))).filter((list) =>
      saw(list, '/cart', '/checkout'),
    ),
  )
