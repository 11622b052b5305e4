import { type Command, InvalidArgumentError } from 'commander'
import { DEMO_DAYS, DEMO_SEED, DEMO_SESSIONS, type FillProgress, fillDemo } from '../../demo/fill.ts'
import { demoTarget, postTo } from '../../demo/post.ts'
import type { CliContext } from './context.ts'

interface Flags {
  days: number
  sessions: number
  seed: string
}

/** Adds `wayworn demo`: more traffic of the demo shop for a running server. */
export const registerDemo = (program: Command, ctx: CliContext): void => {
  program
    .command('demo')
    .description('send made-up visits to the demo shop to a running server, up to the present')
    .option('--days <number>', 'how far back they reach', positive, DEMO_DAYS)
    .option('--sessions <number>', 'about how many sessions', positive, DEMO_SESSIONS)
    .option('--seed <text>', 'another seed makes other visits', DEMO_SEED)
    .addHelpText('after', '\nExample:\n  wayworn demo --days 90 --sessions 20000')
    .action((flags: Flags) => run(flags, ctx))
}

const positive = (text: string): number => {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new InvalidArgumentError('It must be a whole number above 0.')
}

const run = async ({ days, sessions, seed }: Flags, { fetch: ask, out }: CliContext): Promise<void> => {
  const { id, clientToken } = await demoTarget(ask)
  const stop = new AbortController()
  const onInterrupt = () => stop.abort()
  process.once('SIGINT', onInterrupt)
  const started = Date.now()
  try {
    const sent = await fillDemo({
      send: postTo(ask, clientToken),
      now: started,
      applicationId: id,
      days,
      sessions,
      seed,
      signal: stop.signal,
      onProgress: say,
    })
    const seconds = ((Date.now() - started) / 1000).toFixed(1)
    const how = stop.signal.aborted ? 'Stopped' : 'Done'
    if (process.stderr.isTTY) process.stderr.write('\n')
    out(`${how}: ${sent.events} events in ${sent.batches} batches, ${seconds} s.`)
  } finally {
    process.off('SIGINT', onInterrupt)
  }
}

const say = ({ events, share }: FillProgress): void => {
  const line = `${Math.floor(share * 100)} %, ${events} events`
  process.stderr.write(process.stderr.isTTY ? `\r${line}  ` : `${line}\n`)
}
