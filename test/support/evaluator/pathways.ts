import type { PlainEvent } from './event-store.ts'

/** Pathways as a person would count them: session by session, page by page. */
export interface SlowPathways {
  from: number
  to: number
  steps: number
  /** Nodes of each column, from the left. */
  entries: readonly number[]
  before: boolean
  /** Whether an event is part of paths, and what it is called there; '' leaves it out. */
  nameOf(event: PlainEvent): string
  /** Undefined: paths start with the first page. */
  isAnchor?(event: PlainEvent): boolean
}

export interface SlowDiagram {
  /** `column name` to entities; names are pages, `Other` or `Drop-off`. */
  nodes: Record<string, number>
  /** `column name -> column name` to entities. */
  links: Record<string, number>
}

const pathOf = (events: readonly PlainEvent[], q: SlowPathways): string[] => {
  const names: string[] = []
  for (const event of events) if (!names.includes(q.nameOf(event))) names.push(q.nameOf(event))
  const anchor = q.isAnchor ? events.find((event) => q.isAnchor!(event)) : events[0]
  if (!anchor) return []
  const at = names.indexOf(q.nameOf(anchor))
  return q.before ? names.slice(Math.max(0, at - q.steps + 1), at + 1) : names.slice(at, at + q.steps)
}

export const slowPathways = (all: readonly PlainEvent[], q: SlowPathways): SlowDiagram => {
  const events = all
    .map((event, arrival) => ({ event, arrival }))
    .filter(({ event }) => event.at >= q.from && event.at < q.to && q.nameOf(event) !== '')
    .sort((a, b) => a.event.at - b.event.at || a.arrival - b.arrival)
    .map(({ event }) => event)
  const sessions = [...new Set(events.map((event) => event.session))]
  const paths = sessions
    .map((session) =>
      pathOf(
        events.filter((event) => event.session === session),
        q,
      ),
    )
    .filter((path) => path.length > 0)
    // the anchor stands in the first column, or in the last
    .map((path) => path.map((name, i) => ({ name, column: q.before ? q.steps - path.length + i : i })))
  const sizes = new Map<string, number>()
  for (const path of paths) for (const { column, name } of path) add(sizes, JSON.stringify([column, name]))
  const shown = new Set<string>()
  for (let column = 0; column < q.steps; column++) {
    const own = [...sizes].filter(([key]) => JSON.parse(key)[0] === column)
    own.sort(([a, m], [b, n]) => n - m || (JSON.parse(a)[1] < JSON.parse(b)[1] ? -1 : 1))
    for (const [key] of own.slice(0, q.entries[column])) shown.add(key)
  }
  const nodes = new Map<string, number>()
  const links = new Map<string, number>()
  for (const path of paths) {
    const places = path.map(
      ({ column, name }) => `${column} ${shown.has(JSON.stringify([column, name])) ? name : 'Other'}`,
    )
    if (path.length < q.steps) {
      if (q.before) places.unshift(`${q.steps - path.length - 1} Drop-off`)
      else places.push(`${path.length} Drop-off`)
    }
    for (const place of places) add(nodes, place)
    for (let i = 1; i < places.length; i++) add(links, `${places[i - 1]} -> ${places[i]}`)
  }
  return { nodes: Object.fromEntries(nodes), links: Object.fromEntries(links) }
}

const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
