import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface Child {
  process: ChildProcess
  /** All lines said so far. */
  lines: string[]
  /** Resolves with the exit code, null after a signal. */
  exited: Promise<number | null>
  /** Resolves at the first line that equals `line`; rejects when the child ends before. */
  said(line: string): Promise<void>
}

/** Runs one of the programs beside this file in a process of its own, which does not outlive the test. */
export const startChild = (program: string, args: string[], shellPrefix = ''): Child => {
  const path = join(import.meta.dirname, program)
  const command = `${shellPrefix} exec "$0" --import tsx "$@"`
  const child = spawn('sh', ['-c', command, process.execPath, path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  let part = ''
  child.stdout.on('data', (data: Buffer) => {
    const pieces = (part + data.toString()).split('\n')
    part = pieces.pop()!
    lines.push(...pieces)
  })
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  const said = (line: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => lines.includes(line) && resolve()
      child.stdout.on('data', look)
      look()
      void exited.then(() => reject(new Error(`${program} ended before it said "${line}"`)))
    })
  return { process: child, lines, exited, said }
}
