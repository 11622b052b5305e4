import type { FastifyRequest } from 'fastify'
import type { Actor } from '../catalog/audit.ts'
import type { Catalog } from '../catalog/open.ts'
import { atLeast, type Role } from '../catalog/role.ts'
import { WaywornError } from '../lib/errors.ts'

/** Who asks: a person with the cookie of a sign-in, or a program with an API key and an application key. */
export type Identity = {
  kind: 'person' | 'key'
  /** Of the person, or of the application key. */
  id: string
  role: Role
  /** A person's email, or a key's name. */
  name: string
  /** The person, or the person whose key it is; null for a key of the configuration. */
  personId: string | null
}

/** Throws `unauthorized` (401) without or with wrong credentials, `cross_origin` (403) for another site's request. */
export type Authenticate = (request: FastifyRequest) => Promise<Identity>

/** What the routes of accounts need. */
export type AccountDeps = { catalog: Catalog; authenticate: Authenticate }

/** Says who asks; a request that is asked about twice is looked up once. */
export const authenticator = (catalog: Pick<Catalog, 'sessions' | 'keys'>): Authenticate => {
  const known = new WeakMap<FastifyRequest, Promise<Identity>>()
  return (request) => {
    const before = known.get(request)
    if (before) return before
    const identity = identify(catalog, request)
    known.set(request, identity)
    return identity
  }
}

/** Throws `forbidden` (403) if the role allows less than `needed`. */
export const requireRole = (identity: Identity, needed: Role): void => {
  if (!atLeast(identity.role, needed)) throw new WaywornError('forbidden', { role: needed })
}

/** For the audit. */
export const actorOf = ({ kind, id, name }: Identity): Actor => ({ kind, id, name })

/**
 * Refuses what a page of another site makes a browser send with our cookie. Browsers say where a request comes from;
 * a request that says nothing is no browser's. The same rules as Go's `http.CrossOriginProtection`.
 */
export const refuseOtherSites = (request: FastifyRequest): void => {
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  if (site === 'same-origin' || site === 'none') return
  if (site === undefined && (origin === undefined || hostOf(origin) === request.headers.host)) return
  throw new WaywornError('cross_origin', { origin: origin ?? 'another site' }, { header: 'origin' })
}

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined)

const identify = async (catalog: Pick<Catalog, 'sessions' | 'keys'>, request: FastifyRequest): Promise<Identity> => {
  const apiKey = headerOf(request, 'dd-api-key')
  const applicationKey = headerOf(request, 'dd-application-key')
  if (apiKey !== undefined || applicationKey !== undefined) return ofKeys(catalog, apiKey, applicationKey)
  const cookie = request.headers.cookie
  if (!cookie) throw unauthorized('The request carries no credentials')
  const found = await catalog.sessions.find(cookie)
  if (!found) throw unauthorized('The sign-in is unknown or has ended')
  if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method)) refuseOtherSites(request)
  const { id, role, email } = found.person
  return { kind: 'person', id, role, name: email, personId: id }
}

const ofKeys = (
  { keys }: Pick<Catalog, 'keys'>,
  apiKey: string | undefined,
  applicationKey: string | undefined,
): Identity => {
  if (!apiKey) throw unauthorized('The header DD-API-KEY is missing', 'DD-API-KEY')
  if (!applicationKey) throw unauthorized('The header DD-APPLICATION-KEY is missing', 'DD-APPLICATION-KEY')
  if (!keys.verify('api', apiKey)) throw unauthorized('The API key is unknown', 'DD-API-KEY')
  const key = keys.verify('application', applicationKey)
  if (!key) throw unauthorized('The application key is unknown', 'DD-APPLICATION-KEY')
  return { kind: 'key', id: key.id, role: key.role, name: key.name, personId: key.ownerId }
}

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

const unauthorized = (reason: string, header?: string) =>
  new WaywornError('unauthorized', { reason }, header === undefined ? undefined : { header })
