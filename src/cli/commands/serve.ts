import type { Command } from 'commander'
import { createApp, type Log } from '../../api/app.ts'
import { WaywornError } from '../../lib/errors.ts'
import { type Config, readConfigFile, resolveConfig, SETTINGS } from '../config.ts'
import { fillWithDemo } from '../serve/demo.ts'
import { furnish, type House, openHouse } from '../serve/house.ts'
import { registerRoutes } from '../serve/routes.ts'
import { welcome } from '../serve/welcome.ts'

/** Senders that never end their request are cut off after the first, and after the second nothing is waited for. */
const LONGEST_REQUEST_MS = 5_000
const LONGEST_STOP_MS = 8_000

/** `wayworn serve`: the server, until SIGTERM or Ctrl-C. */
export const registerServe = (program: Command, log: Log): void => {
  const serve = program.command('serve').description('Start the server: intake, API and web app on one port')
  serve.option('--config <file>', 'JSON file with settings, for what neither flag nor environment gives')
  for (const { flag, name, default: fallback, meaning, env } of SETTINGS) {
    const value = ['demo', 'trustProxy'].includes(name) ? '' : ` <${name === 'port' ? 'number' : 'value'}>`
    serve.option(`${flag}${value}`, `${meaning} (${env}; ${fallback})`)
  }
  serve.addHelpText(
    'after',
    '\nExamples:\n  wayworn serve --demo\n  wayworn serve --port 8080 --data /var/lib/wayworn\n  wayworn serve --clickhouse-url http://clickhouse:8123 --postgres-url postgres://postgres/wayworn',
  )
  serve.action(async (flags: Record<string, unknown>) => {
    const file = flags.config ? readConfigFile(String(flags.config)) : {}
    await run(resolveConfig(flags, process.env, file), log)
  })
}

const run = async (config: Config, log: Log): Promise<void> => {
  const stopping = new AbortController()
  const house = await openHouse(config, log)
  const app = await createApp(log, { trustProxy: config.trustProxy })
  await registerRoutes(app, house)
  const address = await listen(app, config).catch(async (error: unknown) => {
    await house.close()
    throw error
  })
  const stop = once(() => shutDown(house, app, stopping, log))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  await furnish(house, stopping.signal).catch(async (error: unknown) => {
    if (stopping.signal.aborted) return
    await house.close()
    throw error
  })
  if (stopping.signal.aborted) return
  await welcome(house, address)
  if (config.demo) await populate(house, address, stopping.signal)
}

const populate = async (house: House, address: string, signal: AbortSignal): Promise<void> => {
  try {
    if (await fillWithDemo(house, address, signal)) await house.work?.settleNow()
  } catch (error) {
    if (!signal.aborted) house.log.warn({ reason: (error as Error).message }, 'The demo could not be filled in')
  }
}

const listen = async (
  app: { listen(o: { host: string; port: number }): Promise<string> },
  { host, port }: Config,
): Promise<string> => {
  try {
    return await app.listen({ host, port })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new WaywornError('port_taken', { host, port }, undefined, { cause })
    throw cause
  }
}

/** Lets requests in flight finish, loses nothing, exits 0. */
const shutDown = async (
  house: House,
  app: { close(): Promise<void>; server: { closeAllConnections(): void; closeIdleConnections(): void } },
  stopping: AbortController,
  log: Log,
): Promise<void> => {
  stopping.abort()
  log.info({}, 'Stopping: requests in flight are finished first')
  const forced = setTimeout(() => process.exit(0), LONGEST_STOP_MS)
  forced.unref()
  // A connection whose last request ends from now on stays open for the next one unless it is closed.
  setInterval(() => app.server.closeIdleConnections(), 100).unref()
  setTimeout(() => app.server.closeAllConnections(), LONGEST_REQUEST_MS).unref()
  await app.close()
  await house.close()
  process.exit(0)
}

const once = (work: () => Promise<void>) => {
  let done = false
  return () => {
    if (done) return
    done = true
    void work()
  }
}
