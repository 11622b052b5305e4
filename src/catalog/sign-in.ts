import { randomBytes, randomUUID } from 'node:crypto'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { betterAuth } from 'better-auth/minimal'
import { magicLink } from 'better-auth/plugins/magic-link'
import { eq } from 'drizzle-orm'
import type { Database, Log } from './database.ts'
import { credentials, people, secrets, sessions, verifications } from './schema.ts'

export const LINK_LIFE_MS = 15 * 60_000

/**
 * better-auth, used as a library: it hashes passwords (scrypt), makes and checks sessions and one-time links. Its own
 * HTTP routes are not mounted; those of ours call it, so that answers, limits and the audit are ours.
 */
export const openSignIn = async (db: Database, log: Log) =>
  betterAuth({
    appName: 'Wayworn',
    // Never used in a link or a cookie: the routes make addresses from the request.
    baseURL: 'http://localhost',
    secret: await secretOf(db, 'sign-in'),
    telemetry: { enabled: false },
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: { user: people, session: sessions, account: credentials, verification: verifications },
    }),
    user: {
      additionalFields: {
        role: { type: 'string', input: false, required: true, defaultValue: 'viewer' },
        disabled: { type: 'boolean', input: false, required: true, defaultValue: false },
      },
    },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 256 },
    session: { expiresIn: 14 * 86_400, updateAge: 86_400 },
    // The routes count attempts; these limits are for routes that are not mounted.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'wayworn',
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      database: { generateId: () => randomUUID() },
      ipAddress: { ipAddressHeaders: ['x-wayworn-address'] },
    },
    databaseHooks: { session: { create: { before: async (session) => mayEnter(db, session.userId) } } },
    plugins: [
      magicLink({
        expiresIn: LINK_LIFE_MS / 1000,
        disableSignUp: true,
        storeToken: 'hashed',
        // Nothing is sent: whoever asks for the link hands in where to put its token.
        sendMagicLink: ({ token, metadata }) => (metadata as { take(token: string): void }).take(token),
      }),
    ],
    logger: {
      level: 'error',
      log: (_level, message, ...about) => log.warn({ about: about.map(String) }, `Sign-in: ${message}`),
    },
  })

export type SignIn = Awaited<ReturnType<typeof openSignIn>>

/** False stops better-auth from making a session. */
const mayEnter = async (db: Database, personId: string): Promise<false | undefined> => {
  const [person] = await db.select({ disabled: people.disabled }).from(people).where(eq(people.id, personId))
  return !person || person.disabled ? false : undefined
}

/** A secret that is made once per store; processes that start together agree on one. */
const secretOf = async (db: Database, key: string): Promise<string> => {
  await db
    .insert(secrets)
    .values({ key, value: randomBytes(32).toString('base64url') })
    .onConflictDoNothing()
  const [row] = await db.select().from(secrets).where(eq(secrets.key, key))
  return row!.value
}
