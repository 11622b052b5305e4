import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type IntakeLogOptions, openIntakeLog } from './intake-log.ts'
import { drain } from './testing/drain.ts'
import { scratchFolder } from './testing/scratch-folder.ts'

const openScratch = async (options: Partial<IntakeLogOptions> = {}) => {
  const folder = options.folder ?? (await scratchFolder())
  return { folder, log: await openIntakeLog({ ...options, folder }) }
}
const payload = (size: number) => Buffer.alloc(size, 'p')
const many = (count: number) => Array.from({ length: count })
const segmentsOf = async (folder: string) => (await readdir(folder)).filter((name) => name.endsWith('.records')).sort()

test('appends that wait together share one fsync', async () => {
  const { log } = await openScratch()
  const sequences = await Promise.all(many(100).map(() => log.append(payload(10))))
  expect(sequences).toEqual(many(100).map((_, place) => BigInt(place + 1)))
  expect(log.counters().fsyncs).toBe(1)
  await log.close()
})

test('past totalBytes appends are refused until the loader has made room', async () => {
  const { log, folder } = await openScratch({ limits: { totalBytes: 100_000 } })
  const results = await Promise.allSettled(many(200).map(() => log.append(payload(1000))))
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused.length).toBeGreaterThan(100)
  expect(refused[0]!.reason).toMatchObject({ code: 'intake_full', status: 503 })
  expect(refused[0]!.reason.message).toContain('97.7 KB')
  expect(await drain(log)).toHaveLength(200 - refused.length)
  await log.advance(log.last())
  expect((await segmentsOf(folder)).length).toBeLessThanOrEqual(1)
  await log.append(payload(50_000))
  await log.close()
})

test('a record as large as most of the log does not block it for good', async () => {
  const { log } = await openScratch({ limits: { totalBytes: 100_000 } })
  for (const sequence of [1n, 2n, 3n]) {
    expect(await log.append(payload(90_000))).toBe(sequence)
    await expect(log.append(payload(90_000))).rejects.toMatchObject({ code: 'intake_full' })
    await log.advance(sequence)
  }
  await log.close()
})

test('bytes that wait in memory have a limit of their own', async () => {
  const { log } = await openScratch({ limits: { waitingBytes: 5000 } })
  const results = await Promise.allSettled(many(10).map(() => log.append(payload(1000))))
  expect(results.map(({ status }) => status)).toEqual(many(10).map((_, i) => (i < 5 ? 'fulfilled' : 'rejected')))
  expect(await log.append(payload(1000))).toBe(6n)
  await log.close()
})

test('sequences go on after everything was loaded and deleted, and over a restart', async () => {
  const limits = { segmentBytes: 500 }
  const { folder, log } = await openScratch({ limits })
  for (let count = 0; count < 10; count++) await log.append(payload(600))
  expect(await segmentsOf(folder)).toHaveLength(10)
  await log.advance(10n)
  expect(await segmentsOf(folder)).toEqual([])
  expect([log.bytes(), log.last(), log.lagRecords()]).toEqual([0, 10n, 0n])
  await log.close()
  const { log: again } = await openScratch({ folder, limits })
  expect([again.position(), again.last()]).toEqual([10n, 10n])
  expect(await again.append(payload(1))).toBe(11n)
  expect((await again.read(10n, 1)).map(({ sequence }) => sequence)).toEqual([11n])
  await again.close()
})

test('the position may not go past the end, and going back is nothing', async () => {
  const { log } = await openScratch()
  await log.append(payload(1))
  await log.append(payload(1))
  await expect(log.advance(3n)).rejects.toThrow('ends at 2')
  await log.advance(2n)
  await log.advance(1n)
  expect(log.position()).toBe(2n)
  await log.close()
})

