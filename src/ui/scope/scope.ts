import { parseLast, type TimeRange } from '../time/range.ts'
import { isZone } from '../time/zone.ts'
import type { Params } from './search-params.ts'

/** What the bar on top of every chart page says. */
export interface Scope {
  /** Application id; empty: all of them. */
  app: string
  time: TimeRange
  /** IANA time zone. */
  zone: string
  /** Search text, as the person wrote it. */
  filter: string
  /** The segment that all are of whom is asked about, by its id; empty: everybody. */
  segment: string
}

/** Leaves out bots and the sessions of synthetic tests; shown and editable like any other filter. */
export const FIRST_FILTER = '@session.type:user -@device.type:Bot'

export const SCOPE_KEYS = ['app', 'range', 'from', 'to', 'tz', 'q', 'segment'] as const

const iso = (ms: number) =>
  new Date(ms)
    .toISOString()
    .replace(/\.000Z$/, 'Z')
    .replace(/:00Z$/, 'Z')

const instant = (text: string | undefined): number => {
  if (text === undefined) return Number.NaN
  return /^\d{9,16}$/.test(text) ? Number(text) : Date.parse(text)
}

/** The scope that an address holds; what it leaves out or gets wrong is what a fresh visit has. */
export const scopeOf = (params: Params, browserZone: string): Scope => {
  const [from, to] = [instant(params.from), instant(params.to)]
  const fixed = from < to ? { from, to } : null
  const last = params.range !== undefined && parseLast(params.range) ? { last: params.range } : null
  return {
    app: params.app ?? '',
    time: last ?? fixed ?? { last: '7d' },
    zone: params.tz && isZone(params.tz) ? params.tz : browserZone,
    filter: params.q ?? FIRST_FILTER,
    segment: params.segment ?? '',
  }
}

/** The scope as an address holds it, all of it: undefined names are to be taken out of the address. */
export const paramsOf = (scope: Scope): Record<(typeof SCOPE_KEYS)[number], string | undefined> => ({
  app: scope.app || undefined,
  range: 'last' in scope.time ? scope.time.last : undefined,
  from: 'last' in scope.time ? undefined : iso(scope.time.from),
  to: 'last' in scope.time ? undefined : iso(scope.time.to),
  tz: scope.zone,
  q: scope.filter,
  segment: scope.segment || undefined,
})

/** Whether an address says all of its scope, so that it shows everybody the same. */
export const isComplete = (params: Params): boolean =>
  params.tz !== undefined &&
  isZone(params.tz) &&
  params.q !== undefined &&
  (params.range !== undefined ? parseLast(params.range) !== null : instant(params.from) < instant(params.to))
