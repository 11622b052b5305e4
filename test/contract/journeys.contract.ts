import { expect, test } from 'vitest'
import { answerFunnel } from '../../src/analyses/funnel/answer.ts'
import { FunnelRequest } from '../../src/analyses/funnel/definition.ts'
import { answerPaths } from '../../src/analyses/journey-paths/answer.ts'
import { JourneyPathsRequest } from '../../src/analyses/journey-paths/definition.ts'
import { answerSankey } from '../../src/analyses/pathways/answer.ts'
import { SankeyRequest } from '../../src/analyses/pathways/definition.ts'
import type { ClientEngine } from '../../src/engine/client-engine.ts'
import { eventStoreOn, type PlainEvent } from '../support/evaluator/event-store.ts'
import { PUBLIC_FUNNELS, publicEvents, publicRequest } from '../support/evaluator/public-funnels.ts'

/** The peers' cases of funnels, all in one filling, each under an account of its own; and ways. It empties the event tables. */
export const journeysContract = (engine: () => ClientEngine): void => {
  test('the published cases of funnels', async () => {
    const store = await eventStoreOn(engine())
    const account = (i: number) => `case ${i}`
    await store.fill(
      PUBLIC_FUNNELS.flatMap(([, one], i) =>
        publicEvents(one.events, one.identities).map((event) => ({
          ...event,
          account: account(i),
          session: `${i} ${event.session}`,
          user: `${i} ${event.user}`,
        })),
      ),
    )
    for (const [i, [title, , definition, expected, preset]] of PUBLIC_FUNNELS.entries()) {
      const { query, ...range } = publicRequest(definition, preset ?? 'posthog', false)
      const { filters } = query.search
      const own = [filters.string_filter, `@account.id:"${account(i)}"`].filter(Boolean).join(' ')
      const search = { ...query.search, filters: { ...filters, string_filter: own } }
      const { attributes } = FunnelRequest.parse({
        data: { type: 'journey_request', attributes: { ...range, query: { ...query, search } } },
      }).data
      const answer = await store.ask(Date.parse('2032-01-01T00:00:00Z'), (asking) => answerFunnel(attributes, asking))
      expect([title, ...answer.funnel_steps.map((step) => step.value)]).toEqual([title, ...expected.counts])
    }
  })

  test('paths and pathways of settled and of open sessions', async () => {
    const store = await eventStoreOn(engine())
    const now = Date.parse('2026-11-10T12:00:00Z')
    const names = ['/a', '/b', '/c', '/d']
    await store.fill(
      Array.from({ length: 40 }, (_, i): PlainEvent => {
        const session = i % 8
        const user = session % 3 ? { user: `u${session % 3}` } : { device: `d${session}` }
        const name = names[((i >> 3) * 3 + session) % 4]!
        return {
          type: 'view',
          name,
          at: now - 90_000 + i * 1000,
          session: `s${session}`,
          ...user,
          settled: session < 6,
        }
      }),
    )
    const time = { from: now - 100_000, to: now }
    for (const primary of ['@session.id', '@usr.id']) {
      const paths = JourneyPathsRequest.parse({
        data: { type: 'journey_request', attributes: { ...time, query: { search: aToC(primary) } } },
      }).data.attributes
      const definition = { source: '@view.name', target: '@view.name' }
      const search = { query: '@type:view @view.name:/a', join_keys: { primary } }
      const sankey = SankeyRequest.parse({
        data: { type: 'sankey_request', attributes: { definition, search, time } },
      }).data.attributes
      expect(await store.way(now, (asking) => answerPaths(paths, asking))).toBe('sequences')
      expect((await store.ask(now, (asking) => answerPaths(paths, asking))).total_count).toBeGreaterThan(0)
      expect((await store.ask(now, (asking) => answerSankey(sankey, asking))).links).not.toEqual([])
    }
  })
}

const aToC = (primary: string) => {
  const page = (name: string) => ({
    data_source: 'product_analytics',
    search: { query: `@type:view @view.name:${name}` },
  })
  return { expression: 'A -> C', node_objects: { A: page('/a'), C: page('/c') }, join_keys: { primary } }
}
