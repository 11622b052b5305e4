import { appendFile, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { frameHeader, HEADER_BYTES } from './frame.ts'
import { type IntakeLog, openIntakeLog } from './intake-log.ts'
import { drain } from './testing/drain.ts'
import { scratchFolder } from './testing/scratch-folder.ts'

/** What the log ought to hold. Sequences are exact as long as nothing was torn or damaged. */
interface Model {
  records: { sequence: bigint; payload: Buffer }[]
  greatest: bigint
  position: bigint
  hurt: boolean
  made: number
}

interface Real {
  folder: string
  log: IntakeLog
}

type Command = fc.AsyncCommand<Model, Real>

const limits = { segmentBytes: 3000, totalBytes: 10_000_000 }
const openReal = (folder: string) => openIntakeLog({ folder, limits })
const rest = (model: Model, after: bigint) => model.records.filter(({ sequence }) => sequence > after)

const reopen = async (real: Real, between: () => Promise<void> = async () => {}): Promise<void> => {
  await real.log.close()
  await between()
  real.log = await openReal(real.folder)
}

const append = (sizes: number[]): Command => ({
  check: () => true,
  run: async (model, real) => {
    const payloads = sizes.map((size) => Buffer.from(`<${++model.made}>`.padEnd(size, 'x')))
    const sequences = await Promise.all(payloads.map((payload) => real.log.append(payload)))
    for (const [place, sequence] of sequences.entries()) {
      if (model.hurt) expect(sequence).toBeGreaterThan(model.greatest)
      else expect(sequence).toBe(model.greatest + 1n)
      model.greatest = sequence
      model.records.push({ sequence, payload: payloads[place]! })
    }
    expect(real.log.last()).toBe(model.greatest)
  },
  toString: () => `append(${sizes})`,
})

const read = (share: number, maxBytes: number): Command => ({
  check: () => true,
  run: async (model, real) => {
    const after = model.position + BigInt(Math.floor(share * Number(model.greatest - model.position)))
    const expected = rest(model, after)
    const records = await real.log.read(after, maxBytes)
    expect(records).toEqual(expected.slice(0, records.length))
    expect(records.length > 0).toBe(expected.length > 0)
    if (!model.hurt) {
      expect(real.log.lagRecords()).toBe(model.greatest - model.position)
      expect(real.log.counters().damaged).toBe(0)
    }
    expect(real.log.last()).toBeGreaterThanOrEqual(expected.at(-1)?.sequence ?? 0n)
    expect(real.log.last()).toBeLessThanOrEqual(model.greatest)
    const bytes = records.reduce((sum, { payload }) => sum + payload.length + HEADER_BYTES, 0)
    expect(records.length <= 1 || bytes <= maxBytes).toBe(true)
  },
  toString: () => `read(${share}, ${maxBytes})`,
})

const advance = (share: number): Command => ({
  check: (model) => rest(model, model.position).length > 0,
  run: async (model, real) => {
    const left = rest(model, model.position)
    model.position = left[Math.floor(share * left.length)]!.sequence
    await real.log.advance(model.position)
    expect(real.log.position()).toBe(model.position)
  },
  toString: () => `advance(${share})`,
})

const restart: Command = { check: () => true, run: (_model, real) => reopen(real), toString: () => 'reopen' }

const files = async ({ folder }: Real): Promise<string[]> =>
  (await readdir(folder))
    .filter((name) => name.endsWith('.records'))
    .sort()
    .map((name) => join(folder, name))

/** What a kill leaves that came in the middle of a write. */
const tornTail = (share: number, size: number): Command => ({
  check: () => true,
  run: async (model, real) => {
    const payload = Buffer.alloc(size, 'torn')
    const frame = Buffer.concat([frameHeader(model.greatest + 1n, payload), payload])
    await reopen(real, async () => {
      const newest = (await files(real)).at(-1)
      if (newest) await appendFile(newest, frame.subarray(0, Math.floor(share * frame.length)))
    })
    model.hurt = true
  },
  toString: () => `tornTail(${share}, ${size})`,
})

/** A byte of one record that the loader has yet to see turns into another. */
const damage = (share: number, place: number): Command => ({
  check: (model) => rest(model, model.position).length > 0,
  run: async (model, real) => {
    const left = rest(model, model.position)
    const victim = left[Math.floor(share * left.length)]!
    await reopen(real, async () => {
      for (const path of await files(real)) {
        const start = (await readFile(path)).indexOf(victim.payload.subarray(0, victim.payload.indexOf('>') + 1))
        const offset = start - HEADER_BYTES + (place % (HEADER_BYTES + victim.payload.length))
        if (start >= 0) await flip(path, offset)
      }
    })
    model.records = model.records.filter((record) => record !== victim)
    model.hurt = true
  },
  toString: () => `damage(${share}, ${place})`,
})

const flip = async (path: string, offset: number): Promise<void> => {
  const file = await open(path, 'r+')
  const byte = Buffer.alloc(1)
  await file.read(byte, 0, 1, offset)
  byte[0]! ^= 0x10
  await file.write(byte, 0, 1, offset)
  await file.close()
}

const share = fc.nat(999).map((thousandths) => thousandths / 1000)
const reads = fc.tuple(share, fc.integer({ min: 1, max: 5000 })).map(([at, max]) => read(at, max))
const commands = [
  fc.array(fc.integer({ min: 0, max: 800 }), { minLength: 1, maxLength: 12 }).map(append),
  reads,
  reads,
  share.map(advance),
  fc.constant(restart),
  fc.tuple(share, fc.integer({ min: 0, max: 400 })).map(([at, size]) => tornTail(at, size)),
  fc.tuple(share, fc.nat(900)).map(([at, place]) => damage(at, place)),
]

test('the log holds what was appended, in order, whatever happens between', { timeout: 120_000 }, async () => {
  const root = await scratchFolder()
  let runs = 0
  const property = fc.asyncProperty(fc.commands(commands, { maxCommands: 40, size: 'max' }), async (steps) => {
    const folder = join(root, String(runs++))
    const model: Model = { records: [], greatest: 0n, position: 0n, hurt: false, made: 0 }
    const real: Real = { folder, log: await openReal(folder) }
    try {
      await fc.asyncModelRun(() => ({ model, real }), steps)
      expect(await drain(real.log)).toEqual(rest(model, model.position))
    } finally {
      await real.log.close()
    }
  })
  await fc.assert(property, { numRuns: 60 })
})
