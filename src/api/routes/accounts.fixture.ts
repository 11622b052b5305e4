import fastify, { type FastifyInstance, type InjectOptions } from 'fastify'
import { type Catalog, openCatalog } from '../../catalog/open.ts'
import type { Role } from '../../catalog/role.ts'
import { errorBody, WaywornError } from '../../lib/errors.ts'
import { authenticator } from '../auth.ts'
import { applicationRoutes } from './applications.ts'
import { auditRoutes } from './audit.ts'
import { keyRoutes } from './keys.ts'
import { peopleRoutes } from './people.ts'
import { playlistRoutes } from './playlists.ts'
import { replayCommentRoutes } from './replay-comments.ts'
import { replayWatchRoutes } from './replay-watches.ts'
import { type SignInLimits, signInRoutes } from './sign-in.ts'

export const PASSWORD = 'correct horse'

export type Accounts = {
  app: FastifyInstance
  catalog: Catalog
  /** Asks as a person with this role, through a cookie, or as nobody. */
  as(
    role: Role | 'nobody',
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: unknown,
  ): Promise<Answer>
  cookieOf(role: Role): Promise<string>
  close(): Promise<void>
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came and fail if it is not what they expect
export type Answer = { status: number; body: any; headers: Record<string, unknown> }

/** The account routes on an app as small as can be, over a catalog in memory with one person of each role. */
export const openAccounts = async (limits?: SignInLimits): Promise<Accounts> => {
  const quiet = () => {}
  const catalog = await openCatalog({ log: { info: quiet, warn: quiet, error: quiet } })
  for (const role of ['admin', 'editor', 'viewer'] as const)
    await catalog.people.create({ email: `${role}@example.com`, role, password: PASSWORD })
  const app = fastify({ trustProxy: true, exposeHeadRoutes: true })
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof WaywornError) return reply.code(error.status).send(errorBody(error))
    return reply.code(error.statusCode ?? 500).send({ errors: [{ detail: error.message, stack: error.stack }] })
  })
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ page: 'app' }))
  const deps = {
    catalog,
    authenticate: authenticator(catalog),
    keepRecording: async () => {},
    ...(limits ? { limits } : {}),
  }
  const all = [signInRoutes, auditRoutes, applicationRoutes, keyRoutes, peopleRoutes]
  for (const routes of [...all, playlistRoutes, replayWatchRoutes, replayCommentRoutes]) {
    await app.register((scope) => routes(scope, deps))
  }

  const cookies = new Map<Role, string>()
  const cookieOf = async (role: Role): Promise<string> => {
    const entered = await catalog.sessions.open(`${role}@example.com`, PASSWORD, { address: '', agent: '' })
    return entered!.cookies[0]!.split(';')[0]!
  }
  return {
    app,
    catalog,
    cookieOf,
    as: async (role, method, url, payload) => {
      if (role !== 'nobody' && !cookies.has(role)) cookies.set(role, await cookieOf(role))
      const headers = role === 'nobody' ? {} : { cookie: cookies.get(role)! }
      return answerOf(app, { method, url, headers, ...(payload === undefined ? {} : { payload: payload as object }) })
    },
    close: async () => {
      await app.close()
      await catalog.close()
    },
  }
}

export const answerOf = async (app: FastifyInstance, options: InjectOptions): Promise<Answer> => {
  const response = await app.inject(options)
  const isJson = response.body !== '' && String(response.headers['content-type']).includes('json')
  return { status: response.statusCode, body: isJson ? response.json() : response.body, headers: response.headers }
}
