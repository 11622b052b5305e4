import { expect, test } from 'vitest'
import { openIntakeLog } from './intake-log.ts'
import { startChild } from './testing/child.ts'
import { drain } from './testing/drain.ts'
import { scratchFolder } from './testing/scratch-folder.ts'

test('when the system takes no more bytes, appends are refused and what was acknowledged stays', async () => {
  const folder = await scratchFolder()
  // a file-size limit (blocks of 512 bytes) cuts a write in the middle, as a full disk does
  const child = startChild('full-child.ts', [folder], 'ulimit -f 500;')
  expect(await child.exited).toBe(0)
  const said = JSON.parse(child.lines[0]!)
  expect(said).toMatchObject({ taken: 8, code: 'intake_full' })
  expect(said.message).toContain('EFBIG')
  const notes: string[] = []
  const log = await openIntakeLog({ folder, log: (text) => notes.push(text) })
  expect(notes).toEqual([])
  const records = await drain(log, 0n)
  expect(records.slice(0, 8).map(({ sequence }) => sequence)).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n])
  expect(records.slice(8).map(({ sequence, payload }) => [String(sequence), `${payload}`])).toEqual([
    [said.small, 'small'],
  ])
  await log.close()
})
