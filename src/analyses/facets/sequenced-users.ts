import { COUNTS } from '../../engine/schema/0035-times-of-types.ts'
import type { EventType } from '../../model/attribute.ts'
import type { Search } from '../../model/search/ast.ts'
import { attributesOf } from '../../model/search/attributes-of.ts'
import { typesOf } from '../../query/event-types.ts'
import { createFields } from '../../query/field.ts'
import { unnamedDeviceKey } from '../../query/identity.ts'
import { predicateOf } from '../../query/predicate.ts'
import { splitSearch } from '../../query/sequence-search.ts'
import { keptFrom, type Scope } from '../../query/source.ts'
import { SEQUENCE_TYPES } from '../../sessions/sequence-columns.ts'
import { and, sql } from '../../sql/sql.ts'
import { crossingOf } from './crossing.ts'
import { sumOf, type ToldUsers } from './told-users.ts'

/** Undefined where the numbers of views, actions and server events on sequences don't tell what matches. */
export const sequencedUsers = (search: Search, scope: Scope): ToldUsers | undefined => {
  const split = scope.way === 'events' ? undefined : splitSearch(search)
  const types = typesOf(search).filter(isCounted)
  if (!split || !types.length || !isDecided(split.kind)) return undefined
  if (attributesOf(split.kind).some((path) => path !== 'type')) return undefined
  if (scope.from < keptFrom(scope, SEQUENCE_TYPES) || scope.picture.committed === 0n) return undefined
  const number = sumOf(types.map((type) => COUNTS[type]))
  const { within, ...crossing } = crossingOf(sql`sequences`, scope)
  return {
    ...crossing,
    types,
    values: () => [],
    numbers({ only, areAcross }) {
      const where = [...within(areAcross), predicateOf(split.row, createFields()), ...(only ? [only] : [])]
      return [
        sql`SELECT user_key, ${unnamedDeviceKey}, toInt64(sum(${number})) AS n FROM sequences WHERE ${and(where)}
GROUP BY user_key, device_number`,
      ]
    },
  }
}

const isCounted = (type: EventType): type is keyof typeof COUNTS => type in COUNTS

/** Whether `typesOf` is certain which types match a search that is about types alone. */
const isDecided = (search: Search): boolean => {
  if (search.kind === 'and' || search.kind === 'or') return search.of.every(isDecided)
  return search.kind !== 'not' || search.of.kind === 'attribute'
}
