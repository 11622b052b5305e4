import { type FoundEvent, nameOf, textOf, typeOf, valueAt } from '../../../analyses/analytics/event.ts'
import type { EventType } from '../../../model/attribute.ts'
import { printValue } from '../../../model/search/print.ts'
import type { Ask } from '../../../ui/ask/ask.ts'
import type { RecordedView } from '../../../ui/player/player.ts'

/** What of a session was recorded. Times are epoch ms. */
export interface Recorded {
  session: string
  application: string
  source: string
  start: number
  end: number
  views: readonly RecordedView[]
  /** Since when it is kept for 15 months; null: as long as all others. */
  keptSince: number | null
}

interface RecordingAnswer {
  data: {
    attributes: {
      application_id: string
      source: string
      start: number
      end: number
      views: RecordedView[]
      kept_since: number | null
    }
  }
}

export const fetchRecorded = async (ask: Ask, session: string, signal: AbortSignal): Promise<Recorded> => {
  const path = `/api/v2/wayworn/replay/sessions/${encodeURIComponent(session)}`
  const { application_id, kept_since, ...rest } = (await ask<RecordingAnswer>({ path, signal })).data.attributes
  return { session, application: application_id, keptSince: kept_since, ...rest }
}

/** One event of the session. */
export interface SessionEvent {
  id: string
  /** Epoch ms. */
  at: number
  type: EventType
  name: string
  frustrations: readonly string[]
  view: string
  tab: string
  tree: Record<string, unknown>
}

const eventOf = (event: FoundEvent): SessionEvent => {
  const tree = event.attributes.attributes
  const frustrations = valueAt(tree, 'action.frustration.type')
  return {
    id: event.id,
    at: Date.parse(event.attributes.timestamp),
    type: typeOf(event),
    name: nameOf(event),
    frustrations: Array.isArray(frustrations) ? frustrations.map(String) : [],
    view: textOf(valueAt(tree, 'view.id')),
    tab: textOf(valueAt(tree, 'tab.id')),
    tree,
  }
}

/** A session lasts four hours at most; what it did before or after its recording lies within. */
const REACH_MS = 5 * 3_600_000
const PAGE = 1000
const MOST_PAGES = 5

/** The events of these types, in order; `isCut` if there are more than are asked for. */
export const fetchEvents = async (
  ask: Ask,
  { session, start, end }: Pick<Recorded, 'session' | 'start' | 'end'>,
  types: readonly EventType[],
  signal: AbortSignal,
): Promise<{ events: SessionEvent[]; isCut: boolean }> => {
  const filter = {
    query: `@session.id:${printValue(session)} (${types.map((type) => `@type:${type}`).join(' OR ')})`,
    from: new Date(start - REACH_MS).toISOString(),
    to: new Date(end + REACH_MS).toISOString(),
  }
  const events: SessionEvent[] = []
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const body = { filter, sort: 'timestamp', page: { limit: PAGE, ...(cursor && { cursor }) } }
    const answer = await ask<{ data: FoundEvent[]; meta?: { page?: { after?: string } } }>({
      method: 'POST',
      path: '/api/v2/rum/events/search',
      body,
      signal,
    })
    events.push(...answer.data.map(eventOf))
    cursor = answer.meta?.page?.after
    if (!cursor) return { events, isCut: false }
  }
  return { events, isCut: true }
}

/** The recorded views by browser tab, the tab with the most views first. Views that no event tells of go with the first. */
export const tabsOf = (
  views: readonly RecordedView[],
  events: readonly SessionEvent[],
): { id: string; views: RecordedView[] }[] => {
  const tabs = new Map(events.filter(({ type }) => type === 'view').map(({ view, tab }) => [view, tab]))
  const known = views.map((view) => ({ view, tab: tabs.get(view.id) }))
  const fallback = known.find(({ tab }) => tab !== undefined)?.tab ?? ''
  const byTab = new Map<string, RecordedView[]>()
  for (const { view, tab = fallback } of known) byTab.set(tab, [...(byTab.get(tab) ?? []), view])
  return [...byTab].map(([id, own]) => ({ id, views: own })).sort((a, b) => b.views.length - a.views.length)
}

/** The tab that was looked at: the one whose page was opened last before `at`. */
export const tabAt = <Tab extends { views: readonly RecordedView[] }>(tabs: readonly Tab[], at: number): Tab => {
  const opened = ({ views }: Tab) => Math.max(...views.map(({ start }) => start).filter((start) => start <= at), 0)
  return tabs.reduce((best, tab) => (opened(tab) > opened(best) ? tab : best))
}
