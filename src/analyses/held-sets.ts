import type { Engine } from '../engine/engine.ts'
import type { Writes } from '../engine/watch-writes.ts'
import { digestOf } from '../sql/digest.ts'
import { constant, render, type SetPart, type Sql, setsIn, sql, u64, withSets, word } from '../sql/sql.ts'
import { readsOf, stateOf } from './data-state.ts'

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
  /** Resolves to how many members are in `held_sets`; undefined if they could not be put there. */
  made?: Promise<number | undefined>
  /** In `held_sets`. */
  number: bigint
  members: number
  readers: number
  isDropped: boolean
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

  const make = async (held: Held, { set, of }: SetPart): Promise<number | undefined> => {
    try {
      emptied ??= engine.everywhere((local) => sql`TRUNCATE TABLE ${word(local('held_sets'))}`, TAG)
      await emptied
      await engine.command(
        sql`INSERT INTO held_sets (hold, ${word(of)}) SETTINGS distributed_foreground_insert=1
SELECT ${u64(held.number)}, * FROM (SELECT DISTINCT * FROM (${set}))`,
        TAG,
      )
      const counted = sql`SELECT toFloat64(count()) AS n FROM held_sets WHERE hold = ${u64(held.number)}`
      held.members = (await engine.query<{ n: number }>(counted, TAG)).rows[0]!.n
      return held.members
    } catch {
      // The question makes the set itself, and tells what is wrong if it can't either.
      return undefined
    }
  }
  const drop = (key: string, held: Held) => {
    if (known.get(key) === held) known.delete(key)
    held.isDropped = true
    removeUnread(held)
  }
  const removeUnread = (held: Held) => {
    if (!held.isDropped || held.readers || !held.made) return
    const partition = constant(String(held.number))
    const gone = (local: (table: string) => string) =>
      sql`ALTER TABLE ${word(local('held_sets'))} DROP PARTITION ${partition}`
    held.made.then(() => engine.everywhere(gone, TAG)).catch(() => undefined)
  }
  const tooMany = () => {
    const members = [...known.values()].reduce((sum, held) => sum + held.members, 0)
    return known.size > limits.sets || (members > limits.members && known.size > 1)
  }
  const find = (key: string, state: string): Held => {
    const before = known.get(key)
    if (before && before.state !== state) drop(key, before)
    const held = known.get(key) ?? { state, asked: 0, number: ++last, members: 0, readers: 0, isDropped: false }
    known.delete(key)
    known.set(key, held)
    return held
  }
  /** By their key the sets that are to be read from where they are held. */
  const heldOf = (sets: readonly Named[]): Map<string, Held> => {
    const found = new Map<string, Held>()
    for (const { key, set, reads } of sets) {
      if (reads === 'a clock') continue
      const held = find(key, stateOf(reads, writes, clock()))
      held.asked += 1
      if (held.asked < limits.from || found.has(key)) continue
      held.made ??= make(held, set)
      held.readers += 1
      found.set(key, held)
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
        const numbers = new Map<string, bigint>()
        for (const [key, one] of held) if ((await one.made) !== undefined) numbers.set(key, one.number)
        const told = (set: SetPart): Sql | undefined => {
          const number = numbers.get(sets.find((one) => one.set === set)?.key ?? '')
          return number === undefined
            ? undefined
            : sql`SELECT ${word(set.of)} FROM held_sets WHERE hold = ${u64(number)}`
        }
        return await run(withSets(statement, told))
      } finally {
        for (const one of held.values()) {
          one.readers -= 1
          removeUnread(one)
        }
      }
    },
  }
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
