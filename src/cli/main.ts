import { Command } from 'commander'
import pino from 'pino'
import { WaywornError } from '../lib/errors.ts'
import { registerApp } from './commands/app.ts'
import { registerBench } from './commands/bench.ts'
import { CliRefusal } from './commands/context.ts'
import { registerDemo } from './commands/demo.ts'
import { registerDoctor } from './commands/doctor.ts'
import { registerExport } from './commands/export.ts'
import { registerImport } from './commands/import.ts'
import { registerKey } from './commands/key.ts'
import { registerMigrate } from './commands/migrate.ts'
import { registerQuery } from './commands/query.ts'
import { registerServe } from './commands/serve.ts'
import { registerUser } from './commands/user.ts'
import { serverContext, serverOptions } from './server-client.ts'

const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }))

const program = new Command('wayworn')
  .description('Product analytics that a team runs itself.')
  .option('--url <address>', 'the running server that commands talk to (WAYWORN_URL; http://127.0.0.1:4180)')
  .option('--api-key <key>', 'API key for it (WAYWORN_API_KEY)')
  .option('--app-key <key>', 'application key for it (WAYWORN_APP_KEY)')
  .enablePositionalOptions()
  .showSuggestionAfterError()
  .showHelpAfterError('Add --help to see what can be given.')
  .addHelpText(
    'after',
    '\nFirst steps:\n  wayworn serve --demo        start with a populated demo\n  wayworn doctor              see whether all that is needed is there\n  wayworn <command> --help    what a command takes, with examples',
  )

const ctx = serverContext(() => serverOptions(program.opts(), process.env))
registerServe(program, log)
registerMigrate(program, log)
for (const register of [
  registerDemo,
  registerDoctor,
  registerUser,
  registerKey,
  registerApp,
  registerQuery,
  registerExport,
  registerImport,
  registerBench,
])
  register(program, ctx)

process.on('unhandledRejection', (error) => {
  log.error({ reason: String(error), stack: (error as Error)?.stack }, 'A mistake of ours: something failed unheard')
})

try {
  await program.parseAsync(process.argv)
} catch (error) {
  const known = error instanceof WaywornError || error instanceof CliRefusal
  process.stderr.write(`wayworn: ${known ? error.message : ((error as Error)?.stack ?? error)}\n`)
  process.exit(1)
}
