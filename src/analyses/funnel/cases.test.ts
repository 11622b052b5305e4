import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attributesOf, casesIn, eventsOf } from '../../../test/support/evaluator/case.ts'
import { type EventStore, openEventStore, type PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { answerFunnel } from './answer.ts'
import { FunnelRequest } from './definition.ts'

let store: EventStore
beforeAll(async () => {
  store = await openEventStore()
})
afterAll(() => store.close())

const NOW = Date.parse('2032-01-01T00:00:00Z')

const funnel = (attributes: object) => {
  const parsed = FunnelRequest.parse({ data: { type: 'journey_request', attributes } }).data.attributes
  return store.ask(NOW, (asking) => answerFunnel(parsed, asking))
}

interface Expected {
  unique?: number[]
  total?: number[]
  times?: [min: number, max: number, avg: number]
  groups?: [tags: string[], values: number[]][]
}

test.each(casesIn<Expected>(new URL('./cases/', import.meta.url)))('%s', async (_, one) => {
  await store.fill(eventsOf(one, (who) => who.length % 2 === 0))
  const request = attributesOf(one) as { query: { compute?: object } }
  const ask = (aggregation: string) =>
    funnel({ ...request, query: { ...request.query, compute: { ...request.query.compute, aggregation } } })
  const { unique, total, times, groups } = one.expected
  const answer = await ask('cardinality')
  const values = (of: typeof answer) => of.funnel_steps.map((step) => step.value)
  if (unique) expect(values(answer)).toEqual(unique)
  if (total) expect(values(await ask('count'))).toEqual(total)
  if (times) expect(Object.values(answer.end_to_end_elapsed_time)).toEqual(times)
  if (groups) {
    const tags = answer.funnel_steps[0]!.groups.map((group) => group.group_tags)
    const found = tags.map((_, g) => answer.funnel_steps.map((step) => step.groups[g]!.value))
    expect(tags.map((of, g) => [of, found[g]])).toEqual(groups)
  }
})

/** The peers' own cases: `test/cases/public.json` says in `about` how to read them. */
interface PublicCase {
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
  readFileSync(new URL('../../../test/cases/public.json', import.meta.url), 'utf8'),
).cases.filter((one: PublicCase) => one.definition.type === 'funnel')

const MS = { second: 1000, minute: 60_000, day: 86_400_000 }
const DAY = MS.day

/** A property of theirs is kept as the country here. */
const queryOf = ({ event, where }: { event: string; where?: Record<string, string> | undefined }) =>
  `@type:view @view.name:"${event}"${where ? ` @geo.country:"${Object.values(where)[0]}"` : ''}`

const requestOf = (definition: PublicDefinition, preset: string | undefined, bins: boolean) => {
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

const plainEvents = (events: PublicCase['events'], identities: string[][] = []): PlainEvent[] =>
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

const variants = CASES.flatMap((one) => [
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

/** The same people again under other names. */
const named = (events: readonly PlainEvent[], prefix: string): PlainEvent[] =>
  events.map((event) => ({ ...event, session: `${prefix} ${event.session}`, user: `${prefix} ${event.user}` }))

/** Once in the order of the case, twice the other way round: all of them must come to the same. */
const thrice = (events: readonly PlainEvent[]): PlainEvent[] => [
  ...named(events, 'forth'),
  ...['back', 'again'].flatMap((prefix) => named(events, prefix).reverse()),
]

test.each(variants)('%s', async (_, one, definition, expected, preset) => {
  const events = plainEvents(one.events, one.identities)
  // How wide bins are depends on how many people there are.
  const orders = expected.bins ? [events, [...events].reverse()] : [thrice(events)]
  const times = expected.bins ? 1 : 3
  for (const order of orders) {
    await store.fill(order)
    const counts = expected.counts.map((count) => count * times)
    const answer = await funnel(requestOf(definition, preset ?? 'posthog', expected.bins !== undefined))
    expect(answer.funnel_steps.map((step) => step.value)).toEqual(counts)
    if (expected.avg_seconds) expect(answer.end_to_end_elapsed_time.avg).toBe(expected.avg_seconds[0] * 1000)
    if (expected.bins) expect(answer.time_to_convert?.map((bin) => [bin.from / 1000, bin.value])).toEqual(expected.bins)
    if (one.alt || preset) continue
    const ours = await funnel(requestOf(definition, 'datadog', false))
    expect(ours.funnel_steps.map((step) => step.value)).toEqual(counts)
  }
})
