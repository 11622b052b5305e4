import { expect, test } from 'vitest'
import { answerFunnel } from '../../src/analyses/funnel/answer.ts'
import { FunnelRequest } from '../../src/analyses/funnel/definition.ts'
import type { ClientEngine } from '../../src/engine/client-engine.ts'
import { eventStoreOn } from '../support/evaluator/event-store.ts'
import { PUBLIC_FUNNELS, publicEvents, publicRequest } from '../support/evaluator/public-funnels.ts'

/** The peers' cases of funnels, all in one filling, each under an account of its own. It empties the event tables. */
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
}
