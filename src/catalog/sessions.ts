import { isAPIError } from 'better-auth/api'
import { eq, lt, sql } from 'drizzle-orm'
import type { Database } from './database.ts'
import { isAway } from './failures.ts'
import type { SignInLink } from './people.ts'
import { type Person, personOf } from './person.ts'
import { people, sessions as table, verifications } from './schema.ts'
import { LINK_LIFE_MS, type SignIn } from './sign-in.ts'

/** Where a request comes from; kept with the session. */
export type Visitor = { address: string; agent: string }

/** `cookies` are `Set-Cookie` values that the answer must carry. */
export type Entered = { person: Person; cookies: string[] }

/** Signing in and out. Wrong passwords, links that were used, and sessions that ended all read as undefined. */
export const sessionsOf = (db: Database, signIn: SignIn) => {
  const enter = async (attempt: () => Promise<{ headers: Headers; response: { user: { id: string } } }>) => {
    const answer = await orUndefined(attempt)
    if (!answer?.response?.user) return undefined
    const set = { lastSignInAt: new Date() }
    const [row] = await db.update(people).set(set).where(eq(people.id, answer.response.user.id)).returning()
    return row && { person: personOf(row), cookies: answer.headers.getSetCookie() }
  }

  return {
    /** Signs in with email and password. Takes about 50 ms, whether the email is known or not. */
    open: (email: string, password: string, visitor: Visitor): Promise<Entered | undefined> =>
      enter(() =>
        signIn.api.signInEmail({ body: { email, password }, headers: headersOf(visitor), returnHeaders: true }),
      ),

    /** Signs in with the token of a one-time link. */
    redeem: (token: string, visitor: Visitor): Promise<Entered | undefined> =>
      enter(() => signIn.api.magicLinkVerify({ query: { token }, headers: headersOf(visitor), returnHeaders: true })),

    /** Whose cookie this is. With `renew`, a session in use is prolonged and `cookies` may hold its new cookie. */
    find: async (cookie: string, { renew = false } = {}): Promise<Entered | undefined> => {
      const answer = await orUndefined(() =>
        signIn.api.getSession({
          headers: new Headers({ cookie }),
          query: { disableRefresh: !renew },
          returnHeaders: true,
        }),
      )
      if (!answer?.response) return undefined
      const [row] = await db.select().from(people).where(eq(people.id, answer.response.user.id))
      if (!row || row.disabled) return undefined
      return { person: personOf(row), cookies: renew ? answer.headers.getSetCookie() : [] }
    },

    /** Ends the session of this cookie; the answer's cookies remove it from the browser. */
    close: async (cookie: string): Promise<string[]> => {
      // signOut keeps quiet about a store that is away and the session would live on; this throws.
      await db.execute(sql`select 1`)
      const answer = await signIn.api.signOut({ headers: new Headers({ cookie }), returnHeaders: true })
      return answer.headers.getSetCookie()
    },

    /** Removes sessions and links whose time is over. */
    tidy: async (): Promise<void> => {
      const now = new Date()
      await db.delete(table).where(lt(table.expiresAt, now))
      await db.delete(verifications).where(lt(verifications.expiresAt, now))
    },
  }
}

/** Makes a one-time token for a person who exists. */
export const linkMaker =
  (signIn: SignIn) =>
  async (email: string): Promise<SignInLink> => {
    let token = ''
    const metadata = {
      take: (made: string) => {
        token = made
      },
    }
    const expiresAt = Date.now() + LINK_LIFE_MS
    await signIn.api.signInMagicLink({ body: { email, metadata }, headers: new Headers() })
    return { token, path: `/sign-in?token=${encodeURIComponent(token)}`, expiresAt }
  }

const headersOf = ({ address, agent }: Visitor) =>
  new Headers({ 'x-wayworn-address': address, 'user-agent': agent.replace(/[^\x20-\x7e]/g, '?').slice(0, 500) })

/** better-auth refuses by throwing; a store that is away must not read as a refusal. */
const orUndefined = async <T>(attempt: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await attempt()
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500 && !isAway(error)) return undefined
    throw error
  }
}
