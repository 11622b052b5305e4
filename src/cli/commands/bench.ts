import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { type CliContext, CliRefusal } from './context.ts'

/** Adds `wayworn bench`: measures this machine with made-up events, in a process and a data folder of their own. */
export const registerBench = (program: Command, _ctx: CliContext): void => {
  program
    .command('bench')
    .description('Measure intake and the reference questions on this machine, over made-up events in a scratch folder')
    .argument('[options...]', 'as "wayworn bench -- --help" lists them')
    .helpOption('-h, --help', 'tell how it is used')
    .allowUnknownOption()
    .addHelpText(
      'after',
      `
It fills a data folder of its own, asks each question several times beside a bare scan of the columns that it reads, takes
events in for a while, and writes bench/report.json and bench/report.md. No running server is touched.

Examples:
  wayworn bench                                  5 million events in a scratch folder
  wayworn bench --events 50m --data ./bench-50m  keep the data, to measure it again
  wayworn bench --only facets --no-intake        some of the questions
  wayworn bench --events 1m --report -           print, and write no report`,
    )
    .action((options: string[]) => run(options))
}

const run = async (options: string[]): Promise<void> => {
  const program = benchProgram()
  if (!program) {
    throw new CliRefusal('The bench comes with the repository only: run "npx wayworn bench" in a clone of it.', 404)
  }
  const bench = spawn(process.execPath, ['--import', 'tsx', program, ...options], {
    cwd: path.dirname(path.dirname(program)),
    stdio: 'inherit',
  })
  process.exitCode = await new Promise<number>((resolve) => bench.once('exit', (code) => resolve(code ?? 1)))
}

/** In the folder above the build, or above the sources. */
const benchProgram = (): string | undefined => {
  const here = path.dirname(fileURLToPath(import.meta.url))
  return ['..', '../../..'].map((up) => path.resolve(here, up, 'bench/main.ts')).find((file) => existsSync(file))
}
