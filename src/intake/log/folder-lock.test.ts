import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockFolder } from './folder-lock.ts'
import { openIntakeLog } from './intake-log.ts'
import { startChild } from './testing/child.ts'
import { scratchFolder } from './testing/scratch-folder.ts'

const STALE = `lock.${process.pid}.0123456789abcdef.0a`

test('a second process is refused while the first lives, and takes over once it was killed', async () => {
  const folder = await scratchFolder()
  const holder = startChild('holder-child.ts', [folder])
  await holder.said('held')
  await expect(openIntakeLog({ folder })).rejects.toMatchObject({ code: 'data_folder_taken' })
  holder.process.kill('SIGKILL')
  await holder.exited
  const log = await openIntakeLog({ folder })
  await startChild('holder-child.ts', [folder]).said('data_folder_taken')
  await log.close()
  expect((await readdir(folder)).filter((name) => name.startsWith('lock'))).toEqual([])
})

test('the same process is refused as well, until it lets go', async () => {
  const folder = await scratchFolder()
  const lock = await lockFolder(folder)
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'data_folder_taken' })
  await lock.release()
  await (await lockFolder(folder)).release()
})

test('a lock whose process id has gone to another process is stale', async () => {
  const folder = await scratchFolder()
  await writeFile(join(folder, STALE), '')
  const lock = await lockFolder(folder)
  expect(await readdir(folder)).toHaveLength(1)
  expect(await readdir(folder)).not.toContain(STALE)
  await lock.release()
})

test('of many who find a stale lock at once, one gets it', async () => {
  const folder = await scratchFolder()
  for (let round = 0; round < 10; round++) {
    await writeFile(join(folder, STALE), '')
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)))
    const locks = results.filter((result) => result.status === 'fulfilled').map((result) => result.value)
    expect(locks).toHaveLength(1)
    await locks[0]!.release()
  }
})
