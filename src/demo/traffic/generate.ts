import { type Recording, readRecordings } from '../recordings/recording.ts'
import { messagesOf } from '../recordings/retell.ts'
import { type Batch, batchesOf } from './batches.ts'
import { type Calendar, calendarOf, DAY, HOUR, HOURS, sessionsOf, type TrafficOptions } from './calendar.ts'
import { CRAWLER, MONITOR } from './devices.ts'
import type { Scene } from './event.ts'
import { crawl, planVisit, probe } from './journey.ts'
import { type Person, type Population, personOf, populationOf } from './people.ts'
import { addressIn, CLOUD_RANGE, CRAWLER_RANGE, PLACES } from './places.ts'
import { type Random, randomOf } from './random.ts'
import { record } from './record.ts'
import { ordersOf } from './server-events.ts'

export type { Batch } from './batches.ts'
export type { TrafficOptions } from './calendar.ts'

/** A visit that is to come: a person's number, or what it is instead of one. */
interface Start {
  at: number
  who: number | Recording | 'crawler' | 'monitor'
  key: string
}

interface Draft {
  options: TrafficOptions
  calendar: Calendar
  population: Population
  recordings: readonly Recording[]
  /** By person: visits so far, and until when the last one went. */
  visits: Uint16Array
  busyUntil: Float64Array
}

/**
 * Visits to the demo shop between `from` and `to`, as the batches that browsers would have posted, in the order in
 * which they arrive. Nothing in it lies after `to`: a visit that still goes on then is cut off as it would be.
 * Holds one day of visit starts and ten bytes a person in memory, however long the span.
 */
export function* generateTraffic(options: TrafficOptions, recordings = readRecordings()): Generator<Batch> {
  const calendar = calendarOf(options)
  const population = populationOf(options, calendar)
  const { size } = population
  const visits = new Uint16Array(size)
  const draft = { options, calendar, population, recordings, visits, busyUntil: new Float64Array(size) }
  for (let person = 0; person < size; person++) draft.visits[person] = population.visitsBefore(person)
  let waiting: Batch[] = []
  for (let day = calendar.firstDay; day <= calendar.lastDay; day++) {
    for (const start of startsOf(draft, day)) {
      if (start.at < options.from || start.at >= options.to) continue
      const due = waiting.findIndex((batch) => batch.receivedAt > start.at)
      const ready = due === -1 ? waiting : waiting.slice(0, due)
      yield* ready
      waiting = merge(due === -1 ? [] : waiting.slice(due), visitOf(draft, start))
    }
  }
  yield* waiting
}

/** Two lists in the order of time; what is equal keeps its order. Batches past `to` never get here. */
const merge = (left: readonly Batch[], right: readonly Batch[]): Batch[] =>
  [...left, ...right].sort((a, b) => a.receivedAt - b.receivedAt)

const startsOf = ({ options, calendar, population, recordings }: Draft, day: number): Start[] => {
  const random = randomOf(options.seed, 'day', day)
  const starts: Start[] = []
  const people = population.arrivedBy(day)
  for (let person = 0; person < people; person++) {
    if (!population.comesOn(person, day)) continue
    const offset = personOf(options, population, person).place.offset
    starts.push({ at: day * DAY + timeOfDay(offset, random), who: person, key: `${person}/${day}` })
  }
  const crawlers = crawlersOn(options, calendar, day)
  for (let i = 0; i < crawlers; i++) {
    starts.push({ at: day * DAY + random.int(0, DAY - 1), who: 'crawler', key: `crawler/${day}/${i}` })
  }
  for (let hour = 0; hour < 24; hour += 6) {
    starts.push({ at: day * DAY + hour * HOUR + 137, who: 'monitor', key: `monitor/${day}/${hour}` })
  }
  for (const [index, who] of recordings.entries()) {
    if (day < calendar.lastDay - RECORDED_DAYS || !random.chance(0.4)) continue
    starts.push({ at: day * DAY + timeOfDay(0, random), who, key: `recorded/${day}/${index}` })
  }
  return starts.sort((a, b) => a.at - b.at)
}

/** Recordings are kept for 30 days. */
const RECORDED_DAYS = 28

