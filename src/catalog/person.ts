import type { Role } from './role.ts'
import type { people as table } from './schema.ts'

export type Person = {
  id: string
  email: string
  name: string
  role: Role
  disabled: boolean
  /** Milliseconds. */
  createdAt: number
  updatedAt: number
  lastSignInAt: number | null
}

export const personOf = (row: typeof table.$inferSelect): Person => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  disabled: row.disabled,
  createdAt: row.createdAt.getTime(),
  updatedAt: row.updatedAt.getTime(),
  lastSignInAt: row.lastSignInAt?.getTime() ?? null,
})

export type PersonStatus = 'Active' | 'Pending' | 'Disabled'

/** `Pending` is who never signed in. */
export const statusOf = (person: Person): PersonStatus => {
  if (person.disabled) return 'Disabled'
  return person.lastSignInAt === null ? 'Pending' : 'Active'
}
