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
  /** Rows `{session_key}`: the settled sessions that lie across an end of the range. */
  across: Sql
  /** Rows `{user_key, device_number, n}`: events of these types in sessions that lie within the range. */
  within(options: Within): Sql
  /** Of settled events those of `across`. */
  crossing: Sql
}

interface Within {
  /** A condition on `user_key` and `device_number`. */
  only: Sql | undefined
  /** Whether there are sessions in `across`. */
  areAcross: boolean
}

/** Undefined where the numbers of views, actions and server events on sequences don't tell what matches. */
export const sequencedUsers = (search: Search, scope: Scope): SequencedUsers | undefined => {
  const split = scope.way === 'events' ? undefined : splitSearch(search)
  const types = typesOf(search).filter(isCounted)
  if (!split || !types.length || !isDecided(split.kind)) return undefined
  if (attributesOf(split.kind).some((path) => path !== 'type')) return undefined
  const { picture, from, to, keptFrom = 0 } = scope
  if (from < keptFrom || picture.committed === 0n) return undefined
  const rows = (selected: Sql, where: Sql) =>
    sql`SELECT ${selected} FROM sequences WHERE ${settledVisible(picture)} AND ${where}`
  const across = rows(sql`session_key`, sql`(${or([isAcross(from), isAcross(to)])})`)
  const number = join(
    types.map((type) => word(COUNTS[type])),
    sql` + `,
  )
  // Of the time only what these sessions can have events in.
  const until = rows(sql`ifNull(maxOrNull(last), ${time(from)})`, isAcross(from))
  const since = rows(sql`ifNull(minOrNull(start), ${time(to)})`, isAcross(to))
  return {
    types,
    across,
    within({ only, areAcross }) {
      const where = [
        sql`start >= ${time(from)}`,
        sql`last < ${time(to)}`,
        ...(areAcross ? [sql`session_key GLOBAL NOT IN (${across})`] : []),
        predicateOf(split.row, createFields()),
        ...(only ? [only] : []),
      ]
      return sql`${rows(sql`user_key, ${unnamedDeviceKey}, toInt64(sum(${number})) AS n`, and(where))}
GROUP BY user_key, device_number`
    },
    crossing: sql`(session_key GLOBAL IN (${across})
  AND (toStartOfHour(date) <= toStartOfHour((${until})) OR toStartOfHour(date) >= toStartOfHour((${since}))))`,
  }
}

const isAcross = (at: number): Sql => sql`(start < ${time(at)} AND last >= ${time(at)})`

const isCounted = (type: EventType): type is keyof typeof COUNTS => type in COUNTS

/** Whether `typesOf` is certain which types match a search that is about types alone. */
const isDecided = (search: Search): boolean => {
  if (search.kind === 'and' || search.kind === 'or') return search.of.every(isDecided)
  return search.kind !== 'not' || search.of.kind === 'attribute'
}
