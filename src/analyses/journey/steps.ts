import { EVENT_TYPES, type EventType } from '../../model/attribute.ts'
import type { Search } from '../../model/search/ast.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { typesOf } from '../../query/event-types.ts'
import { createFields, type Field, type Fields } from '../../query/field.ts'
import { predicateOf } from '../../query/predicate.ts'
import { eventSource, type Scope } from '../../query/source.ts'
import { and, constant, f64, or, type Sql, sql } from '../../sql/sql.ts'
import type { Occurrences } from '../event-query.ts'
import type { NodeQuery } from './definition.ts'
import type { Entity } from './entity.ts'

/** What a journey is about, before anything is made of it. */
export interface Journey {
  entity: Entity
  scope: Scope
  /** Of the steps in order, and where each stands in the request. */
  nodes: readonly { query: NodeQuery; pointer: string }[]
  /** Holds for the events of all steps. */
  filter: { text: string; pointer: string }
  /** Whose events count, over the fields of any event. */
  audience?: (fields: Fields) => Sql
  /** Leave out sessions in which nobody was identified. */
  identifiedOnly: boolean
  /** Entities are only told apart, not named: a number may stand for each. */
  unnamed?: true
}

/** The same where nobody asks who its entities are. */
export const unnamed = <J extends Pick<Journey, 'unnamed'>>(journey: J): J => ({ ...journey, unnamed: true })

/** The journey's events: fields may be added until `rows` is called. */
export interface JourneyEvents {
  fields: Fields
  entity: Field
  /** Whether an event is one of step i: 1 or 0. */
  steps: readonly Sql[]
  searches: readonly Search[]
  /** Of further event queries, such as steps that must not happen. */
  matching(query: NodeQuery, pointer: string): Sql
  /** Rows of events of the entity that pass the filter and `of`; all columns asked for. */
  rows(of: { where: Sql; types: readonly EventType[]; own?: readonly Sql[] }): Sql
}

export const journeyEvents = (journey: Journey): JourneyEvents => {
  const { scope } = journey
  const fields = createFields(scope.derive)
  const entity = entityIn(fields, journey)
  const filter = predicateOf(searchOf(journey.filter.text, journey.filter.pointer), fields)
  const searches = journey.nodes.map(({ query, pointer }) => searchOf(query.search.query, `${pointer}/search/query`))
  const matching = (query: NodeQuery, search: Search): Sql => {
    // A session's own row is no event that happened in it, unless it is asked for.
    const untyped = typesOf(search).length === EVENT_TYPES.length
    const own = and([predicateOf(search, fields), ...(untyped ? [sql`${fields.of('type').text} != 'session'`] : [])])
    const often = query.data_source === 'product_analytics_occurrence' ? query.search.occurrences : undefined
    return often ? and([own, oftenEnough(journey, often, search)]) : own
  }
  const steps = journey.nodes.map(({ query }, i) => matching(query, searches[i]!))
  const known = [
    ...(journey.audience ? [journey.audience(fields)] : []),
    ...(journey.identifiedOnly ? [identified(scope)] : []),
  ]
  if (journey.identifiedOnly) for (const path of ['usr.id', 'session.id']) fields.of(path)
  return {
    fields,
    entity,
    steps,
    searches,
    matching: (query, pointer) => matching(query, searchOf(query.search.query, `${pointer}/search/query`)),
    rows: ({ where, types, own = [] }) =>
      sql`SELECT * FROM (${eventSource(scope, { fields: fields.all(), types, own })})
WHERE ${and([entity.exists, filter, ...known, where])}`,
  }
}

/** What tells the journey's entities apart. */
export const entityIn = (fields: Fields, { entity, unnamed }: Pick<Journey, 'entity' | 'unnamed'>): Field =>
  unnamed ? fields.keyOf(entity.path) : fields.of(entity.path)

const searchOf = (text: string, pointer: string): Search => parseSearch(text, { pointer })

/** The event types that any of these searches can match. */
export const typesOfAll = (searches: readonly Search[]): readonly EventType[] => {
  const found = new Set(searches.flatMap((search) => typesOf(search)))
  return EVENT_TYPES.filter((type) => found.has(type))
}

/** Whether the event's entity has so many events of this search in the time asked about. */
const oftenEnough = (journey: Journey, { operator, value }: Occurrences, search: Search): Sql => {
  const { scope } = journey
  const fields = createFields(scope.derive)
  const key = entityIn(fields, journey)
  const where = predicateOf(search, fields)
  const source = eventSource(scope, { fields: fields.all(), types: typesOf(search) })
  return sql`${key.text} GLOBAL IN (SELECT ${key.text} FROM (${source}) WHERE ${and([where, key.exists])}
    GROUP BY ${key.text} HAVING toFloat64(count()) ${constant(operator)} ${f64(Number(value))})`
}

/** An event of an identified user, or of a session in which there is one. */
const identified = (scope: Scope): Sql => {
  const fields = createFields()
  const [user, session] = [fields.of('usr.id'), fields.of('session.id')]
  const types = EVENT_TYPES.filter((type) => type !== 'session')
  const source = eventSource(scope, { fields: fields.all(), types })
  return or([
    user.exists,
    sql`${session.text} GLOBAL IN (SELECT ${session.text} FROM (${source}) WHERE ${and([user.exists, session.exists])})`,
  ])
}
