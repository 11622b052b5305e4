import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository, without a slash at its end. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** Runs a program in the repository's folder with this terminal's output, and gives its exit code (1 if killed). */
export const run = (program, args, env = {}) => {
  const { status, error } = spawnSync(program, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } })
  if (error) console.error(`${program}: ${error.message}`)
  return status ?? 1
}

/** Runs another file of this folder. */
export const runScript = (file, args = []) => run(process.execPath, [join(ROOT, 'scripts', file), ...args])

/** Runs a program that a package has brought. */
export const runBin = (name, args, env) => run(join(ROOT, 'node_modules/.bin', name), args, env)

/** Runs named steps one after the other, past failures too, says how each ended, and exits. */
export const runSteps = (title, steps) => {
  const ends = Object.entries(steps).map(([name, step]) => {
    console.log(`\n— ${name}`)
    return { name, ok: step() === 0 }
  })
  console.log(`\n${title}: ${ends.map(({ name, ok }) => `${name} ${ok ? 'ok' : 'FAILED'}`).join(', ')}`)
  process.exit(ends.every(({ ok }) => ok) ? 0 : 1)
}
