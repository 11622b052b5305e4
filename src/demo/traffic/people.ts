import { type Calendar, DAY, dayWeight, sessionsOf, type TrafficOptions } from './calendar.ts'
import { type Device, deviceOf } from './devices.ts'
import { addressIn, PLACES, type Place } from './places.ts'
import { hashOf, randomOf, unitOf } from './random.ts'

/**
 * `passer`: comes once, rarely twice, never signs in. `casual`: now and then. `club`: comes back every week (the
 * retained cohort). `trial`: eager for some days, then gone (the churning one).
 */
export type Kind = 'passer' | 'casual' | 'club' | 'trial'

export interface Person {
  number: number
  kind: Kind
  place: Place
  device: Device
  address: string
  anonymousId: string
  /** Present on the events of everybody who has signed in. */
  user: { id: string; name: string; email: string; plan: Kind; signup_year: number }
  account: { id: string; name: string; seats: number } | null
  /** The number of the visit at which they sign in; 0 never. */
  signsInAt: number
  heroVariant: 'a' | 'b'
  newCheckout: boolean
}

/** Who exists on which day. People are numbered in the order in which they first come. */
export interface Population {
  size: number
  /** How many people there are up to and including a day of the span. */
  arrivedBy(day: number): number
  /** The days on which a person comes; the caller asks only for people who have arrived. */
  comesOn(person: number, day: number): boolean
  /** The number of visits that a person had before the span began. */
  visitsBefore(person: number): number
  kindOf(person: number): Kind
}

const KIND_SHARES: readonly (readonly [Kind, number])[] = [
  ['passer', 0.55],
  ['casual', 0.25],
  ['club', 0.12],
  ['trial', 0.08],
]

/** How likely a person comes on a day, so many days after the first visit. */
const chanceOf = (kind: Kind, age: number): number => {
  if (age === 0) return 1
  if (kind === 'passer') return age <= 3 ? 0.04 : 0
  if (kind === 'casual') return 0.1 * Math.exp(-age / 10) + 0.012
  if (kind === 'club') return 0.27
  return age <= 5 ? 0.5 : 0.003
}

/** Shares of new people by day; a quarter of all were there before the span. */
const arrivals = (calendar: Calendar): number[] => {
  const { firstDay, lastDay } = calendar
  return Array.from({ length: lastDay - firstDay + 1 }, (_, i) => {
    const day = firstDay + i
    return dayWeight(day) * (calendar.inCampaign(day * DAY) ? 1.45 : 1)
  })
}

const KNOWN_BEFORE = 0.12

export const populationOf = (options: TrafficOptions, calendar: Calendar): Population => {
  const seed = hashOf(`people/${options.seed}`)
  const shares = arrivals(calendar)
  const total = shares.reduce((a, b) => a + b, 0)
  const size = Math.max(1, Math.round(sessionsOf(options) / sessionsEach(shares, total)))
  const known = Math.round(size * KNOWN_BEFORE)
  const arrived = sums(shares).map((sum) => known + Math.round(((size - known) * sum) / total))
  const firstDayOf = (person: number): number => {
    if (person < known) return calendar.firstDay - 7 - Math.floor(unitOf(seed, person, -7) * 60)
    return calendar.firstDay + lowest(arrived, person)
  }
  return {
    size,
    arrivedBy: (day) => arrived[day - calendar.firstDay] ?? size,
    comesOn: (person, day) => {
      const age = day - firstDayOf(person)
      const chance = chanceOf(kindOf(seed, person, known), age)
      return unitOf(seed, person, day) < (age === 0 ? 1 : chance * dayWeight(day))
    },
    visitsBefore: (person) => (person < known ? 3 : 0),
    kindOf: (person) => kindOf(seed, person, known),
  }
}

/** The first index whose value is above `person`. */
const lowest = (rising: readonly number[], person: number): number => {
  let low = 0
  let high = rising.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (rising[middle]! > person) high = middle
    else low = middle + 1
  }
  return low
}

const sums = (shares: readonly number[]): number[] => {
  let sum = 0
  return shares.map((share) => {
    sum += share
    return sum
  })
}

/** The mean number of visits of one person within the span. */
const sessionsEach = (shares: readonly number[], total: number): number => {
  const days = shares.length
  const upTo = (kind: Kind, from: number, length: number): number => {
    let sum = 0
    for (let age = from; age < from + length; age++) sum += chanceOf(kind, age)
    return sum
  }
  let fresh = 0
  const arrivedBy = sums(shares)
  for (const [kind, share] of KIND_SHARES) {
    for (let age = 0; age < days; age++) fresh += (share * chanceOf(kind, age) * arrivedBy[days - 1 - age]!) / total
  }
  const old = (upTo('casual', 37, days) + upTo('club', 37, days)) / 2
  return fresh * (1 - KNOWN_BEFORE) + old * KNOWN_BEFORE
}

const kindOf = (seed: number, person: number, known: number): Kind => {
  const draw = unitOf(seed, person, -1)
  if (person < known) return draw < 0.5 ? 'casual' : 'club'
  let rest = draw
  for (const [kind, share] of KIND_SHARES) {
    rest -= share
    if (rest < 0) return kind
  }
  return 'passer'
}

const COMPANIES = [
  'Ebb & Sons',
  'North Pier Rowing',
  'Gannet Charters',
  'Kelp Kitchen',
  'Ferry Lane School',
  'Skerry Lodge',
]

/** All that is fixed about a person. */
export const personOf = (options: TrafficOptions, population: Population, person: number): Person => {
  const random = randomOf(options.seed, 'person', person)
  const kind = population.kindOf(person)
  const place = random.weighted(PLACES.map((each) => [each, each.weight] as const))
  const [given, family] = place.names.map((names) => random.pick(names.split(' ')).replace('_', ' ')) as [
    string,
    string,
  ]
  const company = random.chance(0.3) ? random.int(1, Math.max(6, Math.round(population.size / 40))) : 0
  return {
    number: person,
    kind,
    place,
    device: deviceOf(random),
    address: addressIn(random.pick(place.ranges), random),
    anonymousId: random.uuid(),
    user: {
      id: `u-${10_000 + person}`,
      name: `${given} ${family}`,
      email: `${given}.${family}.${10_000 + person}@example.com`.toLowerCase().replace(' ', '-'),
      plan: kind,
      signup_year: random.int(2021, 2026),
    },
    account: company > 0 ? accountOf(company) : null,
    signsInAt:
      kind === 'passer'
        ? 0
        : kind === 'casual'
          ? random.weighted([
              [1, 2],
              [2, 4],
              [3, 2],
              [0, 3],
            ])
          : 1,
    heroVariant: random.chance(0.5) ? 'a' : 'b',
    newCheckout: random.chance(0.5),
  }
}

const accountOf = (company: number) => ({
  id: `acct-${100 + company}`,
  name: `${COMPANIES[company % COMPANIES.length]} ${100 + company}`,
  seats: 3 + ((company * 7) % 40),
})
