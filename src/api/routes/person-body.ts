import { z } from 'zod'
import type { Page } from '../../catalog/page.ts'
import type { PeopleSort } from '../../catalog/people.ts'
import { type Person, statusOf } from '../../catalog/person.ts'
import { ROLES } from '../../catalog/role.ts'
import { pageFields, words } from '../checked.ts'

const SORTS = { name: 'name', email: 'email', created_at: 'createdAt', modified_at: 'updatedAt' } as const
const sortNames = Object.keys(SORTS).flatMap((name) => [name, `-${name}`])
const STATUSES = ['Active', 'Pending', 'Disabled'] as const

export const listQuery = z.strictObject({
  ...pageFields,
  sort: z.enum(sortNames).optional(),
  sort_dir: z.enum(['asc', 'desc']).default('asc'),
  filter: words(200).optional(),
  'filter[status]': z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(z.enum(STATUSES)))
    .optional(),
})

export const pageOf = (query: z.output<typeof listQuery>): Page<PeopleSort> => {
  const name = query.sort?.replace('-', '') as keyof typeof SORTS | undefined
  return {
    size: query['page[size]'],
    number: query['page[number]'],
    ...(name ? { sort: SORTS[name] } : {}),
    descending: (query.sort?.startsWith('-') ?? false) !== (query.sort_dir === 'desc'),
  }
}

const email = z.string().trim().pipe(z.email().max(254))
const password = z.string().min(8).max(256)

/** The id of a role is its name. */
const roles = z.object({
  roles: z.object({ data: z.array(z.object({ type: z.literal('roles'), id: z.enum(ROLES) })).max(1) }).optional(),
})

export const createBody = z.object({
  data: z.object({
    type: z.literal('users'),
    attributes: z.object({
      email,
      name: words(100).optional(),
      role: z.enum(ROLES).optional(),
      password: password.optional(),
    }),
    relationships: roles.optional(),
  }),
})

export const updateBody = z.object({
  data: z.object({
    type: z.literal('users'),
    id: z.string(),
    attributes: z.object({
      email: email.optional(),
      name: words(100).optional(),
      disabled: z.boolean().optional(),
      role: z.enum(ROLES).optional(),
      password: password.optional(),
    }),
  }),
})

export const invitationsBody = z.object({
  data: z
    .array(
      z.object({
        type: z.literal('user_invitations'),
        relationships: z.object({
          user: z.object({ data: z.object({ type: z.literal('users'), id: z.string().regex(/^[\w.-]{1,100}$/) }) }),
        }),
      }),
    )
    .min(1)
    .max(50),
})

/** A person as published; `role` is ours. */
export const bodyOf = (person: Person) => ({
  type: 'users',
  id: person.id,
  attributes: {
    uuid: person.id,
    email: person.email,
    handle: person.email,
    name: person.name,
    role: person.role,
    disabled: person.disabled,
    status: statusOf(person),
    service_account: false,
    verified: true,
    created_at: new Date(person.createdAt).toISOString(),
    modified_at: new Date(person.updatedAt).toISOString(),
    ...(person.lastSignInAt === null ? {} : { last_login_time: new Date(person.lastSignInAt).toISOString() }),
  },
  relationships: { roles: { data: [{ type: 'roles', id: person.role }] } },
})
