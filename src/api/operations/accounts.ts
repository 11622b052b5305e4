import { updateBody as applicationChange, createBody as applicationToMake } from '../routes/applications.ts'
import { query as auditQuery } from '../routes/audit.ts'
import { updateBody as keyChange, listQuery as keysQuery, createBody as keyToMake } from '../routes/key-body.ts'
import { removal } from '../routes/people.ts'
import {
  invitationsBody,
  listQuery as peopleQuery,
  updateBody as personChange,
  createBody as personToMake,
} from '../routes/person-body.ts'
import { settingsBody } from '../routes/settings.ts'
import { meBody, signInBody, signInQuery } from '../routes/sign-in.ts'
import type { Operations } from './operation.ts'

const tag = 'Accounts'

/** Signing in, people, keys, applications and what administrators set. */
export const ACCOUNT_OPERATIONS: Operations = {
  'POST /api/v2/wayworn/sign-in': {
    tag,
    summary: 'Sign in by email and password',
    body: signInBody,
    status: 204,
    open: true,
  },
  'POST /api/v2/wayworn/sign-out': { tag, summary: 'End the sign-in', status: 204, open: true },
  'GET /sign-in': {
    tag,
    summary: 'Sign in by a one-time link; without a token, the page to sign in',
    query: signInQuery,
    status: 302,
    open: true,
  },
  'GET /api/v2/wayworn/me': { tag, summary: 'Who is asking' },
  'PATCH /api/v2/wayworn/me': { tag, summary: "Change one's own name or password", body: meBody },
  'GET /api/v2/users': { tag, summary: 'People', query: peopleQuery },
  'POST /api/v2/users': { role: 'admin', tag, summary: 'Add a person', body: personToMake, status: 201 },
  'GET /api/v2/users/{id}': { tag, summary: 'One person' },
  'PATCH /api/v2/users/{id}': { role: 'admin', tag, summary: 'Change a person', body: personChange },
  'DELETE /api/v2/users/{id}': {
    role: 'admin',
    tag,
    summary: 'Disable a person, or remove them',
    query: removal,
    status: 204,
  },
  'GET /api/v2/current_user': { tag, summary: 'The person who is asking, or whose key it is' },
  'POST /api/v2/user_invitations': {
    role: 'admin',
    tag,
    summary: 'Make one-time sign-in links',
    body: invitationsBody,
    status: 201,
  },
  ...keyOperations('/api/v2/api_keys', 'API keys', 'api', true),
  ...keyOperations('/api/v2/application_keys', 'Application keys', 'application', false),
  ...keyOperations('/api/v2/current_user/application_keys', "One's own application keys", 'application', true),
  'GET /api/v2/rum/applications': { tag: 'Applications', summary: 'Applications' },
  'POST /api/v2/rum/applications': {
    role: 'editor',
    tag: 'Applications',
    summary: 'Add an application',
    body: applicationToMake,
  },
  'GET /api/v2/rum/applications/{id}': { tag: 'Applications', summary: 'One application' },
  'PATCH /api/v2/rum/applications/{id}': {
    role: 'editor',
    tag: 'Applications',
    summary: 'Change an application',
    body: applicationChange,
  },
  'DELETE /api/v2/rum/applications/{id}': {
    role: 'admin',
    tag: 'Applications',
    summary: 'Remove an application',
    status: 204,
  },
  'GET /api/v2/wayworn/settings': { tag: 'Settings', summary: 'What administrators set for all' },
  'PATCH /api/v2/wayworn/settings': { role: 'admin', tag: 'Settings', summary: 'Change it', body: settingsBody },
  'GET /api/v2/wayworn/audit': { role: 'admin', tag: 'Settings', summary: 'Who did what', query: auditQuery },
}

function keyOperations(path: string, summary: string, kind: 'api' | 'application', creates: boolean): Operations {
  const shared = { tag: 'Keys', ...(kind === 'api' ? { role: 'admin' as const } : {}) }
  return {
    [`GET ${path}`]: { ...shared, summary, query: keysQuery },
    ...(creates ? { [`POST ${path}`]: { ...shared, summary: 'Make a key', body: keyToMake(kind), status: 201 } } : {}),
    [`GET ${path}/{id}`]: { ...shared, summary: 'One key' },
    [`PATCH ${path}/{id}`]: { ...shared, summary: 'Rename a key', body: keyChange(kind) },
    [`DELETE ${path}/{id}`]: { ...shared, summary: 'Revoke a key', status: 204 },
  }
}
