import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** Ends with who started it, whose end of the pipe is closed then. */
const MAKE = `
process.stdin.resume().on('close', () => process.exit(1))
try {
  const { PGlite } = await import('@electric-sql/pglite')
  const { dataDir } = await import('@electric-sql/pglite-prepopulatedfs')
  const client = await PGlite.create(process.argv[1], { loadDataDir: await dataDir() })
  await client.close()
  process.exit(0)
} catch (error) {
  // Of the file system within it: a number without a word.
  process.stderr.write(error?.message || 'error ' + error?.errno, () => process.exit(1))
}`

/**
 * Puts the files of an empty PGlite database into a folder, which is faster than making them; in a process of its own, for
 * much of the memory that this takes would never be given back.
 */
export const makeEmptyDatabase = async (folder: string): Promise<void> => {
  // Packages are found from where this file lies.
  const cwd = path.dirname(fileURLToPath(import.meta.url))
  const child = spawn(process.execPath, ['--input-type=module', '--eval', MAKE, path.resolve(folder)], {
    cwd,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  if (code !== 0) throw new Error(said || `its process ended with ${code ?? 'a signal'}`)
}
