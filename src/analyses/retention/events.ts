import { WaywornError } from '../../lib/errors.ts'
import { facetPath } from '../../query/facet-path.ts'
import type { Fields } from '../../query/field.ts'
import type { Scope } from '../../query/source.ts'
import { and, join, or, type Sql, sql } from '../../sql/sql.ts'
import { latestValues, memberRows } from '../journey/columns.ts'
import { type Journey, type JourneyEvents, journeyEvents, typesOfAll } from '../journey/steps.ts'
import type { RetentionGroupBy, RetentionSearch } from './definition.ts'
import type { Periods } from './periods.ts'

const AT = '/data/attributes/query'
const SEARCH = `${AT}/search`

export interface Question {
  search: RetentionSearch
  groupBy: readonly RetentionGroupBy[]
  identifiedOnly: boolean
  /** A condition on events: those of the audience asked about. */
  audience: (fields: Fields) => Sql
  periods: Periods
  /** Entities are counted, not named. */
  unnamed?: true
}

export interface StartsAndReturns {
  /** The start and return events of entities, with their entity as `who`. */
  rows: Sql
  /** Whether an event is a start event, one that no group-by leaves out. */
  start: Sql
  back: Sql
  /** Values of the group-bys, '' for missing ones. */
  tags: Sql
}

export const events = (question: Question, scope: Scope): StartsAndReturns => {
  const source = sourceOf(question, scope)
  const values = question.groupBy.map((group, i) => groupValue(group, source, `${AT}/group_by/${i}`))
  const given = question.groupBy.flatMap((group, i) => (group.should_exclude_missing ? [sql`${values[i]!} != ''`] : []))
  return {
    rows: rowsOf(source),
    start: and([source.steps[0]!, ...given]),
    back: source.steps[1] ?? source.steps[0]!,
    tags: values.length ? sql`[${join(values.map((value) => sql`toString(${value})`))}]` : sql`emptyArrayString()`,
  }
}

const sourceOf = (question: Question, scope: Scope): JourneyEvents => journeyEvents(journeyOf(question, scope))

/** Start and return event as the steps of a journey. */
export const journeyOf = ({ search, identifiedOnly, audience, unnamed }: Question, scope: Scope): Journey => {
  const { cohort_criteria, return_criteria, retention_entity, filters } = search
  const nodes = [{ query: cohort_criteria.base_query, pointer: `${SEARCH}/cohort_criteria/base_query` }]
  if (return_criteria)
    nodes.push({ query: return_criteria.base_query, pointer: `${SEARCH}/return_criteria/base_query` })
  const isUser = retention_entity === '@usr.id'
  return {
    entity: isUser ? { kind: 'user', path: 'usr.id' } : { kind: 'account', path: 'account.id' },
    scope,
    nodes,
    filter: { text: filters?.string_filter ?? '', pointer: `${SEARCH}/filters/string_filter` },
    audience,
    identifiedOnly,
    ...(unnamed ? { unnamed } : {}),
  }
}

const rowsOf = (source: JourneyEvents): Sql => {
  const rows = source.rows({
    where: or(source.steps),
    types: typesOfAll(source.searches),
    own: [sql`arrival`],
  })
  return sql`SELECT *, ${source.entity.text} AS who FROM (${rows})`
}

const groupValue = (group: RetentionGroupBy, source: JourneyEvents, pointer: string): Sql => {
  const refuse = (field: string, reason: string): never => {
    throw new WaywornError('invalid_field', { field, reason }, { pointer: `${pointer}/${field}` })
  }
  if (group.target === 'return_period')
    refuse('target', 'return events can\'t be grouped by yet; use "cohort" for the value of the start event')
  return source.fields.of(facetPath(group, pointer)).text
}

/** Rows `{who, c0…}` of the entities of `members`, at most `limit`, each with its latest value of every path. */
export const compileList = (
  question: Question,
  scope: Scope,
  members: Sql,
  paths: readonly string[],
  limit: number,
): Sql => {
  const source = sourceOf(question, scope)
  const columns = latestValues(paths, source.fields)
  return memberRows({ members, events: columns.length ? rowsOf(source) : sql``, columns, limit })
}
