import { readFileSync } from 'node:fs'
import type { PlainEvent } from './event-store.ts'

/** The peers' own cases: `test/cases/public.json` says in `about` how to read them. */
export interface PublicCase {
  id: string
  title: string
  definition: PublicDefinition
  events: [who: string, time: string, name: string, properties?: Record<string, string>][]
  identities?: string[][]
  expected: PublicExpected
  alt?: { mixpanel_style: PublicExpected }
  variants?: {
    why: string
    definition?: Partial<PublicDefinition>
    events?: PublicCase['events']
    identities?: string[][]
    expected: PublicExpected
  }[]
}
interface PublicDefinition {
  type: string
  order: 'ordered' | 'strict' | 'unordered'
  steps: { event: string; where?: Record<string, string>; optional?: boolean }[]
  window: { value: number; unit: 'second' | 'minute' | 'day' }
  filter?: Record<string, string>
  exclusions?: { event: string; from: number; to: number }[]
  range: { from: string; to: string }
}
interface PublicExpected {
  counts: number[]
  avg_seconds?: [number]
  bins?: [seconds: number, people: number][]
}

const CASES: PublicCase[] = JSON.parse(
  readFileSync(new URL('../../cases/public.json', import.meta.url), 'utf8'),
).cases.filter((one: PublicCase) => one.definition.type === 'funnel')

const MS = { second: 1000, minute: 60_000, day: 86_400_000 }
const DAY = MS.day

/** A property of theirs is kept as the country here. */
const queryOf = ({ event, where }: { event: string; where?: Record<string, string> | undefined }) =>
  `@type:view @view.name:"${event}"${where ? ` @geo.country:"${Object.values(where)[0]}"` : ''}`

/** As the published request asks it, counted like a product. */
export const publicRequest = (definition: PublicDefinition, preset: string | undefined, bins: boolean) => {
  const aliases = definition.steps.map((_, i) => `S${i}`)
  const node = (query: string) => ({ data_source: 'product_analytics', search: { query } })
  return {
    from: Date.parse(definition.range.from),
    to: Date.parse(definition.range.to) + DAY,
    query: {
      search: {
        expression: aliases.join(' -> '),
        node_objects: Object.fromEntries(aliases.map((alias, i) => [alias, node(queryOf(definition.steps[i]!))])),
        join_keys: { primary: '@usr.id' },
        filters: {
          ...(definition.filter ? { string_filter: `@geo.country:"${Object.values(definition.filter)[0]}"` } : {}),
          graph_filters: [
            {
              name: '__dd.time_to_convert',
              operator: '<=',
              value: definition.window.value * MS[definition.window.unit],
            },
          ],
        },
      },
      compute: bins ? { bins: 'auto' } : {},
      counting: {
        order: definition.order === 'unordered' ? 'any' : definition.order,
        ...(preset ? { preset } : {}),
        optional_steps: aliases.filter((_, i) => definition.steps[i]!.optional),
        exclusions: (definition.exclusions ?? []).map(({ event, from, to }) => ({
          query: node(queryOf({ event })),
          from: `S${from}`,
          to: `S${to}`,
        })),
      },
    },
  }
}

/** Identities that were found to be one have one user. */
export const publicEvents = (events: PublicCase['events'], identities: string[][] = []): PlainEvent[] =>
  events.map(([who, time, name, properties], i) => {
    const user = identities.find((ids) => ids.includes(who))?.[0] ?? who
    return {
      type: 'view',
      name,
      at: Date.parse(time),
      session: `${user}-${i}`,
      user,
      settled: i % 2 === 0,
      ...(properties ? { country: Object.values(properties)[0]! } : {}),
    }
  })

/** Each case and its variants: title, case, definition, what must come out, and like whom it is counted. */
export const PUBLIC_FUNNELS = CASES.flatMap((one) => [
  [`${one.id} ${one.title}`, one, one.definition, one.expected, undefined] as const,
  // Our own way keeps who is excluded in the steps before, as Mixpanel does.
  ...(one.alt
    ? [[`${one.id} as Mixpanel counts`, one, one.definition, one.alt.mixpanel_style, 'mixpanel'] as const]
    : []),
  ...(one.variants ?? []).map(
    (other) =>
      [
        `${one.id} ${other.why}`,
        { ...one, ...other } as PublicCase,
        { ...one.definition, ...other.definition },
        other.expected,
        undefined,
      ] as const,
  ),
])
