import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WaywornError } from '../../lib/errors.ts'
import { identityOf } from './process-identity.ts'

export interface FolderLock {
  release(): Promise<void>
}

interface Holder {
  pid: number
  started: string | null
  token: string
}

const TRIES = 5

/**
 * Claims a folder for this process by a file `lock` in it. A lock whose process is gone, or whose process id has since
 * gone to another process, is taken over. Errors: data_folder_taken.
 */
export const lockFolder = async (folder: string): Promise<FolderLock> => {
  const path = join(folder, 'lock')
  const token = randomUUID()
  const draft = `${path}.${token}`
  const mine: Holder = { pid: process.pid, started: identityOf(process.pid).started, token }
  await writeFile(draft, JSON.stringify(mine), { flush: true })
  try {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      if (await claim(draft, path)) {
        if ((await holderOf(path))?.token === token) return { release: () => release(path, token) }
      } else if (!(await removeStale(path, `${draft}.stale`))) {
        break
      }
    }
    throw new WaywornError('data_folder_taken', { folder })
  } finally {
    await rm(draft, { force: true })
  }
}

/** A link appears with all of its content, or not at all because the name exists. */
const claim = (draft: string, path: string): Promise<boolean> =>
  link(draft, path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )

/** Whether the way is free now. Of several processes that find the same stale lock, one gets to move it away. */
const removeStale = async (path: string, aside: string): Promise<boolean> => {
  const holder = await holderOf(path)
  if (holder && isHeld(holder)) return false
  try {
    await rename(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true
    throw error
  }
  const moved = await holderOf(aside)
  const wasFresh = moved !== null && moved.token !== holder?.token && isHeld(moved)
  if (wasFresh) await link(aside, path).catch(() => {})
  await rm(aside, { force: true })
  return !wasFresh
}

const isHeld = (holder: Holder): boolean => {
  const now = identityOf(holder.pid)
  return now.alive && (now.started === null || holder.started === null || now.started === holder.started)
}

const holderOf = async (path: string): Promise<Holder | null> => {
  try {
    const holder = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder> | null
    return holder && Number.isInteger(holder.pid) && holder.pid! > 0 ? (holder as Holder) : null
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const release = async (path: string, token: string): Promise<void> => {
  if ((await holderOf(path))?.token === token) await rm(path, { force: true })
}
