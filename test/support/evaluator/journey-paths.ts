import type { PlainEvent } from './event-store.ts'

/** Journey paths as a person would read them off: entity by entity, event by event. */
export interface SlowPaths {
  from: number
  to: number
  dropped: boolean
  windowMs: number | null
  entityOf(event: PlainEvent): string | undefined
  isStart(event: PlainEvent): boolean
  isEnd(event: PlainEvent): boolean
  /** What an event is called on a path; undefined leaves it out. */
  nameOf(event: PlainEvent): string | undefined
}

/** A path's events, joined, to how long each entity took for it, in ms. */
export const slowPaths = (all: readonly PlainEvent[], q: SlowPaths): Map<string, number[]> => {
  const events = all
    .map((event, arrival) => ({
      ...event,
      arrival,
      who: q.entityOf(event),
      start: q.isStart(event),
      end: q.isEnd(event),
      label: q.nameOf(event),
    }))
    .filter(
      ({ who, at, start, end, label }) => who && at >= q.from && at < q.to && (start || end || label !== undefined),
    )
    .sort((a, b) => a.at - b.at || part(a) - part(b) || a.arrival - b.arrival)
  const paths = new Map<string, number[]>()
  for (const who of new Set(events.map((event) => event.who))) {
    const own = events.filter((event) => event.who === who)
    const fits = (start: number, end: number) => q.windowMs === null || own[end]!.at - own[start]!.at <= q.windowMs
    const lastStartBefore = (i: number) => own.slice(0, i).findLastIndex((event) => event.start)
    const end = own.findIndex((event, i) => event.end && lastStartBefore(i) >= 0 && fits(lastStartBefore(i), i))
    const start = lastStartBefore(end >= 0 ? end : own.length)
    if (start < 0 || q.dropped !== end < 0) continue
    const rest = own
      .slice(start + 1, end < 0 ? own.length : end)
      .filter((_, i) => end >= 0 || fits(start, start + 1 + i))
    const last = end >= 0 ? own[end]! : (rest.at(-1) ?? own[start]!)
    const path = rest.flatMap(({ label }) => (label === undefined ? [] : [label])).join(' > ')
    paths.set(
      path,
      [...(paths.get(path) ?? []), last.at - own[start]!.at].sort((a, b) => a - b),
    )
  }
  return paths
}

/** At one instant starts come first and ends last. */
const part = ({ start, end }: { start: boolean; end: boolean }): number => 1 + Number(end) - Number(start)
