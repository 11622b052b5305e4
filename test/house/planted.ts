import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ROOT } from './repository.ts'

const RULES = [
  'biome.json',
  'knip.json',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'tsconfig.web.json',
  '.gitignore',
]

export interface Planted {
  /** Runs a program of node_modules/.bin in the planted repository and gives its standard output. */
  output(program: string, args: string[]): string
  /** As `biome lint --reporter=json`, one entry a finding. */
  lint(): Finding[]
  remove(): void
}

export interface Finding {
  rule: string
  file: string
  line: number
}

/** A repository of its own, outside of this one, with our rules and these files: path → text. */
export const plant = (files: Record<string, string>): Planted => {
  const folder = mkdtempSync(join(tmpdir(), 'wayworn-planted-'))
  for (const file of RULES) cpSync(join(ROOT, file), join(folder, file))
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  execFileSync('git', ['init', '-q'], { cwd: folder })
  const output = (program: string, args: string[]) =>
    spawnSync(join(ROOT, 'node_modules/.bin', program), args, { cwd: folder, encoding: 'utf8', maxBuffer: 1e8 }).stdout
  return {
    output,
    lint: () => findingsOf(output('biome', ['lint', '--reporter=json', '--max-diagnostics=none', '.'])),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

interface Report {
  diagnostics: { category: string; location: { path: string; start: { line: number } } }[]
}

const findingsOf = (json: string): Finding[] =>
  (JSON.parse(json) as Report).diagnostics.map(({ category, location }) => ({
    rule: category.split('/').at(-1)!,
    file: location.path,
    line: location.start.line,
  }))
