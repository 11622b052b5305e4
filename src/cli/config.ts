import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { WaywornError } from '../lib/errors.ts'

export interface Setting {
  /** As in the config file, and in camel case in `Config`. */
  name: string
  flag: string
  env: string
  /** Shown in help and docs. */
  default: string
  meaning: string
  /** How its text is read; the text of flags and environment is the same. */
  read: z.ZodType<unknown>
}

const text = z.string().min(1)
const optional = text.optional()
const isAddress = (of: string, protocols: readonly string[]): boolean =>
  URL.canParse(of) && protocols.includes(new URL(of).protocol)
const clickhouseUrls = text
  .refine(
    (of) => of.split(',').every((one) => isAddress(one.trim(), ['http:', 'https:'])),
    'give an address such as http://clickhouse:8123',
  )
  .optional()
const postgresUrl = text
  .refine(
    (of) => isAddress(of, ['postgres:', 'postgresql:']),
    'give an address such as postgres://user@postgres/wayworn',
  )
  .optional()
const origins = text
  .refine(
    (of) => of.split(',').every((one) => isAddress(one.trim(), ['http:', 'https:'])),
    'give origins such as https://shop.example.com, several by commas',
  )
  .transform((of) => of.split(',').map((one) => new URL(one.trim()).origin))
  .optional()
const yesOrNo = z.union([z.boolean(), z.string()]).transform((of, ctx) => {
  if (typeof of === 'boolean') return of
  if (/^(1|true|yes|on)$/i.test(of)) return true
  if (/^(0|false|no|off|)$/i.test(of)) return false
  ctx.addIssue({ code: 'custom', message: 'is 1 or 0' })
  return z.NEVER
})

const applications = z.string().transform((of, ctx) =>
  of.split(',').map((one) => {
    const match = /^([^:]+):([^:]+):(.+)$/.exec(one.trim())
    if (match) return { id: match[1]!, token: match[2]!, name: match[3]! }
    ctx.addIssue({ code: 'custom', message: 'is <application id>:<client token>:<name>, several by commas' })
    return z.NEVER
  }),
)

const setting = (name: string, fallback: string, meaning: string, read: z.ZodType<unknown>): Setting => ({
  name,
  flag: `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`,
  env: `WAYWORN_${name.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase()}`,
  default: fallback,
  meaning,
  read,
})

/** Every setting of `wayworn serve`; docs/reference/config.md is compared with it by a test. */
export const SETTINGS = [
  setting('host', '127.0.0.1', 'Address to listen on', text.default('127.0.0.1')),
  setting('port', '4180', 'Port of intake, API and web app', z.coerce.number().int().min(0).max(65_535).default(4180)),
  setting('data', './data', 'Folder of the embedded engines and of the intake log', text.default('./data')),
  setting(
    'clickhouseUrl',
    'unset: embedded chDB',
    'A ClickHouse server or cluster; several nodes by commas where there is no Keeper',
    clickhouseUrls,
  ),
  setting('clickhouseCluster', 'unset', "The cluster's name as in system.clusters; tables are then sharded", optional),
  setting(
    'postgresUrl',
    'unset: embedded PGlite',
    'The store of accounts, keys, applications and what people save',
    postgresUrl,
  ),
  setting(
    'application',
    'unset',
    'Applications to make at start: <id>:<client token>:<name>, several by commas',
    applications.optional(),
  ),
  setting('apiKey', 'unset', 'An API key to make at start', optional),
  setting('appKey', 'unset', 'An application key to make at start', optional),
  setting('adminEmail', 'unset', 'The first administrator', optional),
  setting('adminPassword', 'unset', "The first administrator's password", optional),
  setting('demo', 'off (on for npm start)', 'Fill an empty store with the demo', yesOrNo.default(false)),
  setting(
    'trustProxy',
    'off',
    'Believe X-Forwarded-For: switch on behind your own load balancer',
    yesOrNo.default(false),
  ),
  setting(
    'replayAssets',
    'unset: nothing is fetched',
    'Origins of recorded sites, by commas: their images, fonts and style sheets are fetched for replays, and kept',
    origins,
  ),
  setting('placesFile', 'unset: the package dbip-city', 'A GeoLite2 or DB-IP city file (mmdb) of your own', optional),
  setting(
    'logLimit',
    'half of the free disk',
    'Most bytes that the intake log may take while the engine is away',
    z.coerce.number().int().min(1_048_576).optional(),
  ),
  setting('querySeconds', '60', 'Longest time of one question', z.coerce.number().min(1).max(3600).default(60)),
  setting(
    'queryMemory',
    '4294967296',
    'Most bytes of memory of one question',
    z.coerce.number().int().min(104_857_600).default(4_294_967_296),
  ),
  setting(
    'settleAfter',
    '600',
    'Seconds without news after which a session may settle',
    z.coerce.number().int().min(1).default(600),
  ),
] as const satisfies readonly Setting[]

export interface Config {
  host: string
  port: number
  data: string
  clickhouseUrl?: string
  clickhouseCluster?: string
  postgresUrl?: string
  application?: { id: string; token: string; name: string }[]
  apiKey?: string
  appKey?: string
  adminEmail?: string
  adminPassword?: string
  demo: boolean
  trustProxy: boolean
  replayAssets?: string[]
  placesFile?: string
  logLimit?: number
  querySeconds: number
  queryMemory: number
  settleAfter: number
}

/** Flags, then environment, then the config file, then defaults. Throws `invalid_setting` naming the setting. */
export const resolveConfig = (
  flags: Record<string, unknown>,
  env: Record<string, string | undefined>,
  file: Record<string, unknown> = {},
): Config => {
  const config: Record<string, unknown> = {}
  for (const { name, env: variable, read } of SETTINGS) {
    const fromEnv = env[variable] === '' ? undefined : env[variable]
    const given = flags[name] ?? fromEnv ?? file[name]
    const result = read.safeParse(given)
    if (!result.success) {
      const reason = `"${String(given).slice(0, 100)}" does not fit: ${result.error.issues[0]!.message.replace('Invalid input: ', '')}`
      throw new WaywornError('invalid_setting', { name: flags[name] === undefined ? variable : name, reason })
    }
    if (result.data !== undefined) config[name] = result.data
  }
  return config as unknown as Config
}

/** The JSON of a config file; its keys are the settings' names. Throws `invalid_setting`. */
export const readConfigFile = (path: string): Record<string, unknown> => {
  let parsed: unknown
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new WaywornError('invalid_setting', {
      name: '--config',
      reason: `${path} can't be read as JSON: ${(cause as Error).message}`,
    })
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new WaywornError('invalid_setting', {
      name: '--config',
      reason: `${path} holds no JSON object; write one such as {"port": 4180}`,
    })
  }
  const known = new Set<string>(SETTINGS.map((one) => one.name))
  const unknown = Object.keys(parsed).find((key) => !known.has(key))
  if (unknown) {
    throw new WaywornError('invalid_setting', {
      name: unknown,
      reason: `it is no setting; known are ${[...known].join(', ')}`,
    })
  }
  return parsed as Record<string, unknown>
}
