import type { Engine } from '../engine/engine.ts'
import type { Writes } from '../engine/watch-writes.ts'
import { digestOf } from '../sql/digest.ts'
import { constant, render, type SetPart, type Sql, setsIn, sql, u64, withSets, word } from '../sql/sql.ts'
import { readsOf, stateOf } from './data-state.ts'
import { createLife, type Life } from './held-life.ts'

/** The sets in statements, such as the members of a segment, held while the rows that they are made of have not changed. */
export interface HeldSets {
  /**
   * What `run` gives of the statement, or of one with the same answer that reads some of its sets from where they are
   * held.
   */
  reading<R>(statement: Sql, run: (told: Sql) => Promise<R>): Promise<R>
}

export interface HoldLimits {
  /** Held from so many times on that they are asked for at one state of the data, twice by one statement being two. */
  from: number
  /** Sets that are known; the ones that were not asked for longest go first. */
  sets: number
  /** Members of all of them together. */
  members: number
}

const LIMITS: HoldLimits = { from: 2, sets: 64, members: 20_000_000 }
const TAG = { tag: 'held-sets', limits: { seconds: 120 } }

interface Held {
  state: string
  asked: number
  /** How many there are; 0 until it is known. */
  members: number
  /** Its number in `held_sets`. */
  life: Life<bigint>
}

/** `engine` counts no writes: held sets change no answer. */
export const createHeldSets = (
  engine: Engine,
  writes: Writes,
  clock: () => number,
  given: Partial<HoldLimits> = {},
): HeldSets => {
  const limits = { ...LIMITS, ...given }
  const known = new Map<string, Held>()
  let last = 0n
  let emptied: Promise<void> | undefined

  const make = async (number: bigint, { set, of }: SetPart): Promise<number> => {
    emptied ??= engine.everywhere((local) => sql`TRUNCATE TABLE ${word(local('held_sets'))}`, TAG)
    await emptied
    await engine.command(
      sql`INSERT INTO held_sets (hold, ${word(of)}) SETTINGS distributed_foreground_insert=1
SELECT ${u64(number)}, * FROM (SELECT DISTINCT * FROM (${set}))`,
      TAG,
    )
    const counted = sql`SELECT toFloat64(count()) AS n FROM held_sets WHERE hold = ${u64(number)}`
    return (await engine.query<{ n: number }>(counted, TAG)).rows[0]!.n
  }
  const remove = (number: bigint) =>
    engine.everywhere(
      (local) => sql`ALTER TABLE ${word(local('held_sets'))} DROP PARTITION ${constant(String(number))}`,
      TAG,
    )
  const begin = (state: string, set: SetPart): Held => {
    const number = ++last
    const filled = async () => {
      held.members = await make(number, set)
      return number
    }
    const held: Held = { state, asked: 0, members: 0, life: createLife(filled, () => remove(number)) }
    return held
  }
  const drop = (key: string, held: Held) => {
    known.delete(key)
    held.life.drop()
  }
  const tooMany = () => {
    const members = [...known.values()].reduce((sum, held) => sum + held.members, 0)
    return known.size > limits.sets || (members > limits.members && known.size > 1)
  }
  const find = (key: string, state: string, set: SetPart): Held => {
    const before = known.get(key)
    if (before && before.state !== state) drop(key, before)
    const held = known.get(key) ?? begin(state, set)
    known.delete(key)
    known.set(key, held)
    return held
  }
  /** By their key the sets that are to be read from where they are held, entered. */
  const heldOf = (sets: readonly Named[]): Map<string, Entered> => {
    const found = new Map<string, Entered>()
    for (const { key, set, reads } of sets) {
      if (reads === 'a clock') continue
      const held = find(key, stateOf(reads, writes, clock()), set)
      held.asked += 1
      if (held.asked >= limits.from && !found.has(key)) found.set(key, { life: held.life, number: held.life.enter() })
    }
    for (const [key, held] of known) {
      if (!tooMany()) break
      drop(key, held)
    }
    return found
  }

  return {
    async reading(statement, run) {
      const sets = setsIn(statement)
        .filter(({ of }) => of !== 'links')
        .map(named)
      const held = heldOf(sets)
      if (!held.size) return run(statement)
      try {
        const numbers = new Map<SetPart, bigint | undefined>()
        for (const { key, set } of sets) numbers.set(set, await held.get(key)?.number)
        const told = (set: SetPart): Sql | undefined => {
          const number = numbers.get(set)
          return number === undefined
            ? undefined
            : sql`SELECT ${word(set.of)} FROM held_sets WHERE hold = ${u64(number)}`
        }
        return await run(withSets(statement, told))
      } finally {
        for (const { life } of held.values()) life.leave()
      }
    },
  }
}

/** One that is being read, until it is left. */
interface Entered {
  life: Life<bigint>
  number: Promise<bigint | undefined>
}

interface Named {
  key: string
  set: SetPart
  reads: ReturnType<typeof readsOf>
}

const named = (set: SetPart): Named => {
  const rendered = render(set.set)
  return { key: digestOf(rendered, set.of), set, reads: readsOf(rendered.text) }
}
