import { EVENT_TYPES } from '../../model/attribute.ts'
import type { MemberKey } from '../../model/audience/upload.ts'
import { createFields } from '../../query/field.ts'
import { eventSource, type Scope } from '../../query/source.ts'
import { type Sql, sql, str, u64 } from '../../sql/sql.ts'
import { EVER } from '../entity.ts'
import { profileRows } from '../profiles/source.ts'

export interface Members {
  segmentId: string
  key: MemberKey
  version: number
}

/** The values that an upload brought. */
export const valuesOf = ({ segmentId, version }: Omit<Members, 'key'>): Sql =>
  sql`SELECT value AS id FROM segment_members WHERE segment_id = ${str(segmentId)} AND version = ${u64(version)}`

/** The ids that an upload names; by email or name, the users of whom an event has that email or name. */
export const membersOf = (members: Members, scope: Scope): Sql => {
  if (members.key === 'usr.id' || members.key === 'account.id') return valuesOf(members)
  const fields = createFields()
  const [user, named] = [fields.of('usr.id'), fields.of(members.key)]
  return sql`SELECT DISTINCT ${user.text} AS id FROM (${everSource(scope, fields)})
WHERE ${user.exists} AND ${named.text} GLOBAL IN (${valuesOf(members)})`
}

/** The values of the key that any event has. */
export const knownValues = (key: MemberKey, scope: Scope): Sql => {
  if (key === 'usr.id' || key === 'account.id') {
    const known = profileRows([], { audience: key === 'usr.id' ? 'users' : 'accounts', scope })
    return sql`SELECT id AS value FROM (${known})`
  }
  const fields = createFields()
  const named = fields.of(key)
  return sql`SELECT DISTINCT ${named.text} AS value FROM (${everSource(scope, fields)}) WHERE ${named.exists}`
}

const everSource = (scope: Scope, fields: ReturnType<typeof createFields>): Sql =>
  eventSource({ ...scope, ...EVER }, { fields: fields.all(), types: EVENT_TYPES.filter((type) => type !== 'session') })
