import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { funnelAttributes, funnelSearch } from '../../../test/support/funnel-attributes.ts'
import { answerFunnel } from './answer.ts'

/** `store.ask` holds what sequences answer to what events answer. */
const store = storeOfFile()

const START = Date.parse('2031-03-03T00:00:00Z')
const NOW = START + 90 * 86_400_000

const STEPS = ['@view.name:a', '@view.name:b', '@view.name:(a OR b)', '-@view.name:c', '*'].map(
  (query) => `@type:view ${query}`,
)

/** Sessions whose events lie apart, but for ties in every fifth; every seventh is still open. */
const world = fc
  .array(
    fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), after: fc.constantFrom(1, 1, 2, 5, 9, 0) }), {
      minLength: 1,
      maxLength: 24,
    }),
    { minLength: 20, maxLength: 30 },
  )
  .map((sessions) =>
    sessions.flatMap((events, s) => {
      let at = START + s
      return events.map(({ name, after }): PlainEvent => {
        at += s % 5 === 0 ? after : Math.max(1, after)
        return { type: 'view', name, at, session: `s${s}`, settled: s % 7 !== 0 }
      })
    }),
  )

const question = fc.record({
  steps: fc.array(fc.constantFrom(...STEPS), { minLength: 2, maxLength: 8 }),
  withinMs: fc.constantFrom(undefined, undefined, 10, 30, 60),
  attempt: fc.constantFrom('earliest', 'first'),
  from: fc.constantFrom(0, 0, 12),
  to: fc.constantFrom(1000, 1000, 50),
})
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never

const funnel = ({ steps, withinMs, attempt, from, to }: Question) =>
  funnelAttributes({
    from: START + from,
    to: START + to,
    query: { search: funnelSearch(steps, { withinMs }), counting: { attempt } },
  })

test('sessions that one row tells are followed as their events are, however many steps', async () => {
  let far = 0
  const same = fc.asyncProperty(world, fc.array(question, { minLength: 6, maxLength: 6 }), async (events, asked) => {
    await store.fill(events)
    for (const one of asked) {
      const answer = await store.ask(NOW, (asking) => answerFunnel(funnel(one), asking))
      if (one.steps.length > 4 && answer.funnel_steps.at(-1)!.value > 0) far++
    }
  })
  await fc.assert(same, { numRuns: Number(process.env.RUNS ?? 4), endOnFailure: true })
  expect(far).toBeGreaterThan(0)
}, 240_000)

test('more steps than a byte has bits, and than two bytes have', async () => {
  const sessions = [7, 8, 9, 15, 16, 17, 24, 30]
  await store.fill(
    sessions.flatMap((length, s) =>
      Array.from({ length }, (_, i): PlainEvent => {
        return { type: 'view', name: 'a', at: START + i, session: `s${s}`, settled: true }
      }),
    ),
  )
  for (const steps of [8, 9, 16, 17, 30]) {
    const asked = {
      steps: Array(steps).fill('@type:view'),
      withinMs: undefined,
      attempt: 'earliest' as const,
      from: 0 as const,
      to: 1000 as const,
    }
    const answer = await store.ask(NOW, (asking) => answerFunnel(funnel(asked), asking))
    expect(answer.funnel_steps.at(-1)!.value).toBe(sessions.filter((length) => length >= steps).length)
    expect(await store.way(NOW, (asking) => answerFunnel(funnel(asked), asking))).toBe('sequences')
  }
})
