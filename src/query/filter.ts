import type { EventType } from '../model/attribute.ts'
import type { Search } from '../model/search/ast.ts'
import { parseSearch } from '../model/search/parse.ts'
import { and, constant, f64, type Sql, sql } from '../sql/sql.ts'
import { typesOf } from './event-types.ts'
import { createFields, type Fields } from './field.ts'
import { userLike } from './identity.ts'
import { predicateOf } from './predicate.ts'
import { inSessionsOf } from './seen.ts'
import { eventSource, type Scope } from './source.ts'
import { usersNamed } from './users-named.ts'

/** What selects events: a search, or a search with how often an entity must match it. */
export interface EventQuery {
  search: {
    query: string | Search
    occurrences?: { operator: '=' | '>=' | '<=' | '>' | '<'; value: string } | undefined
  }
}

export interface Filtered {
  fields: Fields
  types: readonly EventType[]
  where: Sql
  /** The matching events, with all fields asked for until it is called. */
  rows(own?: readonly Sql[]): Sql
}

/** A query's events within a scope, of them those for which `also` holds. */
export const filtered = (query: EventQuery, scope: Scope, also?: (fields: Fields) => Sql): Filtered => {
  const fields = createFields(scope.derive)
  const { query: asked, occurrences } = query.search
  const search = typeof asked === 'string' ? parseSearch(asked) : asked
  const types = typesOf(search)
  const users = usersNamed(search)
  const settled = users && inSessionsOf({ key: 'usr_id', ids: users })
  const asSent = scope.identity === 'as_sent'
  const searched = asSent ? fields : { of: fields.of, userLike: (like: Sql) => fields.stored(userLike(like)) }
  const matching = predicateOf(search, searched)
  const conditions = [matching, ...(also ? [also(fields)] : [])]
  if (occurrences) {
    const user = fields.of('usr.id').text
    const source = eventSource(scope, { fields: fields.all(), types, settled, users })
    conditions.push(sql`${user} GLOBAL IN (
      SELECT ${user} FROM (${source}) WHERE ${matching} AND ${user} != ''
      GROUP BY ${user} HAVING toFloat64(count()) ${constant(occurrences.operator)} ${f64(Number(occurrences.value))})`)
  }
  const where = and(conditions)
  return {
    fields,
    types,
    where,
    rows: (own = []) =>
      sql`SELECT * FROM (${eventSource(scope, { fields: fields.all(), types, own, settled, users })}) WHERE ${where}`,
  }
}
