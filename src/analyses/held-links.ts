import type { Engine } from '../engine/engine.ts'
import type { Writes } from '../engine/watch-writes.ts'
import { constant, type SetPart, type Sql, sql, withSets, word } from '../sql/sql.ts'
import { createLife, type Life } from './held-life.ts'
import type { HeldSets } from './held-sets.ts'

export interface LinkLimits {
  /** Held from so many times on that they are asked for at one state of the data. */
  from: number
  /** More devices are not held. */
  devices: number
}

const LIMITS: LinkLimits = { from: 2, devices: 5_000_000 }
const TAG = { tag: 'held-links', limits: { seconds: 120 } }
const BEHIND = { ...TAG, lane: 'background' as const }

/** The engine knows such a table as one half of a join: nothing is read or put together to ask it. */
const ENGINE = constant('ENGINE = Join(ANY, LEFT, linked_device) SETTINGS persistent = 0')

interface Held {
  /** How often rows had been written. */
  state: number
  asked: number
  table: string
  /** Whether the table is filled. */
  life: Life<boolean>
}

/**
 * The user of each device in statements, held in memory while no rows have been written: otherwise each question finds
 * the first of each device anew. On a cluster they are not held, since no node has those of all. `engine` counts no writes.
 */
export const createHeldLinks = (engine: Engine, writes: Writes, given: Partial<LinkLimits> = {}): HeldSets => {
  const limits = { ...LIMITS, ...given }
  let last = 0
  let cleared: Promise<void> | undefined
  let current: Held | undefined

  const make = async (table: string, { set }: SetPart): Promise<boolean> => {
    cleared ??= clear(engine)
    await cleared
    const links = await engine.query<{ n: number }>(sql`SELECT toFloat64(count()) AS n FROM identity_links`, TAG)
    if (links.rows[0]!.n > limits.devices) return false
    await engine.command(sql`CREATE TABLE ${word(table)} (linked_device UInt64, linked_key UInt64) ${ENGINE}`, BEHIND)
    await engine.command(sql`INSERT INTO ${word(table)} SELECT * FROM ${set}`, BEHIND)
    return true
  }
  const find = (links: SetPart): Held => {
    const state = writes.all()
    if (current?.state === state) return current
    current?.life.drop()
    const table = `${PREFIX}${++last}`
    const life = createLife(
      () => make(table, links),
      () => drop(engine, table),
    )
    current = { state, asked: 0, table, life }
    return current
  }

  return {
    async reading(statement, run) {
      const links = linksIn(statement)
      if (!links || engine.home === 'cluster') return run(statement)
      const held = find(links)
      held.asked += 1
      if (held.asked < limits.from) return run(statement)
      try {
        const isFilled = await held.life.enter()
        return await run(
          isFilled ? withSets(statement, ({ of }) => (of === 'links' ? word(held.table) : undefined)) : statement,
        )
      } finally {
        held.life.leave()
      }
    },
  }
}

const PREFIX = 'held_links_'

const linksIn = (statement: Sql): SetPart | undefined => {
  let found: SetPart | undefined
  withSets(statement, (part) => {
    if (part.of === 'links') found = part
    return undefined
  })
  return found
}

const drop = (engine: Engine, table: string): Promise<void> =>
  engine.command(sql`DROP TABLE IF EXISTS ${word(table)} SYNC`, BEHIND)

/** Of a process before only the empty tables are left. */
const clear = async (engine: Engine): Promise<void> => {
  const { rows } = await engine.query<{ name: string }>(
    sql`SELECT name FROM system.tables WHERE database = currentDatabase() AND startsWith(name, 'held_links_')`,
    TAG,
  )
  for (const { name } of rows) await drop(engine, name)
}