/** ms since midnight UTC, by the rhythm of the visitor's own day. */
const timeOfDay = (offset: number, random: Random): number => {
  const local = random.weighted(HOURS) * HOUR + random.int(0, HOUR - 1)
  return (local - offset * HOUR + DAY) % DAY
}

/** A few a day, and on one day a wave. */
const crawlersOn = (options: TrafficOptions, { botWave }: Calendar, day: number): number =>
  day * DAY === botWave.from ? Math.max(30, Math.round(sessionsOf(options) * 0.06)) : 2

const visitOf = (draft: Draft, start: Start): Batch[] => {
  const random = randomOf(draft.options.seed, 'visit', start.key)
  const batches =
    typeof start.who === 'number'
      ? personal(draft, start.who, start.at, random)
      : typeof start.who === 'object'
        ? recorded(draft, start.who, start.at, random)
        : mechanical(draft, start.who, start.at, random)
  return batches.filter((batch) => batch.receivedAt <= draft.options.to)
}

const personal = (draft: Draft, number: number, at: number, random: Random): Batch[] => {
  const { options, calendar, population, visits, busyUntil } = draft
  if (at < busyUntil[number]!) return []
  visits[number]! += 1
  const person = personOf(options, population, number)
  const nth = visits[number]!
  const visit = planVisit(person, nth, at, calendar, random)
  const signedIn = person.signsInAt > 0 && nth > person.signsInAt
  const messages = record(sceneOf(options, person, visit.version, random), visit, at, signedIn, random)
  busyUntil[number] = messages.at(-1)!.at + 20 * 60_000
  return [...batchesOf(messages, person.device.userAgent, person.address, random), ...ordersOf(messages, random)]
}

/** A visit of somebody whose device has been recorded: always from the same place. */
const recorded = ({ options, calendar }: Draft, recording: Recording, start: number, random: Random): Batch[] => {
  const ids = new Map<string, string>()
  const idOf = (id: string) => {
    if (!ids.has(id)) ids.set(id, random.uuid())
    return ids.get(id)!
  }
  const version = calendar.versionAt(start)
  const retelling = { recording, start, applicationId: options.applicationId, version, idOf }
  const messages = messagesOf(retelling)
  const place = PLACES.find(({ country }) => country === recording.country)!
  const address = addressIn(place.ranges[0]!, randomOf(options.seed, recording.name))
  const batches = batchesOf(messages, recording.userAgent, address, random)
  batches.at(-1)!.recordings = [retelling]
  return batches
}

const mechanical = ({ options, calendar }: Draft, who: 'crawler' | 'monitor', at: number, random: Random): Batch[] => {
  const monitor = who === 'monitor'
  const version = calendar.versionAt(at)
  const scene = strangerOf(options, monitor ? MONITOR : CRAWLER, version, random)
  if (monitor) scene.sessionType = 'synthetics'
  const visit = monitor ? probe(random, version) : crawl(random, version)
  const address = addressIn(monitor ? CLOUD_RANGE : CRAWLER_RANGE, random)
  return batchesOf(record(scene, visit, at, false, random), scene.device.userAgent, address, random)
}

const strangerOf = (options: TrafficOptions, device: Scene['device'], version: string, random: Random): Scene => ({
  applicationId: options.applicationId,
  sessionId: random.uuid(),
  sessionType: 'user',
  tabId: random.uuid(),
  version,
  anonymousId: random.uuid(),
  device,
  locale: 'en-US',
  zone: 'UTC',
  context: { shop: { region: 'us', currency: 'GBP', theme: 'light' } },
  flags: { 'hero-variant': 'a', 'new-checkout': false },
  user: null,
  account: null,
})

const sceneOf = (options: TrafficOptions, person: Person, version: string, random: Random): Scene => ({
  ...strangerOf(options, person.device, version, random),
  anonymousId: person.anonymousId,
  locale: person.place.locale,
  zone: person.place.zone,
  context: {
    shop: { region: person.place.country.toLowerCase(), currency: 'GBP', theme: person.number % 3 ? 'light' : 'dark' },
  },
  flags: { 'hero-variant': person.heroVariant, 'new-checkout': person.newCheckout },
  user: person.user,
  account: person.account,
})
