import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openIntakeLog } from './intake-log.ts'
import { startChild } from './testing/child.ts'
import { drain } from './testing/drain.ts'
import { scratchFolder } from './testing/scratch-folder.ts'

const ROUNDS = 20

/** Lines `<letter> <sequence> <key>` of one letter. */
const said = (lines: string[], letter: string): [bigint, string][] =>
  lines
    .filter((line) => line.startsWith(`${letter} `))
    .map((line) => [BigInt(line.split(' ')[1]!), line.split(' ')[2]!])

test('what was acknowledged survives kill -9, once and in order', { timeout: 180_000 }, async () => {
  const folder = await scratchFolder()
  const acknowledged = new Map<string, bigint>()
  const seen = new Map<bigint, string>()
  const see = (sequence: bigint, key: string) => {
    expect(seen.get(sequence) ?? key, `the record at ${sequence}`).toBe(key)
    seen.set(sequence, key)
  }
  for (let round = 0; round < ROUNDS; round++) {
    const child = startChild('crash-child.ts', [folder, String(round)])
    await child.said('ready')
    await sleep(20 + Math.random() * 250)
    child.process.kill('SIGKILL')
    await child.exited
    for (const [sequence, key] of said(child.lines, 'a')) {
      expect(acknowledged.has(key)).toBe(false)
      acknowledged.set(key, sequence)
    }
    for (const [sequence, key] of said(child.lines, 's')) see(sequence, key)
  }

  const log = await openIntakeLog({ folder })
  const left = await drain(log, log.position(), 1_000_000)
  for (const { sequence, payload } of left) see(sequence, payload.toString().split(' ')[0]!)
  expect(left.every(({ sequence }, place) => place === 0 || sequence > left[place - 1]!.sequence)).toBe(true)
  expect(log.counters().damaged).toBe(0)
  await log.close()

  expect(acknowledged.size).toBeGreaterThan(ROUNDS * 8)
  for (const [key, sequence] of acknowledged) expect(seen.get(sequence)).toBe(key)
  expect(new Set(seen.values()).size).toBe(seen.size)
  expectOrder(seen)
})

/** Each appender waits for one record before it sends the next, so that its counts must rise with the sequence. */
const expectOrder = (seen: Map<bigint, string>): void => {
  const latest = new Map<string, number>()
  for (const [, key] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const cut = key.lastIndexOf('-')
    const count = Number(key.slice(cut + 1))
    expect(count).toBe((latest.get(key.slice(0, cut)) ?? -1) + 1)
    latest.set(key.slice(0, cut), count)
  }
}
