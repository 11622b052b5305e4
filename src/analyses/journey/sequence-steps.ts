import type { EventType } from '../../model/attribute.ts'
import { and as both, type Search } from '../../model/search/ast.ts'
import { demandsOf } from '../../model/search/demands.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { typesNamed, typesOf } from '../../query/event-types.ts'
import { createFields, type Field, type Fields } from '../../query/field.ts'
import { predicateOf } from '../../query/predicate.ts'
import { isOnRows, splitSearch } from '../../query/sequence-search.ts'
import { areSequenced } from '../../query/sequence-source.ts'
import { and, type Sql, sql, time } from '../../sql/sql.ts'
import { entityIn, type Journey } from './steps.ts'

/** A journey as sequences tell it: fields of rows may be added until they are selected. */
export interface JourneySequences {
  fields: Fields
  entity: Field
  /** For each step what must hold of a kind of event, and the attributes that this names. */
  ofKinds: readonly Sql[]
  kindPaths: readonly string[]
  /** The types of the first step's events, if nothing else is asked of them. */
  types: readonly EventType[] | undefined
  /** What must hold of a row. */
  conditions: readonly Sql[]
  /**
   * What holds of a row that tells a session alone, all of it in the time asked about, without ties: never where another
   * application may have a session of the same id.
   */
  whole: readonly Sql[]
}

/** Undefined where sequences don't carry all that is asked. */
export const journeySequences = (journey: Journey): JourneySequences | undefined => {
  const { scope, nodes, filter } = journey
  if (scope.way === 'events' || journey.identifiedOnly) return undefined
  const searches = nodes.map(({ query, pointer }) =>
    query.data_source === 'product_analytics'
      ? parseSearch(query.search.query, { pointer: `${pointer}/search/query` })
      : undefined,
  )
  const whole = parseSearch(filter.text, { pointer: filter.pointer })
  const shared = splitSearch(whole)
  const split = searches.map((search) => search && areSequenced(typesOf(both([whole, search]))) && splitSearch(search))
  if (!shared || !split.every((one) => one !== undefined && one !== false)) return undefined
  // A condition on the row of one step alone would need a look at each event's row.
  if (split.some(({ row }) => row.kind !== 'all')) return undefined
  const fields = createFields()
  const kindFields = createFields()
  const entity = entityIn(fields, journey)
  const conditions = [
    entity.exists,
    predicateOf(shared.row, fields),
    ...(journey.audience ? [journey.audience(fields)] : []),
  ]
  const ofKinds = split.map(({ kind }) => predicateOf(both([shared.kind, kind]), kindFields))
  if (!fields.all().every((field) => isOnRows(field.path))) return undefined
  return {
    fields,
    entity,
    ofKinds,
    kindPaths: kindFields.all().map((field) => field.path),
    types: typesNamed(both([shared.kind, split[0]!.kind])),
    conditions,
    whole: [sql`plain`, aloneIn(whole), sql`start >= ${time(scope.from)}`, sql`last < ${time(scope.to)}`],
  }
}

/** The rows that tell a session alone, for whom more may have to hold, and all others: what holds of them. */
export const splitRows = ({ conditions, entity, whole }: JourneySequences, more: readonly Sql[] = []) => ({
  // Such a row has a session.
  alone: [...conditions.filter((one) => one !== entity.exists), ...whole, ...more],
  others: [...conditions, sql`NOT ${and([...whole, ...more])}`],
})

/** One application is asked about, or there is only one. */
const aloneIn = (search: Search): Sql => {
  if (demandsOf(search).has('application.id')) return sql`1`
  // The one of the first row, and no other: which the order of rows tells without a look at them.
  return sql`(SELECT count() = 0 FROM (
    SELECT application_id FROM sequences WHERE ${isOther} LIMIT 1 UNION ALL SELECT application_id FROM events_hot WHERE ${isOther} LIMIT 1))`
}

const isOther = sql`application_id != (SELECT any(application_id) FROM (
      SELECT application_id FROM sequences LIMIT 1 UNION ALL SELECT application_id FROM events_hot LIMIT 1))`
