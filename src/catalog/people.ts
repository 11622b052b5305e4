import { randomUUID } from 'node:crypto'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { and, asc, desc, eq, ilike, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { WaywornError } from '../lib/errors.ts'
import type { Database } from './database.ts'
import { isDuplicate } from './failures.ts'
import type { Page } from './page.ts'
import { type Person, type PersonStatus, personOf } from './person.ts'
import type { Role } from './role.ts'
import { credentials, keys, sessions, people as table } from './schema.ts'

/** `token` for `/sign-in?token=…`: works once, until `expiresAt` (ms). */
export type SignInLink = { token: string; path: string; expiresAt: number }

export type NewPerson = { email: string; name?: string; role: Role; password?: string | undefined }
export type PersonChange = Partial<Pick<Person, 'name' | 'email' | 'role' | 'disabled'>>

/** `text` is looked for in email and name. */
export type PeopleFilter = { text?: string | undefined; statuses?: PersonStatus[] | undefined }
export type PeopleSort = 'email' | 'name' | 'createdAt' | 'updatedAt'

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
  const update = async (id: string, change: PersonChange): Promise<Person> => {
    const set = { ...change, ...(change.email === undefined ? {} : { email: emailOf(change.email) }) }
    const person = await db.transaction(async (tx) => {
      if (set.disabled || (set.role && set.role !== 'admin')) await keepAnAdmin(tx, id)
      const changing = tx
        .update(table)
        .set({ ...set, updatedAt: new Date() })
        .where(eq(table.id, id))
        .returning()
      const [row] = await changing.catch(refuseTaken(set.email ?? ''))
      if (set.disabled) await tx.delete(sessions).where(eq(sessions.userId, id))
      return personOf(row ?? missing(id))
    })
    await onChange()
    return person
  }

  return {
    /** People by email, with the number of all that match. */
    list: (filter: PeopleFilter = {}, page: Page<PeopleSort> = { size: 1000, number: 0 }) =>
      listPeople(db, filter, page),

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

    /**
     * Changes name, email, role or state, all or none. Disabling ends the person's sessions and refuses their
     * application keys. Throws `conflict` if the email is taken or the last administrator would be gone.
     */
    update,

    setRole: (id: string, role: Role): Promise<Person> => update(id, { role }),

    disable: (id: string): Promise<Person> => update(id, { disabled: true }),

    enable: (id: string): Promise<Person> => update(id, { disabled: false }),

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

type Store = Pick<Database, 'select' | 'insert' | 'update' | 'delete'>

const tidy = (email: string) => email.trim().toLowerCase()

/** Emails that the sign-in would not take later are refused here. */
const emailOf = (email: string): string => {
  if (z.email().max(254).safeParse(tidy(email)).success) return tidy(email)
  throw new WaywornError('invalid_field', {
    field: 'email',
    reason: `"${email}" is not an email address; write it as in ada@example.com`,
  })
}
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
  const address = emailOf(email)
  const values = { id, email: address, name: name ?? address.split('@')[0]!, role }
  const [row] = await tx.insert(table).values(values).returning().catch(refuseTaken(address))
  if (password !== undefined) await tx.insert(credentials).values(passwordRow(id, await hashPassword(password)))
  return personOf(row!)
}

const listPeople = async (db: Database, { text, statuses }: PeopleFilter, page: Page<PeopleSort>) => {
  const like = text && `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const where = and(
    like ? or(ilike(table.email, like), ilike(table.name, like)) : undefined,
    statuses ? or(sql`false`, ...statuses.map((status) => IS_STATUS[status])) : undefined,
  )
  const column = table[page.sort ?? 'email']
  const rows = await db
    .select()
    .from(table)
    .where(where)
    .orderBy(page.descending ? desc(column) : asc(column), asc(table.id))
    .limit(page.size)
    .offset(page.size * page.number)
  return { people: rows.map(personOf), total: await db.$count(table, where) }
}

/** The same states as `statusOf`. */
const IS_STATUS: Record<PersonStatus, SQL | undefined> = {
  Disabled: eq(table.disabled, true),
  Pending: and(eq(table.disabled, false), isNull(table.lastSignInAt)),
  Active: and(eq(table.disabled, false), isNotNull(table.lastSignInAt)),
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
