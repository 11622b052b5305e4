import fc from 'fast-check'
import { answerScalar } from '../../src/analyses/analytics/answer.ts'
import type { ClientEngine } from '../../src/engine/client-engine.ts'
import type { Search } from '../../src/model/search/ast.ts'
import { removeSettled, settle } from '../../src/sessions/settle.ts'
import type { Counted } from './evaluator/ledger.ts'
import { matching } from './evaluator/values.ts'
import { createDisk, type EventWorld, emptyTables, type Sent, startWorld } from './event-world.ts'
import { createDice, type Dice, tell } from './hostile-events.ts'
import { request } from './questions.ts'

export const DAY = 86_400_000
/** Around the day on which clocks are set back in Europe. */
export const FROM = Date.parse('2030-10-25T15:00:00Z')
export const TO = FROM + 4 * DAY
export const SETTLED = { quietMs: 60_000, overMs: 20 * 60_000, sessions: 25, copied: 10 }

/** A world full of events, and what the evaluator says of it. */
export interface Held {
  world: EventWorld
  events: Counted[]
  within(search: Search): Counted[]
  scalar(attributes: object): ReturnType<typeof answerScalar>
  /** Some times, or as often as the suite runs each property. */
  check<T>(arbitrary: fc.Arbitrary<T>, property: (of: T) => Promise<void>, times?: number): Promise<void>
}

export const hold = async (engine: ClientEngine, runs: number): Promise<Held> => {
  const world = await fill(engine)
  const events = world.truth()
  return {
    world,
    events,
    within: (search) => matching(events, search, FROM, TO),
    scalar: (more) => world.ask((asking) => answerScalar(request({ from: FROM, to: TO, ...more }), asking)),
    check: (arbitrary, property, times = runs) =>
      fc.assert(fc.asyncProperty(arbitrary, property), { numRuns: times, endOnFailure: true }),
  }
}

/** Half of the sessions settled, some of those open again, the others still open; in any order, much of it twice. */
const fill = async (engine: ClientEngine): Promise<EventWorld> => {
  await emptyTables(engine)
  const dice = createDice(20301027)
  const world = await startWorld(engine, createDisk(), TO)
  const load = async (sent: Sent[]) => {
    for (let i = 0; i < sent.length; i += 60) world.log(sent.slice(i, i + 60))
    while (!(await world.load()));
  }
  const stories = ['a', 'b'].map((name) => tell(dice, { name, from: FROM + DAY / 4, span: 3 * DAY, sessions: 24 }))
  await load([...shuffled(dice, stories[0]!), ...stories[0]!.slice(0, 80)])
  world.now += DAY
  await settle(world.settling, SETTLED)
  await removeSettled(world.settling)
  await load(shuffled(dice, [...stories[1]!, ...stories[0]!.slice(40, 50), ...stories[1]!.slice(0, 40)]))
  return world
}

const shuffled = <T>(dice: Dice, of: readonly T[]): T[] => {
  const left = [...of]
  return of.map(() => left.splice(dice.below(left.length), 1)[0]!)
}
