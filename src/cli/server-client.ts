import { WaywornError } from '../lib/errors.ts'
import type { CliContext } from './commands/context.ts'

export interface ServerOptions {
  /** Where the server answers, without a slash at the end. */
  url: string
  apiKey?: string | undefined
  appKey?: string | undefined
}

/** From flags, then environment, then where `serve` listens by default. */
export const serverOptions = (
  flags: { url?: string; apiKey?: string; appKey?: string },
  env: Record<string, string | undefined>,
): ServerOptions => {
  const host = env.WAYWORN_HOST || '127.0.0.1'
  return {
    url: (flags.url ?? env.WAYWORN_URL ?? `http://${host}:${env.WAYWORN_PORT || '4180'}`).replace(/\/+$/, ''),
    apiKey: flags.apiKey ?? env.WAYWORN_API_KEY,
    appKey: flags.appKey ?? env.WAYWORN_APP_KEY,
  }
}

/** How commands talk to a running server: it owns its data folder, so they ask it over HTTP. */
export const serverContext = (options: () => ServerOptions): CliContext => ({
  async fetch(path, init = {}) {
    const { url, apiKey, appKey } = options()
    const keys = { ...(apiKey ? { 'dd-api-key': apiKey } : {}), ...(appKey ? { 'dd-application-key': appKey } : {}) }
    try {
      return await fetch(url + path, { ...init, headers: { ...keys, ...init.headers } })
    } catch (cause) {
      throw new WaywornError('not_running', { url }, undefined, { cause })
    }
  },
  out: (line) => process.stdout.write(`${line}\n`),
})
