import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { demoApi } from './shop-api.ts'

export interface DemoOptions {
  /** The application that the shop sends to; null: the shop opens, but measures nothing. */
  application(): DemoApplication | null | Promise<DemoApplication | null>
}

interface DemoApplication {
  id: string
  clientToken: string
}

interface File {
  type: string
  body: Buffer | string
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}

/** Packages of the SDK by major version; the older ones are there only where the tests run. */
const SDKS: Record<string, string> = {
  7: '@datadog/browser-rum',
  6: '@datadog/browser-rum-v6',
  5: '@datadog/browser-rum-v5',
  4: '@datadog/browser-rum-v4',
}

/** The recorder needs a worker from a blob; nothing comes from another origin. */
const POLICY =
  "default-src 'self'; img-src 'self' data:; worker-src blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'"

/**
 * Serves the demo shop: `/demo/` explains it, `/demo/shop/…` is the shop (each path answers the same document),
 * `/demo/sdk/<major>/…` the browser SDK's own bundle. Register it with `app.register(demoRoutes, {application})`.
 */
export const demoRoutes = async (app: FastifyInstance, { application }: DemoOptions): Promise<void> => {
  const shop = filesIn(shopFolder())
  const sdks = new Map(Object.entries(SDKS).flatMap(([major, name]) => sdkFiles(major, name)))
  const majors = [...new Set([...sdks.keys()].map((key) => key.split('/')[0]!))].sort()

  app.get('/demo', (_, reply) => reply.redirect('/demo/'))
  app.get('/demo/', (_, reply) => send(reply, shop.get('about.html')))
  app.get('/demo/shop', (_, reply) => reply.redirect('/demo/shop/'))
  app.get('/demo/shop/*', (_, reply) => send(reply, shop.get('shop.html')))
  app.get<{ Params: { '*': string } }>('/demo/assets/*', ({ params }, reply) => send(reply, shop.get(params['*'])))
  app.get<{ Params: { '*': string } }>('/demo/sdk/*', ({ params }, reply) => send(reply, sdks.get(params['*'])))
  const config = async () => {
    const target = await application()
    return JSON.stringify({ applicationId: target?.id, clientToken: target?.clientToken, majors })
  }
  app.get('/demo/config.json', async (_, reply) => send(reply, { type: TYPES['.json']!, body: await config() }))
  app.get('/demo/config.js', async (_, reply) => {
    const body = `window.LONGSHORE = ${(await config()).replaceAll('<', '\\u003c')}\n`
    return send(reply, { type: TYPES['.js']!, body })
  })
  await demoApi(app)
}

const send = (reply: FastifyReply, file: File | undefined) => {
  reply.header('content-security-policy', POLICY).header('cache-control', 'no-cache')
  if (!file) return reply.code(404).type('text/plain; charset=utf-8').send('There is no such page. Go to /demo/.')
  return reply.type(file.type).send(file.body)
}

/** Beside this file in the source, below the bundle in a build. */
const shopFolder = (): string => {
  const here = path.dirname(fileURLToPath(import.meta.url))
  const candidates = [path.join(here, 'shop'), path.join(here, 'demo', 'shop')]
  return candidates.find((folder) => existsSync(path.join(folder, 'shop.html'))) ?? candidates[0]!
}

const filesIn = (folder: string): Map<string, File> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => TYPES[path.extname(name)])
      .map((name) => [
        name.split(path.sep).join('/'),
        { type: TYPES[path.extname(name)]!, body: readFileSync(path.join(folder, name)) },
      ]),
  )

const sdkFiles = (major: string, name: string): [string, File][] => {
  try {
    const folder = path.join(path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bundle')
    return [...filesIn(folder)].map(([file, content]) => [`${major}/${file}`, content])
  } catch {
    return []
  }
}
