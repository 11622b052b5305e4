import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import type { Command } from 'commander'
import { WaywornError } from '../../lib/errors.ts'
import type { CliContext } from './context.ts'
import { batchesOf } from './import/batches.ts'
import { applicationTokens, createSender } from './import/sender.ts'

interface Flags {
  token?: string
  application?: string
  quiet?: true
}

/** Adds `wayworn import`: lines of events, sent through the intake of a running server. */
export const registerImport = (program: Command, ctx: CliContext): void => {
  program
    .command('import')
    .description('Send events from a file of JSON lines to a running server')
    .argument(
      '[file]',
      'one event a line, as an SDK sends them or as "wayworn export" wrote them; "-" reads standard input',
      '-',
    )
    .option('--application <id>', 'send all events to this application, whatever they say')
    .option('--token <client token>', 'its client token; without it the server is asked, with the keys given')
    .option('--quiet', 'no progress')
    .addHelpText(
      'after',
      `
Events keep their ids, so sending a file again, whole or from where it broke off, counts nothing twice. Sessions in the file
are left out: they are made of their events. Events keep their own time; what is older than its type is kept (Settings,
Retention) goes again soon after.

Examples:
  wayworn import events.ndjson
  gunzip -c last-month.ndjson.gz | wayworn import -
  wayworn import events.ndjson --application <id> --token <client token>`,
    )
    .action((file: string, flags: Flags) => run(ctx, file, flags))
}

const run = async (ctx: CliContext, file: string, flags: Flags): Promise<void> => {
  const tokens = await applicationTokens(ctx, flags)
  const before = await setAsideBy(ctx)
  const sender = createSender(ctx, tokens)
  const say = progress(flags)
  let skipped = 0
  let last = 0
  try {
    for await (const batch of batchesOf(linesFrom(file), flags.application)) {
      skipped += batch.skipped
      last = batch.lastLine
      await sender.send(batch)
      say(sender.sent())
    }
    await sender.end()
  } catch (error) {
    if (last === 0) throw error
    const reason = `${(error as Error).message} The lines before it are in: mend what is wrong and import the file again; nothing is counted twice`
    throw new WaywornError('invalid_field', { field: file, reason }, undefined, { cause: error })
  }
  if (process.stderr.isTTY && !flags.quiet) process.stderr.write('\n')
  ctx.out(`${sender.sent().toLocaleString('en')} events were taken in.`)
  if (skipped) ctx.out(`${skipped.toLocaleString('en')} sessions were left out: they are made of their events.`)
  const aside = (await setAsideBy(ctx)) - before
  if (aside > 0)
    ctx.out(`${aside.toLocaleString('en')} events were set aside meanwhile; the page Events set aside says why.`)
}

const linesFrom = (file: string): Readable => (file === '-' ? process.stdin : createReadStream(file))

const EVERY_MS = 1_000

const progress = ({ quiet }: Flags) => {
  let next = Date.now() + EVERY_MS
  return (events: number) => {
    if (quiet || Date.now() < next) return
    next = Date.now() + EVERY_MS
    const line = `${events.toLocaleString('en')} events`
    process.stderr.write(process.stderr.isTTY ? `\r${line}  ` : `${line}\n`)
  }
}

/** How many events the server has set aside since its start. */
const setAsideBy = async (ctx: CliContext): Promise<number> => {
  const text = await (await ctx.fetch('/metrics')).text()
  return [...text.matchAll(/^wayworn_intake_set_aside_total(?:\{[^}]*\})? (\d+)/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  )
}