test('one spoiled slot of the position falls back to the one before; two start over and say so', async () => {
  const { folder, log } = await openScratch()
  for (const sequence of [1n, 2n, 3n]) {
    await log.append(payload(1))
    await log.advance(sequence)
  }
  await log.close()
  const spoil = async (offset: number) => {
    const bytes = await readFile(join(folder, 'position'))
    bytes[offset]! ^= 1
    await writeFile(join(folder, 'position'), bytes)
  }
  await spoil(4096 + 8)
  const { log: second } = await openScratch({ folder })
  expect(second.position()).toBe(2n)
  await second.close()
  await spoil(8)
  const notes: string[] = []
  const { log: third } = await openScratch({ folder, log: (text) => notes.push(text) })
  expect(third.position()).toBe(0n)
  expect(notes.join()).toContain('position')
  expect(await drain(third)).toHaveLength(3)
  await third.close()
})

test('waiting ends with a record, the time, the signal or the end of the log', async () => {
  const { log } = await openScratch()
  const forEver = 2 ** 31 - 1
  const waiting = log.waitFor(0n, forEver)
  await log.append(payload(1))
  await waiting
  await log.waitFor(0n, forEver)
  await log.waitFor(1n, 1)
  const stop = new AbortController()
  const aborted = log.waitFor(1n, forEver, stop.signal)
  stop.abort()
  await aborted
  const left = log.waitFor(1n, forEver)
  await log.close()
  await left
})

test('damage is skipped, told once and counted; waiting does not spin on a lost last record', async () => {
  const { folder, log } = await openScratch({ limits: { segmentBytes: 200 } })
  for (let count = 0; count < 4; count++) await log.append(payload(190))
  await log.close()
  const path = join(folder, (await segmentsOf(folder))[2]!)
  await writeFile(path, (await readFile(path)).fill(0, 50, 60))
  const notes: Record<string, unknown>[] = []
  const { log: again } = await openScratch({ folder, log: (_text, details) => notes.push(details) })
  expect((await drain(again)).map(({ sequence }) => sequence)).toEqual([1n, 2n, 4n])
  expect((await drain(again)).map(({ sequence }) => sequence)).toEqual([1n, 2n, 4n])
  expect(notes).toEqual([{ segment: path, start: 0, bytes: 210 }])
  expect(again.counters().damaged).toBe(1)

  const newest = join(folder, (await segmentsOf(folder))[3]!)
  await writeFile(newest, (await readFile(newest)).fill(0, 50, 60))
  expect(await again.read(3n, 1000)).toEqual([])
  const outcome = await Promise.race([again.waitFor(3n, 2 ** 31 - 1).then(() => 'spins'), again.read(4n, 1)])
  expect(outcome).toEqual([])
  await again.close()
})

test('a torn tail is cut off and told, and what follows gets a sequence of its own', async () => {
  const { folder, log } = await openScratch()
  await log.append(payload(100))
  await log.append(payload(100))
  await log.close()
  const path = join(folder, (await segmentsOf(folder))[0]!)
  await writeFile(path, (await readFile(path)).subarray(0, 200))
  const notes: Record<string, unknown>[] = []
  const { log: again } = await openScratch({ folder, log: (_text, details) => notes.push(details) })
  expect(notes).toEqual([{ segment: path, start: 120, bytes: 80 }])
  const sequence = await again.append(payload(1))
  expect(sequence).toBeGreaterThan(2n)
  expect((await drain(again)).map((record) => record.sequence)).toEqual([1n, sequence])
  await again.close()
})

test('closing finishes what was appended; later calls are refused', async () => {
  const { folder, log } = await openScratch()
  const appends = many(20).map(() => log.append(payload(1000)))
  await Promise.all([log.close(), log.close()])
  expect(await Promise.all(appends)).toHaveLength(20)
  const refusal = { code: 'unavailable' }
  await expect(log.append(payload(1))).rejects.toMatchObject(refusal)
  await expect(log.read(0n, 1)).rejects.toMatchObject(refusal)
  await expect(log.advance(1n)).rejects.toMatchObject(refusal)
  const { log: again } = await openScratch({ folder })
  expect(again.lagRecords()).toBe(20n)
  await again.close()
})

test('a folder that can not be one is refused with the remedy', async () => {
  const file = join(await scratchFolder(), 'file')
  await writeFile(file, '')
  const opening = openIntakeLog({ folder: join(file, 'log') })
  await expect(opening).rejects.toMatchObject({ code: 'data_folder_unusable' })
  await expect(opening).rejects.toThrow('--data')
})
