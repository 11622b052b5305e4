import { readdirSync, readFileSync } from 'node:fs'
import type { PlainEvent } from './event-store.ts'

/** A held case: events in, the published request, the numbers that must come out. */
export interface Case<Expected> {
  title: string
  why: string
  /** Where it was first told. */
  source?: string
  /** Who, when, and a view's name, or `!` and what was clicked. Who is a user, and the session is called the same. */
  events: [who: string, time: string, name: string][]
  /** Attributes of the request; times may be ISO texts. */
  request: Record<string, unknown>
  expected: Expected
}

export const casesIn = <Expected>(folder: URL): [title: string, of: Case<Expected>][] =>
  readdirSync(folder)
    .sort()
    .map((file) => {
      const one: Case<Expected> = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
      return [one.title, one]
    })

/** The case's events; `settled` tells of whom they have moved to the large tables. */
export const eventsOf = ({ events }: Case<unknown>, settled: (who: string) => boolean): PlainEvent[] =>
  events.map(([who, time, name]) => ({
    type: name.startsWith('!') ? 'action' : 'view',
    name: name.replace(/^!/, ''),
    at: Date.parse(time),
    session: who,
    user: who,
    settled: settled(who),
  }))

/** The request's attributes with times in ms. */
export const attributesOf = ({ request }: Case<unknown>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(request), (key, value) =>
    (key === 'from' || key === 'to') && typeof value === 'string' ? Date.parse(value) : value,
  )
