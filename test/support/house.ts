import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { createApp, type Log } from '../../src/api/app.ts'
import { type Config, resolveConfig } from '../../src/cli/config.ts'
import { furnish, type House, openHouse } from '../../src/cli/serve/house.ts'
import { registerRoutes } from '../../src/cli/serve/routes.ts'

/** The whole server inside of this process, asked by `app.inject`; nothing listens. */
export interface TestHouse {
  app: FastifyInstance
  house: House
  /** Every route that was registered, as it was. */
  routes: RouteOptions[]
  /** What was logged as an error. */
  errors: string[]
  close(): Promise<void>
}

export interface TestHouseOptions {
  env?: Record<string, string>
  /** False: no engine and no catalog, as while the server starts. */
  furnished?: boolean
}

/** Opens a house over a data folder of its own. `close()` it when done. */
export const openTestHouse = async ({ env = {}, furnished = true }: TestHouseOptions = {}): Promise<TestHouse> => {
  const data = mkdtempSync(join(tmpdir(), 'wayworn-house-'))
  const config: Config = resolveConfig({ data }, env)
  const errors: string[] = []
  const log = logInto(errors)
  const house = await openHouse(config, log)
  const app = await createApp(log, { trustProxy: config.trustProxy })
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => void routes.push(route))
  await registerRoutes(app, house)
  const aborter = new AbortController()
  if (furnished) await furnish(house, aborter.signal)
  await app.ready()
  return {
    app,
    house,
    routes,
    errors,
    close: async () => {
      aborter.abort()
      await app.close()
      await house.close()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

const logInto = (errors: string[]): Log => {
  const quiet = () => {}
  return { info: quiet, warn: quiet, error: (details, text) => void errors.push(`${text} ${JSON.stringify(details)}`) }
}
