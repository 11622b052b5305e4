import { Command } from 'commander'
import pino from 'pino'
import { WaywornError } from '../lib/errors.ts'
import { registerServe } from './commands/serve.ts'

const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }))

const program = new Command('wayworn')
  .description('Product analytics that a team runs itself.')
  .showSuggestionAfterError()
  .showHelpAfterError('Add --help to see what can be given.')
registerServe(program, log)

process.on('unhandledRejection', (error) => {
  log.error({ reason: String(error), stack: (error as Error)?.stack }, 'A mistake of ours: something failed unheard')
})

try {
  await program.parseAsync(process.argv)
} catch (error) {
  const known = error instanceof WaywornError
  process.stderr.write(`wayworn: ${known ? error.message : ((error as Error)?.stack ?? error)}\n`)
  process.exit(1)
}
