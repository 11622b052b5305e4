import { COUNTS } from '../../engine/schema/0035-times-of-types.ts'
import type { EventType } from '../../model/attribute.ts'
import type { Search } from '../../model/search/ast.ts'
import { attributesOf } from '../../model/search/attributes-of.ts'
import { typesOf } from '../../query/event-types.ts'
import { createFields } from '../../query/field.ts'
import { unnamedDeviceKey } from '../../query/identity.ts'
import { predicateOf } from '../../query/predicate.ts'
import { splitSearch } from '../../query/sequence-search.ts'
import type { Scope } from '../../query/source.ts'
import { settledVisible } from '../../sessions/visible.ts'
import { and, join, or, type Sql, sql, time, word } from '../../sql/sql.ts'

export interface SequencedUsers {
  types: readonly EventType[]
  /** Rows `{user_key, device_number, n}`: events of these types in sessions that lie within the range. */
  counted: Sql
  /** Of settled events those whose sessions lie across an end of the range, which `counted` leaves out; undefined without. */
  crossing: Sql | undefined
}

interface Options {
  /** A condition on `user_key` and `device_number`. */
  only: Sql | undefined
  /** Whether there are `sessionsAcross`. */
  areAcross: boolean
}

/** Undefined where the numbers of views, actions and server events on sequences don't tell what matches. */
export const sequencedUsers = (
  search: Search,
  scope: Scope,
  { only = sql`1`, areAcross }: Options,
): SequencedUsers | undefined => {
  const split = scope.way === 'events' ? undefined : splitSearch(search)
  const types = typesOf(search).filter(isCounted)
  if (!split || !types.length || !isDecided(split.kind)) return undefined
  if (attributesOf(split.kind).some((path) => path !== 'type')) return undefined
  const { picture, from, to, keptFrom = 0 } = scope
  if (from < keptFrom || picture.committed === 0n) return undefined
  const visible = settledVisible(picture)
  const keys = sessionsAcross(scope)
  const number = join(
    types.map((type) => word(COUNTS[type])),
    sql` + `,
  )
  const where = and([
    sql`start >= ${time(from)}`,
    sql`last < ${time(to)}`,
    ...(areAcross ? [sql`session_key GLOBAL NOT IN (${keys})`] : []),
    predicateOf(split.row, createFields()),
  ])
  // Of the time only what these sessions can have events in.
  const rows = (selected: Sql, at: number) =>
    sql`SELECT ${selected} FROM sequences WHERE ${visible} AND ${isAcross(at)}`
  const until = rows(sql`ifNull(maxOrNull(last), ${time(from)})`, from)
  const since = rows(sql`ifNull(minOrNull(start), ${time(to)})`, to)
  return {
    types,
    counted: sql`SELECT user_key, ${unnamedDeviceKey}, toInt64(sum(${number})) AS n
FROM sequences WHERE ${visible} AND ${where} AND ${only} GROUP BY user_key, device_number`,
    crossing: areAcross
      ? sql`(session_key GLOBAL IN (${keys})
  AND (toStartOfHour(date) <= toStartOfHour((${until})) OR toStartOfHour(date) >= toStartOfHour((${since}))))`
      : undefined,
  }
}

/** Rows `{session_key}`: the settled sessions that lie across an end of the range. */
export const sessionsAcross = ({ picture, from, to }: Scope): Sql =>
  sql`SELECT session_key FROM sequences WHERE ${settledVisible(picture)} AND (${or([isAcross(from), isAcross(to)])})`

const isAcross = (at: number): Sql => sql`(start < ${time(at)} AND last >= ${time(at)})`

const isCounted = (type: EventType): type is keyof typeof COUNTS => type in COUNTS

/** Whether `typesOf` is certain which types match a search that is about types alone. */
const isDecided = (search: Search): boolean => {
  if (search.kind === 'and' || search.kind === 'or') return search.of.every(isDecided)
  return search.kind !== 'not' || search.of.kind === 'attribute'
}
