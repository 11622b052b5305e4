import type { Batch } from './batches.ts'

/** The newest document of a view, as far as the planted facts need it. */
export interface ViewFact {
  id: string
  version: number
  date: number
  session: string
  path: string
  campaign: string | null
  /** ns; null as long as it was not measured. */
  loadingTime: number | null
  user: string | null
  plan: string | null
  anonymousId: string
  release: string
  firefox: boolean
  bot: boolean
  brazilian: boolean
}

export interface ChildFact {
  date: number
  session: string
  path: string
  release: string
}

/** Everything that arrived, doubles and older documents of views left out. */
export interface Facts {
  views: Map<string, ViewFact>
  errors: Map<string, ChildFact>
  actions: Map<string, ChildFact & { name: string }>
  sessions: Set<string>
  /** Sessions that were recorded. */
  recorded: Set<string>
  accounts: Set<string>
  /** What purchases brought, in cents, by action. */
  revenue: Map<string, number>
  /** Names of server events, by id. */
  serverEvents: Map<string, string>
  /** The first user who signed in on a device, by anonymous id. */
  userOf: Map<string, { user: string; date: number }>
}

/** Countries by address are the business of `places.ts`; these prefixes are its Brazilian ranges. */
const BRAZIL = /^(179\.2(0[89]|1[0-5])|177\.3[2-5]|187\.3[6-9])\./

export const noFacts = (): Facts => ({
  views: new Map(),
  errors: new Map(),
  actions: new Map(),
  sessions: new Set(),
  recorded: new Set(),
  accounts: new Set(),
  revenue: new Map(),
  serverEvents: new Map(),
  userOf: new Map(),
})

// biome-ignore lint/suspicious/noExplicitAny: events in the SDK's shape, read by path
type Raw = any

/** Adds what a batch brings. */
export const addFacts = (facts: Facts, batch: Batch): void => {
  for (const { id, event } of batch.serverEvents ?? []) facts.serverEvents.set(id, event.name)
  for (const event of batch.events as Raw[]) {
    facts.sessions.add(event.session.id)
    if (event.session.has_replay) facts.recorded.add(event.session.id)
    if (event.account) facts.accounts.add(event.account.id)
    if (event.usr.id) meet(facts, event)
    const url = new URL(event.view.url)
    const common = { date: event.date, session: event.session.id, path: url.pathname, release: event.version }
    if (event.type === 'error') facts.errors.set(event.error.id, common)
    if (event.context?.revenue_cents) facts.revenue.set(event.action.id, event.context.revenue_cents)
    if (event.type === 'action') facts.actions.set(event.action.id, { ...common, name: event.action.target.name })
    if (event.type === 'view')
      addView(facts, event, { ...common, campaign: url.searchParams.get('utm_campaign') }, batch)
  }
}

const meet = ({ userOf }: Facts, event: Raw): void => {
  const known = userOf.get(event.usr.anonymous_id)
  if (!known || event.date < known.date) userOf.set(event.usr.anonymous_id, { user: event.usr.id, date: event.date })
}

const addView = ({ views }: Facts, event: Raw, common: ChildFact & { campaign: string | null }, batch: Batch): void => {
  const version = event._dd.document_version
  if ((views.get(event.view.id)?.version ?? 0) >= version) return
  views.set(event.view.id, {
    ...common,
    id: event.view.id,
    version,
    loadingTime: event.view.loading_time ?? null,
    user: event.usr.id ?? null,
    plan: event.usr.plan ?? null,
    anonymousId: event.usr.anonymous_id,
    firefox: batch.userAgent.includes('Firefox/'),
    bot: batch.userAgent.includes('Googlebot'),
    brazilian: BRAZIL.test(batch.address),
  })
}

/** Whom a view belongs to when anonymous visits are joined with the user who later signed in on the device. */
export const personOfView = (facts: Facts, view: ViewFact): string =>
  view.user ?? facts.userOf.get(view.anonymousId)?.user ?? view.anonymousId
