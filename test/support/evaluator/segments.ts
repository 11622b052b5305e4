import type { Performed, Rule } from '../../../src/model/audience/rule.ts'
import { matchesEvent } from '../../../src/model/search/evaluate.ts'
import { parseSearch } from '../../../src/model/search/parse.ts'

/** An event as the slow evaluator sees it; `arrival` counts up in the order in which events were taken in. */
export interface SeenEvent {
  at: number
  arrival: number
  type: string
  name: string
  session: string
  user: string
  device: string
  account: string
  country: string
}

export interface World {
  events: readonly SeenEvent[]
  now: number
  segments: Readonly<Record<string, Rule>>
}

/** Who is in a segment, decided person by person and event by event: slow and plain. */
export const membersOf = (rule: Rule, audience: 'users' | 'accounts', world: World): string[] => {
  const events = identified(world.events)
  const idOf = (event: SeenEvent) => (audience === 'users' ? event.user : event.account)
  const ids = [...new Set(events.map(idOf))].filter(Boolean).sort()
  return ids.filter((id) => {
    const own = events.filter((event) => idOf(event) === id)
    return holds(rule, own, audience, world)
  })
}

/** Events without a user get the first user that was seen on their device. */
export const identified = (events: readonly SeenEvent[]): SeenEvent[] => {
  const byTime = [...events].sort((a, b) => a.at - b.at || a.arrival - b.arrival)
  const firstOf = (device: string) => byTime.find((event) => event.device === device && event.user !== '')?.user
  return events.map((event) => ({ ...event, user: event.user || (event.device && firstOf(event.device)) || '' }))
}

const holds = (rule: Rule, own: SeenEvent[], audience: 'users' | 'accounts', world: World): boolean => {
  if ('all' in rule) return rule.all.every((one) => holds(one, own, audience, world))
  if ('any' in rule) return rule.any.some((one) => holds(one, own, audience, world))
  if ('not' in rule) return !holds(rule.not, own, audience, world)
  if ('segment' in rule) return holds(world.segments[rule.segment]!, own, audience, world)
  if ('profile' in rule) return profileMatches(rule.profile, own)
  const people = audience === 'users' ? [own] : [...groups(own, (event) => event.user)]
  return people.some((events) => performs(rule.performed, events, world.now))
}

const groups = (events: readonly SeenEvent[], by: (event: SeenEvent) => string): Iterable<SeenEvent[]> => {
  const found = new Map<string, SeenEvent[]>()
  for (const event of events) found.set(by(event), [...(found.get(by(event)) ?? []), event])
  return found.values()
}

const performs = (performed: Performed, events: SeenEvent[], now: number): boolean => {
  const { sequence, same_session, time_frame, count } = performed
  const { from, to } = frameOf(time_frame, now)
  const within = events.filter((event) => event.at >= from && event.at < to)
  const attempts = same_session
    ? [
        ...groups(
          within.filter((e) => e.session !== ''),
          (e) => e.session,
        ),
      ]
    : [within]
  const [only] = sequence
  if (count) return attempts.some((some) => compares(some.filter((e) => fits(only!.query, e)).length, count))
  return attempts.some((some) => goesThrough(sequence, some))
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const frameOf = (frame: Performed['time_frame'], now: number) => {
  if (!frame) return { from: -Infinity, to: Infinity }
  if ('from' in frame) return frame
  const unit = { minute: MINUTE, hour: HOUR, day: 24 * HOUR, week: 168 * HOUR }[frame.unit as 'minute']
  return { from: now - frame.value * unit, to: now + MINUTE }
}

const compares = (n: number, { operator, value }: NonNullable<Performed['count']>): boolean => {
  switch (operator) {
    case '=':
      return n === value
    case '!=':
      return n !== value
    case '>=':
      return n >= value
    case '<=':
      return n <= value
    case '>':
      return n > value
    default:
      return n < value
  }
}

/** Tries every way to give each step that is to be done an event of its own, and looks whether one breaks no `did_not`. */
const goesThrough = (sequence: Performed['sequence'], events: readonly SeenEvent[]): boolean => {
  const wanted = sequence.filter((step) => !step.did_not)
  const place = (chosen: readonly SeenEvent[]): boolean => {
    const step = wanted[chosen.length]
    if (!step) return nothingBarred(sequence, chosen, events)
    const last = chosen.at(-1)
    return events.some(
      (event) =>
        !chosen.includes(event) &&
        (!last || event.at >= last.at) &&
        fits(step.query, event) &&
        place([...chosen, event]),
    )
  }
  return place([])
}

const nothingBarred = (
  sequence: Performed['sequence'],
  chosen: readonly SeenEvent[],
  events: readonly SeenEvent[],
): boolean => {
  let done = 0
  return sequence.every((step) => {
    if (!step.did_not) {
      done++
      return true
    }
    const after = chosen[done - 1]?.at ?? -Infinity
    const before = chosen[done]?.at ?? Infinity
    return !events.some(
      (event) => !chosen.includes(event) && event.at >= after && event.at <= before && fits(step.query, event),
    )
  })
}

const fits = (query: string, event: SeenEvent): boolean =>
  matchesEvent(parseSearch(query), (path) => VALUES[path]?.(event) || undefined)

const VALUES: Record<string, (event: SeenEvent) => string> = {
  type: (event) => event.type,
  'view.name': (event) => (event.type === 'view' ? event.name : ''),
  'action.name': (event) => (event.type === 'action' ? event.name : ''),
  'usr.id': (event) => event.user,
  'geo.country_iso_code': (event) => event.country,
}

const profileMatches = (query: string, own: readonly SeenEvent[]): boolean => {
  const byTime = [...own].sort((a, b) => a.at - b.at || a.arrival - b.arrival)
  const countries = byTime.map((event) => event.country).filter(Boolean)
  const profile: Record<string, unknown> = {
    user_id: own[0]!.user,
    account_id: own[0]!.account,
    first_seen: byTime[0]!.at,
    last_seen: byTime.at(-1)!.at,
    first_country_code: countries[0],
    last_country_code: countries.at(-1),
    events_count: own.length,
    session_count: new Set(own.map((event) => event.session).filter(Boolean)).size,
  }
  return matchesEvent(parseSearch(query), (path) => profile[path])
}
