import type { Engine } from '../engine/engine.ts'
import type { Writes } from '../engine/watch-writes.ts'
import { createHeldLinks } from './held-links.ts'
import { createHeldSets, type HeldSets } from './held-sets.ts'

/** All that statements name and that is held for them: sets of members, and the users of devices. */
export const createHeld = (engine: Engine, writes: Writes, clock: () => number, from?: number): HeldSets => {
  const often = from === undefined ? {} : { from }
  const sets = createHeldSets(engine, writes, clock, often)
  const links = createHeldLinks(engine, writes, often)
  return { reading: (statement, run) => sets.reading(statement, (told) => links.reading(told, run)) }
}
