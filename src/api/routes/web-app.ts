import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { WaywornError } from '../../lib/errors.ts'

/** Scripts and styles only from here; style attributes are the charts'. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ')

const FOR_EVER = 'public, max-age=31536000, immutable'

/** The web app: its files, and its page for every address that is a page. `folder` holds what the build made. */
export const webAppRoutes = async (app: FastifyInstance, { folder }: { folder: string }): Promise<void> => {
  const page = path.join(folder, 'index.html')
  const sendPage = async (reply: FastifyReply) =>
    reply
      .header('content-security-policy', POLICY)
      .header('x-frame-options', 'DENY')
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(await readFile(page))

  if (existsSync(folder)) {
    await app.register(fastifyStatic, {
      root: folder,
      index: false,
      cacheControl: false,
      // Names of assets hold a hash of what is in them.
      setHeaders: (reply, file) =>
        reply.setHeader('cache-control', file.includes(`${path.sep}assets${path.sep}`) ? FOR_EVER : 'no-cache'),
    })
    app.get('/', (_request, reply) => sendPage(reply))
  }
  app.setNotFoundHandler(async (request, reply) => {
    const asksForPage = request.method === 'GET' && !/^\/(api|intake|demo|assets)(\/|$)/.test(request.url)
    if (asksForPage && existsSync(page)) return sendPage(reply)
    throw new WaywornError('not_found', { what: `${request.method} ${request.url.split('?')[0]}` })
  })
}
