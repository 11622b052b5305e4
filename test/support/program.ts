import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const ROOT = dirname(dirname(import.meta.dirname))

const BUILT = join(ROOT, 'dist', 'cli.mjs')

/** Arguments of node that run the command line: the build if it is newer than all sources, or if WAYWORN_TEST_DIST is set. */
export const programOf = (): string[] =>
  process.env.WAYWORN_TEST_DIST || isBuildFresh() ? [BUILT] : ['--import', 'tsx', join(ROOT, 'src', 'cli', 'main.ts')]

const isBuildFresh = (): boolean => existsSync(BUILT) && statSync(BUILT).mtimeMs > newest(join(ROOT, 'src'))

const newest = (folder: string): number =>
  Math.max(
    0,
    ...readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  )
