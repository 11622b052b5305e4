import { z } from 'zod'
import type { Key, KeyKind, KeySort, NewKey } from '../../catalog/keys.ts'
import type { Page } from '../../catalog/page.ts'
import { ROLES } from '../../catalog/role.ts'
import { pageFields, words } from '../checked.ts'

export const TYPE_OF = { api: 'api_keys', application: 'application_keys' } as const

const SORTS = { created_at: 'createdAt', last4: 'last4', modified_at: 'updatedAt', name: 'name' } as const
const sortNames = Object.keys(SORTS).flatMap((name) => [name, `-${name}`])

/** Query parameters of the lists of keys. */
export const listQuery = z.strictObject({
  ...pageFields,
  sort: z.enum(sortNames).optional(),
  filter: words(200).optional(),
  /** The published lists can add the people; ours name them by id only. */
  include: z.string().optional(),
})

export const pageOf = (query: z.output<typeof listQuery>): Page<KeySort> => {
  const name = query.sort?.replace('-', '') as keyof typeof SORTS | undefined
  return {
    size: query['page[size]'],
    number: query['page[number]'],
    ...(name ? { sort: SORTS[name] } : {}),
    descending: query.sort?.startsWith('-') ?? false,
  }
}

const noScopes = z
  .array(z.string())
  .max(0, 'scopes are not offered here; give the key a role: viewer, editor or admin')
  .nullish()

/** A new key; `role` is ours and for application keys. */
export const createBody = (kind: KeyKind) =>
  z.object({
    data: z.object({
      type: z.literal(TYPE_OF[kind]),
      attributes: z.object({ name: words(100), role: z.enum(ROLES).optional(), scopes: noScopes }),
    }),
  })

export const updateBody = (kind: KeyKind) =>
  z.object({
    data: z.object({
      type: z.literal(TYPE_OF[kind]),
      id: z.string(),
      attributes: z.object({ name: words(100).optional(), scopes: noScopes }),
    }),
  })

/** A key as published; `key`, its text, is there only for one that was just made. */
export const bodyOf = (key: Key | NewKey) => {
  const owner = key.ownerId === null ? undefined : { data: { type: 'users', id: key.ownerId } }
  const shared = {
    name: key.name,
    last4: key.last4,
    created_at: isoOf(key.createdAt),
    created_by_handle: key.createdBy,
    ...('key' in key ? { key: key.key } : {}),
  }
  if (key.kind === 'api') {
    const lastUsed = key.lastUsedAt === null ? {} : { date_last_used: isoOf(key.lastUsedAt) }
    return {
      type: TYPE_OF.api,
      id: key.id,
      attributes: { ...shared, modified_at: isoOf(key.updatedAt), ...lastUsed },
      ...(owner ? { relationships: { created_by: owner } } : {}),
    }
  }
  const lastUsed = key.lastUsedAt === null ? {} : { last_used_at: isoOf(key.lastUsedAt) }
  return {
    type: TYPE_OF.application,
    id: key.id,
    attributes: { ...shared, role: key.role, ...lastUsed },
    ...(owner ? { relationships: { owned_by: owner } } : {}),
  }
}

const isoOf = (ms: number) => new Date(ms).toISOString()
