/** What happens when in the demo: its releases, its campaign, its bad days. All of it follows from the span alone. */

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const WEEK = 7 * DAY

export interface TrafficOptions {
  /** Same seed, span, size and application: the same traffic, byte for byte. */
  seed: string | number
  /** Epoch milliseconds; nothing lies before `from` or after `to`. */
  from: number
  to: number
  /** About how many sessions of people; bots and monitors come on top. */
  sessions?: number
  /** Instead of `sessions`: about how many events (documents of views included) a day. */
  eventsPerDay?: number
  applicationId: string
}

export interface Span {
  from: number
  to: number
}

export interface Calendar extends Span {
  /** Days since 1970 (UTC) of the first and the last day that the span touches. */
  firstDay: number
  lastDay: number
  campaign: Span & { name: string }
  brokenRelease: Span & { version: string }
  botWave: Span
  versionAt(time: number): string
  inCampaign(time: number): boolean
}

const EVENTS_PER_SESSION = 15
export const CAMPAIGN = 'harbour-autumn'
export const BROKEN_VERSION = '2.8.0'

/** How many sessions of people the options ask for. */
export const sessionsOf = ({ sessions, eventsPerDay, from, to }: TrafficOptions): number =>
  Math.max(1, Math.round(sessions ?? ((eventsPerDay ?? 2000) * (to - from)) / DAY / EVENTS_PER_SESSION))

export const calendarOf = ({ from, to }: Span): Calendar => {
  const firstDay = Math.floor(from / DAY)
  const lastDay = Math.floor((to - 1) / DAY)
  const days = Math.max(1, lastDay - firstDay + 1)
  const spanOf = (share: number, length: number): Span => {
    const start = (firstDay + Math.floor(days * share)) * DAY
    return { from: start, to: start + Math.max(1, length) * DAY }
  }
  const campaign = spanOf(0.4, Math.min(14, Math.floor(days * 0.47)))
  const broken = spanOf(0.78, Math.min(3, Math.floor(days * 0.1)))
  const releases = [
    [from - DAY, '2.6.0'],
    [spanOf(0.2, 1).from, '2.7.0'],
    [spanOf(0.5, 1).from, '2.7.1'],
    [broken.from, BROKEN_VERSION],
    [broken.to, '2.8.1'],
    [spanOf(0.88, 1).from, '2.9.0'],
  ] as const
  return {
    from,
    to,
    firstDay,
    lastDay,
    campaign: { ...campaign, name: CAMPAIGN },
    brokenRelease: { ...broken, version: BROKEN_VERSION },
    botWave: spanOf(0.3, 1),
    versionAt: (time) => releases.reduce((now, [since, version]) => (time >= since ? version : now), '2.6.0' as string),
    inCampaign: (time) => time >= campaign.from && time < campaign.to,
  }
}

/** Monday to Sunday; the mean is 1. A shop for days off lives from its weekends. */
const WEEKDAYS = [0.92, 0.88, 0.9, 0.98, 0.87, 1.12, 1.33]

/** How busy a day is against the mean; day 0 of 1970 was a Thursday. */
export const dayWeight = (day: number): number => WEEKDAYS[(day + 3) % 7]!

/** Weights of the local hours 0 to 23: quiet nights, a lunch break, long evenings. */
export const HOURS: readonly (readonly [number, number])[] = [
  8, 4, 2, 1, 1, 3, 8, 18, 28, 36, 42, 46, 55, 48, 42, 40, 44, 52, 62, 78, 92, 88, 58, 24,
].map((weight, hour) => [hour, weight] as const)
