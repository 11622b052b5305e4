import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ClientEngine } from '../../src/engine/client-engine.ts'
import type { Home } from '../../src/engine/engine.ts'
import { parseSearch } from '../../src/model/search/parse.ts'
import { printSearch } from '../../src/model/search/print.ts'
import { removeSettled, settle } from '../../src/sessions/settle.ts'
import { FROM, type Held, hold, SETTLED, TO } from '../support/held-events.ts'
import { openHome, startHome, type TestHome } from '../support/homes.ts'
import { someSearch } from '../support/question-arbitrary.ts'
import { idsOf } from '../support/questions.ts'
import { ALL_PATHS, wholeRows, wholeTruth } from '../support/whole-rows.ts'
import { computedContract } from './events-computed.contract.ts'
import { listedContract } from './events-listed.contract.ts'
import { journeysContract } from './journeys.contract.ts'
import { replaysContract } from './replays.contract.ts'

/** On a machine that does much else besides. */
vi.setConfig({ testTimeout: 240_000 })

/** What is asked must be answered as the slow evaluator answers it, wherever the events lie. `runs`: of each property. */
export const eventsContract = (kind: Home, runs: number): void => {
  let home: TestHome
  let engine: ClientEngine
  let held: Held

  beforeAll(async () => {
    home = await startHome(kind)
    engine = await openHome(home)
    held = await hold(engine, runs)
  }, 180_000)
  afterAll(async () => {
    await engine?.close()
    await home?.stop()
  })

  test('sees every event once, with its session and its newest version', async () => {
    expect(held.events.length).toBeGreaterThan(300)
    expect(await held.world.ask((asking) => wholeRows(asking, ALL_PATHS))).toEqual(wholeTruth(held.events, ALL_PATHS))
  })

  test('searches match what the evaluator matches', async () => {
    await held.check(fc.array(someSearch, { minLength: 1, maxLength: 12 }), async (searches) => {
      const read = searches.map((search) => parseSearch(printSearch(search)))
      const found = await held.world.ask((asking) => idsOf(asking.scope(FROM, TO), read, asking.run))
      for (const [i, search] of read.entries()) {
        const ids = held.within(search).map((event) => event.row.event_id)
        expect([printSearch(search), ...(found[`p${i}`] as string[]).sort()]).toEqual([
          printSearch(search),
          ...ids.sort(),
        ])
      }
    })
  })

  computedContract(() => held)
  listedContract(() => held)

  test('settled entirely, the same answers', async () => {
    while (await settle(held.world.settling, SETTLED));
    await removeSettled(held.world.settling)
    expect(await held.world.ask((asking) => wholeRows(asking))).toEqual(wholeTruth(held.events))
    await held.check(
      fc.array(someSearch, { minLength: 12, maxLength: 12 }),
      async (searches) => {
        const read = searches.map((search) => parseSearch(printSearch(search)))
        const found = await held.world.ask((asking) => idsOf(asking.scope(FROM, TO), read, asking.run))
        for (const [i, search] of read.entries())
          expect((found[`p${i}`] as string[]).length).toBe(held.within(search).length)
      },
      2,
    )
  })

  if (kind === 'cluster') {
    replaysContract(
      () => engine,
      () => held,
    )
    journeysContract(() => engine)
  }
}
