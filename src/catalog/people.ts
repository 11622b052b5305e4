import { randomUUID } from 'node:crypto'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { and, asc, eq, ilike, or, sql } from 'drizzle-orm'
import { WaywornError } from '../lib/errors.ts'
import type { Database } from './database.ts'
import { isDuplicate } from './failures.ts'
import type { Page } from './keys.ts'
import { type Person, personOf } from './person.ts'
import type { Role } from './role.ts'
import { credentials, keys, sessions, people as table } from './schema.ts'

/** `token` for `/sign-in?token=…`: works once, until `expiresAt` (ms). */
export type SignInLink = { token: string; path: string; expiresAt: number }

export type NewPerson = { email: string; name?: string; role: Role; password?: string | undefined }
export type PeopleFilter = { text?: string | undefined; disabled?: boolean | undefined }

type Parts = {
  /** Makes the one-time token; see `sessions.ts`. */
  makeLink: (email: string) => Promise<SignInLink>
  /** Called after a role or a state has changed, so that keys of that person follow. */
  onChange: () => Promise<void>
}

/** The people who may sign in. Emails are kept and compared in lower case. */
export const peopleOf = (db: Database, { makeLink, onChange }: Parts) => {
  const get = async (id: string): Promise<Person> => {
    const [row] = await db.select().from(table).where(eq(table.id, id))
    return personOf(row ?? missing(id))
  }
  const change = async (id: string, set: Partial<typeof table.$inferInsert>): Promise<Person> => {
    const person = await db.transaction(async (tx) => {
      if (set.disabled || (set.role && set.role !== 'admin')) await keepAnAdmin(tx, id)
      const values = { ...set, updatedAt: new Date() }
      const [row] = await tx.update(table).set(values).where(eq(table.id, id)).returning()
      if (set.disabled) await tx.delete(sessions).where(eq(sessions.userId, id))
      return personOf(row ?? missing(id))
    })
    await onChange()
    return person
  }

  return {
    /** People by email, with the number of all that match. */
    list: (filter: PeopleFilter = {}, page: Page = { size: 1000, number: 0 }) => listPeople(db, filter, page),

    /** One person. Throws `not_found`. */
    get,

    /** The person with this email, or undefined. */
    byEmail: async (email: string): Promise<Person | undefined> => {
      const [row] = await db
        .select()
        .from(table)
        .where(eq(table.email, tidy(email)))
      return row && personOf(row)
    },

    /** Adds a person; without a password they can sign in by a link only. Throws `conflict` if the email is taken. */
    create: (person: NewPerson): Promise<Person> => db.transaction((tx) => insert(tx, person)),

    /** Adds a person and makes the link by which they sign in for the first time. */
    invite: async (person: NewPerson): Promise<{ person: Person; link: SignInLink }> => {
      const added = await db.transaction((tx) => insert(tx, person))
      return { person: added, link: await makeLink(added.email) }
    },

    /** A one-time link for an existing person. Throws `not_found`, or `conflict` for a disabled person. */
    signInLink: async (email: string): Promise<SignInLink> => {
      const [row] = await db
        .select()
        .from(table)
        .where(eq(table.email, tidy(email)))
      if (!row) throw new WaywornError('not_found', { what: `A person with the email ${email}` })
      if (row.disabled) throw new WaywornError('conflict', { reason: `${email} is disabled. Enable this person first` })
      return makeLink(row.email)
    },

    /** Renames a person. */
    rename: (id: string, name: string): Promise<Person> => change(id, { name }),

    /** Changes the email a person signs in with. Throws `conflict` if it is taken. */
    setEmail: (id: string, email: string): Promise<Person> =>
      change(id, { email: tidy(email) }).catch(refuseTaken(email)),

    /** Throws `conflict` if this would take the last administrator away. */
    setRole: (id: string, role: Role): Promise<Person> => change(id, { role }),

    /** Ends their sessions and refuses their application keys. Throws `conflict` for the last administrator. */
    disable: (id: string): Promise<Person> => change(id, { disabled: true }),

    enable: (id: string): Promise<Person> => change(id, { disabled: false }),

    /** Removes a person with their sessions and application keys. Throws `conflict` for the last administrator. */
    remove: async (id: string): Promise<void> => {
      await db.transaction(async (tx) => {
        await keepAnAdmin(tx, id)
        await tx.delete(keys).where(and(eq(keys.kind, 'application'), eq(keys.ownerId, id)))
        const [row] = await tx.delete(table).where(eq(table.id, id)).returning()
        if (!row) missing(id)
      })
      await onChange()
    },

    /** Sets a password and ends the person's sessions. */
    setPassword: async (id: string, password: string): Promise<void> => {
      await get(id)
      const hash = await hashPassword(password)
      await db.transaction(async (tx) => {
        await tx.delete(credentials).where(isPasswordOf(id))
        await tx.insert(credentials).values(passwordRow(id, hash))
        await tx.delete(sessions).where(eq(sessions.userId, id))
      })
    },

    /** True if the person has no password yet, or this one. */
    passwordFits: async (id: string, password: string | undefined): Promise<boolean> => {
      const [row] = await db.select({ hash: credentials.password }).from(credentials).where(isPasswordOf(id))
      if (!row?.hash) return true
      return password !== undefined && verifyPassword({ hash: row.hash, password })
    },

    /** Adds the first administrator if there is none; returns them if they were added. */
    ensureFirstAdmin: ({ email, password, name }: { email: string; password?: string; name?: string }) =>
      db.transaction(async (tx): Promise<Person | undefined> => {
        await tx.execute(sql`lock table wayworn.people in share row exclusive mode`)
        if ((await tx.$count(table, isAdmin)) > 0) return undefined
        const [row] = await tx
          .select()
          .from(table)
          .where(eq(table.email, tidy(email)))
        if (!row) return insert(tx, { email, role: 'admin', password, ...(name ? { name } : {}) })
        const set = { role: 'admin' as const, disabled: false }
        const [raised] = await tx.update(table).set(set).where(eq(table.id, row.id)).returning()
        return personOf(raised!)
      }),
  }
}

