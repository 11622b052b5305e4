import { and as both, type Search } from '../../model/search/ast.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { literalOf } from '../../model/search/value-pattern.ts'
import { typesOf } from '../../query/event-types.ts'
import { createFields, type Field, type Fields } from '../../query/field.ts'
import { predicateOf } from '../../query/predicate.ts'
import { isOnRows, splitSearch } from '../../query/sequence-search.ts'
import { areSequenced, kindBits } from '../../query/sequence-source.ts'
import { constant, join, type Sql, sql } from '../../sql/sql.ts'
import type { Journey } from './steps.ts'

/** A journey as sequences tell it: fields of rows may be added until they are selected. */
export interface JourneySequences {
  fields: Fields
  entity: Field
  /** For each step what must hold of a kind of event; the attributes that this names; and all of them as `kindBits`. */
  ofKinds: readonly Sql[]
  kindPaths: readonly string[]
  kinds: Sql
  /** The steps that the row leaves possible, as bits; undefined: all. */
  ofRow: Sql | undefined
  /** What must hold of a row. */
  conditions: readonly Sql[]
  /** 1 where a session's only row tells all of it: not where another application may have a session of the same id. */
  alone: Sql
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
  const fields = createFields()
  const kindFields = createFields()
  const entity = fields.of(journey.entity.path)
  const conditions = [
    entity.exists,
    predicateOf(shared.row, fields),
    ...(journey.audience ? [journey.audience(fields)] : []),
  ]
  const ofKinds = split.map(({ kind }) => predicateOf(both([shared.kind, kind]), kindFields))
  const ofRow = split.some(({ row }) => row.kind !== 'all')
    ? join(
        split.map(({ row }, i) => sql`toUInt32(${predicateOf(row, fields)}) * ${constant(String(2 ** i))}`),
        sql` + `,
      )
    : undefined
  if (!fields.all().every((field) => isOnRows(field.path))) return undefined
  return {
    fields,
    entity,
    ofKinds,
    kindPaths: kindFields.all().map((field) => field.path),
    kinds: kindBits(ofKinds),
    ofRow,
    conditions,
    alone: aloneIn(whole),
  }
}

/** One application is asked about, or there is only one. */
const aloneIn = (search: Search): Sql => {
  const parts = search.kind === 'and' ? search.of : [search]
  const pinned = parts.some(
    (part) =>
      part.kind === 'attribute' &&
      part.attribute === 'application.id' &&
      part.match.kind === 'is' &&
      literalOf(part.match.value) !== undefined,
  )
  if (pinned) return sql`1`
  return sql`(SELECT uniqExact(application_id) < 2 FROM (
    SELECT application_id FROM sequences UNION ALL SELECT application_id FROM events_hot))`
}
