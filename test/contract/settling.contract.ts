import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ClientEngine } from '../../src/engine/client-engine.ts'
import type { Engine, Home } from '../../src/engine/engine.ts'
import { SLOT_LIMITS } from '../../src/sessions/hot-slots.ts'
import { removeSettled, settle } from '../../src/sessions/settle.ts'
import { createDisk, type Disk, type EventWorld, emptyTables, type Sent, startWorld } from '../support/event-world.ts'
import { openHome, startHome, type TestHome } from '../support/homes.ts'
import { createDice, type Dice, tell } from '../support/hostile-events.ts'
import { untoldBySequences } from '../support/sequence-rows.ts'
import { ALL_PATHS, TELLING, wholeRows, wholeTruth } from '../support/whole-rows.ts'

/** On a machine that does much else besides. */
vi.setConfig({ testTimeout: 240_000 })

const START = Date.parse('2030-10-26T20:00:00Z')
const HOUR = 3_600_000
/** Slots that are given up sooner and later. */
const LIMITS = [SLOT_LIMITS, { rows: 1, carried: 0 }, { rows: 10, carried: 5 }, { rows: 10, carried: 1000 }]
const OPTIONS = { quietMs: 60_000, overMs: 20 * 60_000, sessions: 5, copied: 2 }

/** Fails at the n-th write from now on, before or after it was done, as a process that dies there; −1: never. */
interface Fault {
  in: number
  after: boolean
}

const faulty = (engine: Engine, store: Disk['store'], fault: Fault): { engine: Engine; store: Disk['store'] } => {
  const write = async <R>(work: () => Promise<R>): Promise<R> => {
    const now = fault.in === 0
    if (fault.in >= 0) fault.in--
    if (now && !fault.after) throw new Error('planted')
    const result = await work()
    if (now) throw new Error('planted')
    return result
  }
  return {
    engine: {
      ...engine,
      insert: (...args) => write(() => engine.insert(...args)),
      command: (...args) => write(() => engine.command(...args)),
      everywhere: (...args) => write(() => engine.everywhere(...args)),
    },
    store: { read: store.read, write: (picture) => write(() => store.write(picture)) },
  }
}