export type People = ReturnType<typeof peopleOf>
type Store = Pick<Database, 'select' | 'insert' | 'update' | 'delete'>

const tidy = (email: string) => email.trim().toLowerCase()
const isAdmin = and(eq(table.role, 'admin'), eq(table.disabled, false))
const isPasswordOf = (id: string) => and(eq(credentials.userId, id), eq(credentials.providerId, 'credential'))

/** What better-auth looks for when someone signs in with a password. */
const passwordRow = (id: string, password: string) => ({
  id: randomUUID(),
  userId: id,
  accountId: id,
  providerId: 'credential',
  password,
})

const insert = async (tx: Store, { email, name, role, password }: NewPerson): Promise<Person> => {
  const id = randomUUID()
  const address = tidy(email)
  const values = { id, email: address, name: name ?? address.split('@')[0]!, role }
  const [row] = await tx.insert(table).values(values).returning().catch(refuseTaken(address))
  if (password !== undefined) await tx.insert(credentials).values(passwordRow(id, await hashPassword(password)))
  return personOf(row!)
}

const listPeople = async (db: Database, filter: PeopleFilter, page: Page) => {
  const like = filter.text && `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`
  const where = and(
    like ? or(ilike(table.email, like), ilike(table.name, like)) : undefined,
    filter.disabled === undefined ? undefined : eq(table.disabled, filter.disabled),
  )
  const rows = await db
    .select()
    .from(table)
    .where(where)
    .orderBy(asc(table.email))
    .limit(page.size)
    .offset(page.size * page.number)
  return { people: rows.map(personOf), total: await db.$count(table, where) }
}

/** Holds all administrators still until the transaction ends, and refuses if `id` is the only one. */
const keepAnAdmin = async (tx: Store, id: string): Promise<void> => {
  const admins = await tx.select({ id: table.id }).from(table).where(isAdmin).orderBy(table.id).for('update')
  if (admins.length !== 1 || admins[0]?.id !== id) return
  throw new WaywornError('conflict', {
    reason: 'This is the last administrator. Make another person an administrator first',
  })
}

const missing = (id: string): never => {
  throw new WaywornError('not_found', { what: `The person ${id}` })
}

const refuseTaken =
  (email: string) =>
  (error: unknown): never => {
    if (!isDuplicate(error)) throw error
    throw new WaywornError('conflict', { reason: `${email} has an account already` })
  }
