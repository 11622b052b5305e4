import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockFolder } from './folder-lock.ts'
import { openIntakeLog } from './intake-log.ts'
import { identityOf } from './process-identity.ts'
import { startChild } from './testing/child.ts'
import { scratchFolder } from './testing/scratch-folder.ts'

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
  const { started } = identityOf(process.pid)
  expect(started).not.toBeNull()
  const path = join(folder, 'lock')
  await writeFile(path, JSON.stringify({ pid: process.pid, started: `before ${started}`, token: 'old' }))
  const lock = await lockFolder(folder)
  expect(await readFile(path, 'utf8')).not.toContain('old')
  await lock.release()
})

test.each(['', '{', 'null', '{"pid":-1}', '{"pid":"1"}'])('an unreadable lock (%j) is stale', async (text) => {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'lock'), text)
  await (await lockFolder(folder)).release()
})

test('of many who find a stale lock at once, one gets it', async () => {
  const folder = await scratchFolder()
  for (let round = 0; round < 20; round++) {
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.pid, started: 'long ago', token: 'old' }))
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)))
    const locks = results.filter((result) => result.status === 'fulfilled').map((result) => result.value)
    expect(locks).toHaveLength(1)
    await locks[0]!.release()
  }
})
