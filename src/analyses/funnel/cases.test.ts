import { expect, test } from 'vitest'
import { attributesOf, casesIn, eventsOf } from '../../../test/support/evaluator/case.ts'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { PUBLIC_FUNNELS, publicEvents, publicRequest } from '../../../test/support/evaluator/public-funnels.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { answerFunnel } from './answer.ts'
import { FunnelRequest } from './definition.ts'

const store = storeOfFile()

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

/** The same people again under other names. */
const named = (events: readonly PlainEvent[], prefix: string): PlainEvent[] =>
  events.map((event) => ({ ...event, session: `${prefix} ${event.session}`, user: `${prefix} ${event.user}` }))

/** Once in the order of the case, twice the other way round: all of them must come to the same. */
const thrice = (events: readonly PlainEvent[]): PlainEvent[] => [
  ...named(events, 'forth'),
  ...['back', 'again'].flatMap((prefix) => named(events, prefix).reverse()),
]

test.each(PUBLIC_FUNNELS)('%s', async (_, one, definition, expected, preset) => {
  const events = publicEvents(one.events, one.identities)
  // How wide bins are depends on how many people there are.
  const orders = expected.bins ? [events, [...events].reverse()] : [thrice(events)]
  const times = expected.bins ? 1 : 3
  for (const order of orders) {
    await store.fill(order)
    const counts = expected.counts.map((count) => count * times)
    const answer = await funnel(publicRequest(definition, preset ?? 'posthog', expected.bins !== undefined))
    expect(answer.funnel_steps.map((step) => step.value)).toEqual(counts)
    if (expected.avg_seconds) expect(answer.end_to_end_elapsed_time.avg).toBe(expected.avg_seconds[0] * 1000)
    if (expected.bins) expect(answer.time_to_convert?.map((bin) => [bin.from / 1000, bin.value])).toEqual(expected.bins)
    if (one.alt || preset) continue
    const ours = await funnel(publicRequest(definition, 'datadog', false))
    expect(ours.funnel_steps.map((step) => step.value)).toEqual(counts)
  }
})
