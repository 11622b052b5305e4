import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface ProcessIdentity {
  alive: boolean
  /** Tells a process from a later one with the same id; null when the system does not say. */
  started: string | null
}

const GONE: ProcessIdentity = { alive: false, started: null }

export const identityOf = (pid: number): ProcessIdentity => {
  if (!exists(pid)) return GONE
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
}

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Field 3 of /proc/<pid>/stat is the state, field 22 the start in ticks since boot (proc(5)). */
const fromProc = (pid: number): ProcessIdentity => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return GONE
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return { alive: true, started: `${boot} ${fields[19]}` }
  } catch {
    return { alive: exists(pid), started: null }
  }
}

const fromPs = (pid: number): ProcessIdentity => {
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return { alive: true, started: started || null }
  } catch {
    return { alive: exists(pid), started: null }
  }
}
