import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { startServer } from '../test/support/server.ts'
import { measureIntake } from './intake/measure.ts'

/** How fast events are taken in, log and load included: `node --import tsx bench/intake.ts [--seconds 60] [--senders 8]`. */
const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    senders: { type: 'string', default: '8' },
    out: { type: 'string' },
  },
})
const say = (line: string) => void process.stderr.write(`${line}\n`)
const server = await startServer()
const measured = await measureIntake({
  server,
  seconds: Number(flags.seconds),
  senders: Number(flags.senders),
  say,
}).finally(() => server.stop())
const text = JSON.stringify(measured, null, 2)
if (flags.out) await writeFile(flags.out, `${text}\n`)
process.stdout.write(`${text}\n`)
