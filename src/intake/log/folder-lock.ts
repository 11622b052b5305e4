import { createHash, randomUUID } from 'node:crypto'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { WaywornError } from '../../lib/errors.ts'
import { identityOf } from './process-identity.ts'

export interface FolderLock {
  release(): Promise<void>
}

const NAME = /^lock\.(\d{1,10})\.([0-9a-z]+)\.[0-9a-f-]+$/
const TRIES = 8
const MOST_PAUSE_MS = 60

/**
 * Claims a folder for this process. Each process puts a file of its own name there, then looks who else is there: of two,
 * at least one sees the other, so that never both stay. Files of processes that are gone, or whose id has since gone to
 * another process, are removed. Errors: data_folder_taken.
 */
export const lockFolder = async (folder: string): Promise<FolderLock> => {
  const mine = `lock.${process.pid}.${startText(process.pid)}.${randomUUID()}`
  const path = join(folder, mine)
  const release = () => rm(path, { force: true })
  for (let attempt = 0; attempt < TRIES; attempt++) {
    await writeFile(path, '', { flag: 'wx' })
    if (await isAlone(folder, mine)) return { release }
    await release()
    await sleep(Math.random() * MOST_PAUSE_MS) // else two that come together would both give up
  }
  throw new WaywornError('data_folder_taken', { folder })
}

const isAlone = async (folder: string, mine: string): Promise<boolean> => {
  let alone = true
  for (const name of await readdir(folder)) {
    const [, pid, started] = NAME.exec(name) ?? []
    if (!pid || !started || name === mine) continue
    if (isHeld(Number(pid), started)) alone = false
    else await rm(join(folder, name), { force: true })
  }
  return alone
}

const UNKNOWN = 'unknown'

const isHeld = (pid: number, started: string): boolean => {
  if (!identityOf(pid).alive) return false
  const now = startText(pid)
  return now === started || now === UNKNOWN || started === UNKNOWN
}

/** The start of a process, short enough for a file's name. */
const startText = (pid: number): string => {
  const { started } = identityOf(pid)
  return started === null ? UNKNOWN : createHash('sha256').update(started).digest('hex').slice(0, 16)
}