/** Moving sessions between the small and the large tables must never show in an answer. */
export const settlingContract = (kind: Home, runs: number, steps: number): void => {
  let home: TestHome
  let real: ClientEngine

  beforeAll(async () => {
    home = await startHome(kind)
    real = await openHome(home)
  })
  afterAll(async () => {
    await real?.close()
    await home?.stop()
  })

  const begin = async (fault: Fault = { in: -1, after: false }) => {
    await emptyTables(real)
    const disk = createDisk()
    const { engine, store } = faulty(real, disk.store, fault)
    return {
      disk,
      world: await startWorld(engine, disk, START, store),
      restart: (now: number) => startWorld(engine, disk, now, store),
    }
  }
  const compare = async (world: EventWorld, paths = TELLING) => {
    const seen = await world.ask((asking) => wholeRows(asking, paths))
    expect(seen).toEqual(wholeTruth(world.truth(), paths))
    expect(await world.ask(untoldBySequences)).toEqual([])
  }
  const loadAll = async (world: EventWorld) => {
    while (!(await world.load()));
  }
  const story = (dice: Dice, world: EventWorld, name: string): Sent[] =>
    tell(dice, { name, from: world.now - HOUR, span: HOUR, sessions: 1 + dice.below(4) })
  const rowsOf = async (table: string) => {
    const { sql, word } = await import('../../src/sql/sql.ts')
    return (await real.query<{ n: number }>(sql`SELECT count() AS n FROM ${word(table)}`, { tag: 'test' })).rows[0]!.n
  }

  test('hot only, both, settled only, and open again: the same answer', async () => {
    const { world } = await begin()
    const dice = createDice(1)
    const sent = story(dice, world, 'a')
    world.log(sent)
    await loadAll(world)
    await compare(world, ALL_PATHS)
    world.now += 9 * HOUR
    const moved: number[] = []
    for (;;) {
      moved.push(await settle(world.settling, OPTIONS))
      await compare(world)
      if (!moved.at(-1)) break
    }
    expect(moved[0]).toBeGreaterThan(0)
    expect(await removeSettled(world.settling)).toBe(true)
    expect(await rowsOf('events_hot')).toBe(0)
    await compare(world, ALL_PATHS)
    world.log(sent.slice(0, 3))
    await loadAll(world)
    expect(await rowsOf('events_hot')).toBeGreaterThan(0)
    await compare(world)
  })

  test('what is loaded between copy and commit stays among the open ones', async () => {
    const { world } = await begin()
    const dice = createDice(2)
    const sent = story(dice, world, 'a')
    world.log(sent)
    await loadAll(world)
    world.now += 9 * HOUR
    let loads = 0
    const command = world.settling.engine.command
    world.settling.engine.command = async (...args) => {
      await command(...args)
      world.log([...sent.slice(0, 2), ...story(dice, world, `b${loads++}`)])
      await loadAll(world)
      await compare(world)
    }
    await settle(world.settling, OPTIONS)
    expect(loads).toBe(9)
    await compare(world)
    world.settling.engine.command = command
    await removeSettled(world.settling)
    await compare(world)
  })

  test('a slot is kept while much in it is open, and dropped when little is', async () => {
    const { world } = await begin()
    const dice = createDice(5)
    for (const name of ['a', 'b', 'c', 'd']) world.log(story(dice, world, name))
    await loadAll(world)
    world.now += 9 * HOUR
    const before = await rowsOf('events_hot')
    const left: number[] = []
    while (await settle(world.settling, { ...OPTIONS, sessions: 1 })) {
      expect(await removeSettled(world.settling, 10, { rows: 1e6, carried: 0 })).toBe(true)
      left.push(await rowsOf('events_hot'))
      await compare(world)
    }
    expect(left[0]).toBe(before)
    expect(left.some((rows) => rows > 0 && rows < before)).toBe(true)
    expect(left.at(-1)).toBe(0)
  })

  test('a load that began before settling is not lost by it', async () => {
    const { world } = await begin()
    const sent = story(createDice(3), world, 'a')
    world.log(sent)
    await loadAll(world)
    world.now += 9 * HOUR
    world.log(sent.map((one, i) => ({ ...one, event: later(one.event, `late${i}`) })))
    let settled: Promise<unknown> | undefined
    let copied = 0
    const { insert, command } = world.loading.engine
    world.loading.engine.command = async (...args) => {
      await command(...args)
      copied++
    }
    world.loading.engine.insert = async (table, ...rest) => {
      if (table === 'events_hot' && !settled) {
        settled = settle(world.settling, OPTIONS)
        // Long enough to copy, if it could.
        for (let waited = 0; waited < 40 && copied < 2; waited++)
          await new Promise((resolve) => setTimeout(resolve, 50))
      }
      return insert(table, ...rest)
    }
    await loadAll(world)
    await settled
    await removeSettled(world.settling)
    await compare(world)
  })

  test('a question under way sees a session once while it is opened again', async () => {
    const { world } = await begin()
    const sent = story(createDice(4), world, 'a')
    world.log(sent)
    await loadAll(world)
    world.now += 9 * HOUR
    while (await settle(world.settling, OPTIONS));
    await removeSettled(world.settling)
    world.log(story(createDice(44), world, 'open'))
    await loadAll(world)
    await world.ask(async (asking) => {
      const before = await wholeRows(asking)
      const late = sent
        .filter((one) => one.event.type === 'view')
        .map((one) => ({ ...one, event: { ...one.event, view: { ...(one.event.view as object), id: 'late' } } }))
      world.log(late)
      await loadAll(world)
      expect(await wholeRows(asking)).toEqual(before)
      world.log(late)
      await loadAll(world)
      expect(await wholeRows(asking)).toEqual(before)
      expect(await removeSettled(world.settling, 10)).toBe(false)
    })
    await compare(world)
  })

  const seeds = Array.from({ length: runs }, (_, i) => 100 + i)
  test.each(seeds)('whatever happens in whatever order, crashes and failures too (seed %i)', async (seed) => {
    const dice = createDice(seed)
    const fault: Fault = { in: -1, after: false }
    const began = await begin(fault)
    let { world } = began
    const sent: Sent[][] = []
    const told: string[] = []
    for (let step = 0; step < steps; step++) {
      const what = dice.pick([
        'load',
        'load',
        'again',
        'late',
        'settle',
        'settle',
        'remove',
        'wait',
        'crash',
        'restart',
      ])
      told.push(what)
      try {
        if (what === 'load') {
          sent.push(story(dice, world, `t${step}`))
          world.log(sent.at(-1)!)
        } else if (what === 'again' && sent.length) world.log(dice.pick(sent))
        else if (what === 'late' && sent.length) {
          const old = dice.pick(dice.pick(sent))
          world.log([{ ...old, event: later(old.event, `l${step}`) }])
        } else if (what === 'settle') await settle(world.settling, OPTIONS)
        else if (what === 'remove') await removeSettled(world.settling, 10, dice.pick(LIMITS))
        else if (what === 'wait') world.now += dice.pick([0.1, 1, 9]) * HOUR
        else if (what === 'crash') {
          fault.in = dice.below(6)
          fault.after = dice.chance(0.5)
        } else world = await began.restart(world.now)
        await loadAll(world)
      } catch (error) {
        if (!/planted/.test((error as Error).message)) throw error
        told.push('failed')
        // A process that goes on, or one that was killed there.
        if (dice.chance(0.5)) world = await began.restart(world.now)
        await loadAll(world)
      }
      const armed = fault.in
      fault.in = -1
      await compare(world).catch((error) => {
        throw new Error(`after ${told.join(', ')}`, { cause: error })
      })
      fault.in = armed
    }
    expect(told).toContain('settle')
    await compare(world, ALL_PATHS)
  })
}

/** The same kind of event of the same session, once more: its own id, a little later. */
const later = (event: Sent['event'], id: string): Sent['event'] => {
  const type = String(event.type)
  if (type === 'view_update' || type === 'server') return event
  return { ...event, date: (event.date as number) + 1000, [type]: { ...(event[type] as object), id } }
}
