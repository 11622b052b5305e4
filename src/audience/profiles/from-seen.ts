import { seenSource, seenValue } from '../../query/seen.ts'
import { and, constant, join, type Sql, sql, word } from '../../sql/sql.ts'
import { type Asked, ENTITY_COLUMN } from '../entity.ts'
import { type Among, isAmong, type Key } from './among.ts'
import type { CountName } from './attributes.ts'
import type { ProfileColumn } from './columns.ts'

/** What is read of each row, and what is made of a person's rows. */
interface Merged {
  reads: readonly string[]
  made: Sql
}

/** Whether it is told by what sessions are known to hold. What customers set is not. */
export const isSeen = (column: ProfileColumn): boolean => column.alias === 'id' || mergedOf(column) !== undefined

/**
 * The same rows as `rowsFromEvents`, from what sessions are known to hold: many times fewer. Undefined if a column
 * needs the events themselves, as what customers set does.
 */
export const rowsFromSeen = (
  columns: readonly ProfileColumn[],
  keys: readonly Key[],
  { audience, scope }: Asked,
  among?: Among,
): Sql | undefined => {
  const merged = columns.filter(({ alias }) => alias !== 'id').map((column) => ({ ...column, of: mergedOf(column) }))
  const last = keys.map(({ path, alias }) => ({ alias, of: valueOf('last', path) }))
  const all = [...merged.map((one) => one.of), ...last.map((one) => one.of)]
  if (all.includes(undefined)) return undefined
  const reads = [...new Set(all.flatMap((one) => one!.reads))]
  const key = ENTITY_COLUMN[audience]
  const chosen = among && { key, ids: among }
  const made = [
    ...merged.map(({ of, alias }) => sql`${of!.made} AS ${word(alias)}`),
    ...last.map(({ of, alias }) => sql`${of!.made} AS ${alias}`),
  ]
  const where = and([sql`${word(key)} != ''`, ...(among ? [isAmong(word(key), among)] : [])])
  return sql`SELECT ${join([sql`${word(key)} AS id`, ...made])} FROM (${seenSource(scope, reads, chosen)}) WHERE ${where} GROUP BY id`
}

const mergedOf = ({ attribute: { made } }: ProfileColumn): Merged | undefined => {
  switch (made.kind) {
    case 'first_seen':
      return { reads: ['first_date'], made: sql`toFloat64(toUnixTimestamp64Milli(min(first_date)))` }
    case 'last_seen':
      return { reads: ['last_date'], made: sql`toFloat64(toUnixTimestamp64Milli(max(last_date)))` }
    case 'count':
      return countOf(made.of)
    case 'first':
    case 'last':
      return valueOf(made.kind, made.path)
    default:
      return undefined
  }
}

const valueOf = (which: 'first' | 'last', path: string): Merged | undefined => {
  const column = seenValue(which, path)
  if (column === undefined) return undefined
  return {
    reads: [column],
    made: sql`${constant(which === 'first' ? 'argMinIfMerge' : 'argMaxIfMerge')}(${word(column)})`,
  }
}

const countOf = (of: CountName): Merged => {
  switch (of) {
    case 'events':
    case 'errors':
    case 'frustrations':
      return { reads: [of], made: sql`toFloat64(sum(${word(of)}))` }
    case 'sessions':
      return { reads: [], made: sql`toFloat64(uniqExactIf((application_id, session_id), session_id != ''))` }
    case 'users':
      return { reads: [], made: sql`toFloat64(uniqExactIf(usr_id, usr_id != ''))` }
    default:
      return {
        reads: ['loading_sum', 'loading_count'],
        made: sql`if(sum(loading_count) = 0, NULL, sum(loading_sum) / sum(loading_count))`,
      }
  }
}
