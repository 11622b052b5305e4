import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlainEvent } from '../../../test/support/evaluator/event-store.ts'
import { storeOfFile } from '../../../test/support/evaluator/store-of-file.ts'
import { funnelAttributes, funnelSearch } from '../../../test/support/funnel-attributes.ts'
import { answerFunnel } from './answer.ts'

const store = storeOfFile()

const START = Date.parse('2031-03-03T00:00:00Z')
const NOW = START + 90 * 86_400_000
const PAGES = ['a', 'b', 'c']
const MOMENTS = 12

const world = fc
  .array(
    fc.array(fc.record({ name: fc.constantFrom(...PAGES, 'x'), at: fc.nat(MOMENTS) }), { minLength: 1, maxLength: 8 }),
    { minLength: 40, maxLength: 60 },
  )
  .map((sessions) =>
    sessions.map((events, s) =>
      events.map(
        ({ name, at }): PlainEvent => ({ type: 'view', name, at: START + at, session: `s${s}`, settled: s % 3 !== 0 }),
      ),
    ),
  )

const funnel = (withinMs: number | undefined) => {
  const steps = PAGES.map((name) => `@type:view @view.name:${name}`)
  const query = { search: funnelSearch(steps, { withinMs }), counting: { order: 'any' } }
  return funnelAttributes({ from: START, to: START + 1000, query })
}

/** The most different steps of a session within one window that ends at one of its events. */
const mostWithin = (events: readonly PlainEvent[], withinMs: number): number => {
  const steps = events.filter(({ name }) => PAGES.includes(name))
  const within = (end: number) => steps.filter(({ at }) => at <= end && end - at <= withinMs)
  return Math.max(0, ...steps.map(({ at }) => new Set(within(at).map(({ name }) => name)).size))
}

test.each([[undefined], [1], [3], [MOMENTS]])(
  'steps of a session in any order, within %s ms',
  async (withinMs) => {
    const same = fc.asyncProperty(world, async (sessions) => {
      await store.fill(sessions.flat())
      const { funnel_steps } = await store.ask(NOW, (asking) => answerFunnel(funnel(withinMs), asking))
      const most = sessions.map((events) => mostWithin(events, withinMs ?? Number.POSITIVE_INFINITY))
      expect(funnel_steps.map(({ value }) => value)).toEqual([1, 2, 3].map((n) => most.filter((m) => m >= n).length))
    })
    await fc.assert(same, { numRuns: Number(process.env.RUNS ?? 3) })
  },
  120_000,
)
