import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Person } from '../../catalog/person.ts'
import type { Visitor } from '../../catalog/sessions.ts'
import { WaywornError } from '../../lib/errors.ts'
import { type Attempts, countAttempts } from '../attempts.ts'
import { type AccountDeps, refuseOtherSites } from '../auth.ts'
import { checked, words } from '../checked.ts'

export type SignInDeps = AccountDeps & { limits?: SignInLimits }

/** Attempts in ten minutes; one that succeeds is not counted. */
export type SignInLimits = { perAddress: number; perEmail: number }

const WINDOW_MS = 10 * 60_000
const password = z.string().min(8).max(256)
export const signInBody = z.object({
  email: z
    .string()
    .trim()
    .max(254)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'it holds control characters'),
  password: z.string().max(256),
})
/** Without a token it is the page. */
export const signInQuery = z.object({ token: z.string().optional() })
export const meBody = z.object({
  data: z.object({
    attributes: z.object({
      name: words(100).optional(),
      password: password.optional(),
      current_password: z.string().max(256).optional(),
    }),
  }),
})

/**
 * `POST /api/v2/wayworn/sign-in` and `/sign-out`, `GET|PATCH /api/v2/wayworn/me`, and `GET /sign-in?token=…`. Without
 * a token, `GET /sign-in` is left to the app's handler of unknown addresses, which answers pages.
 */
export const signInRoutes = async (app: FastifyInstance, deps: SignInDeps): Promise<void> => {
  const { perAddress, perEmail } = deps.limits ?? { perAddress: 50, perEmail: 10 }
  const addresses = countAttempts({ limit: perAddress, windowMs: WINDOW_MS })
  const emails = countAttempts({ limit: perEmail, windowMs: WINDOW_MS })

  app.post('/api/v2/wayworn/sign-in', async (request, reply) => {
    refuseOtherSites(request)
    const body = checked(signInBody, request.body)
    const email = body.email.toLowerCase()
    limit(reply, addresses, request.ip, `${perAddress} sign-in attempts of one address in 10 minutes`)
    limit(reply, emails, email, `${perEmail} sign-in attempts for one email in 10 minutes`)
    const entered = await deps.catalog.sessions.open(email, body.password, visitorOf(request))
    if (!entered) {
      const actor = { kind: 'system', id: '', name: 'sign-in' } as const
      await deps.catalog.audit.note({ actor, action: 'sign-in.failed', subject: email, address: request.ip })
      throw new WaywornError('unauthorized', { reason: 'Email and password do not fit together' })
    }
    addresses.forgive(request.ip)
    emails.forgive(email)
    await noteSignIn(deps, entered.person, 'password', request)
    return setCookies(request, reply, entered.cookies).code(204).send()
  })

  app.post('/api/v2/wayworn/sign-out', async (request, reply) => {
    refuseOtherSites(request)
    const cookies = await deps.catalog.sessions.close(request.headers.cookie ?? '')
    return setCookies(request, reply, cookies).code(204).send()
  })

  // No HEAD: programs that look at links before people do must not use them up.
  app.get('/sign-in', { exposeHeadRoute: false }, async (request, reply) => {
    const { data: { token } = {} } = signInQuery.safeParse(request.query)
    if (token === undefined) return reply.callNotFound()
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
    limit(reply, addresses, request.ip, `${perAddress} sign-in attempts of one address in 10 minutes`)
    const entered = /^\w{1,100}$/.test(token) && (await deps.catalog.sessions.redeem(token, visitorOf(request)))
    if (!entered) return reply.redirect('/sign-in?error=link')
    addresses.forgive(request.ip)
    await noteSignIn(deps, entered.person, 'link', request)
    return setCookies(request, reply, entered.cookies).redirect('/')
  })

  meRoutes(app, deps, emails)
}

const meRoutes = (app: FastifyInstance, { catalog, authenticate }: SignInDeps, emails: Attempts) => {
  app.get('/api/v2/wayworn/me', async (request, reply) => {
    const identity = await authenticate(request)
    reply.header('cache-control', 'no-store')
    if (identity.kind === 'key') {
      return { data: { type: 'key', id: identity.id, attributes: { name: identity.name, role: identity.role } } }
    }
    const found = await catalog.sessions.find(request.headers.cookie ?? '', { renew: true })
    if (!found) throw new WaywornError('unauthorized', { reason: 'The sign-in has ended' })
    setCookies(request, reply, found.cookies)
    return { data: personBody(found.person) }
  })

  /** A new password ends the sessions of this person, this one too: its cookie is replaced. */
  app.patch('/api/v2/wayworn/me', async (request, reply) => {
    const identity = await authenticate(request)
    if (identity.kind !== 'person') throw new WaywornError('conflict', { reason: 'A key has no account to change' })
    const { name, ...change } = checked(meBody, request.body).data.attributes
    if (change.password !== undefined) {
      limit(reply, emails, identity.name, '10 attempts with a password in 10 minutes')
      if (!(await catalog.people.passwordFits(identity.id, change.current_password))) throw wrongPassword()
      await catalog.people.setPassword(identity.id, change.password)
      const again = await catalog.sessions.open(identity.name, change.password, visitorOf(request))
      emails.forgive(identity.name)
      if (again) setCookies(request, reply, again.cookies)
      const actor = { kind: 'person', id: identity.id, name: identity.name } as const
      await catalog.audit.note({ actor, action: 'person.password', subject: identity.name, address: request.ip })
    }
    const person =
      name === undefined ? await catalog.people.get(identity.id) : await catalog.people.update(identity.id, { name })
    return { data: personBody(person) }
  })
}

const personBody = (person: Person) => ({
  type: 'person',
  id: person.id,
  attributes: { email: person.email, name: person.name, role: person.role },
})

const wrongPassword = () =>
  new WaywornError(
    'invalid_field',
    { field: 'data.attributes.current_password', reason: 'it is not the password of this account' },
    { pointer: '/data/attributes/current_password' },
  )

const visitorOf = (request: FastifyRequest): Visitor => ({
  address: request.ip,
  agent: request.headers['user-agent'] ?? '',
})

const limit = (reply: FastifyReply, attempts: Attempts, name: string, what: string): void => {
  const seconds = attempts.take(name)
  if (seconds === 0) return
  reply.header('retry-after', seconds)
  throw new WaywornError('rate_limited', { limit: what, seconds })
}

const noteSignIn = ({ catalog }: AccountDeps, person: Person, way: string, request: FastifyRequest) =>
  catalog.audit.note({
    actor: { kind: 'person', id: person.id, name: person.email },
    action: 'sign-in',
    subject: person.email,
    detail: { way },
    address: request.ip,
  })

/** Behind TLS the cookies are for TLS only. */
const setCookies = (request: FastifyRequest, reply: FastifyReply, cookies: string[]): FastifyReply => {
  const secure = request.protocol === 'https' ? '; Secure' : ''
  for (const cookie of cookies) reply.header('set-cookie', cookie + secure)
  return reply
}
