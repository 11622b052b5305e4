import { withoutAt } from '../../model/attribute.ts'
import type { Search } from '../../model/search/ast.ts'
import { parseSearch } from '../../model/search/parse.ts'
import type { Fields } from '../../query/field.ts'
import { constant, type Sql, sql } from '../../sql/sql.ts'
import type { Entity } from '../journey/entity.ts'
import { takeApart } from './anchor.ts'
import type { SankeyDefinition } from './definition.ts'

export interface Question {
  definition: SankeyDefinition
  /** The search's text, and who makes the paths. */
  query: string
  entity: Entity
  steps: number
  /** Nodes of each column. */
  entries: readonly number[]
  before: boolean
  /** A condition on events: those of the audience asked about. */
  audience: (fields: Fields) => Sql
}

export const QUERY = '/data/attributes/search/query'

/** What is followed, which events make paths, and where paths start or end. */
export const partsOf = ({ definition, query }: Question) => {
  const facet = withoutAt(definition.source)
  return { facet, ...takeApart(parseSearch(query, { pointer: QUERY }), facet) }
}

export const anchorOf = (question: Question): Search | undefined => partsOf(question).anchor

/** Of different values in order the path from the anchor's place on, or back from it. */
export const pathFrom = ({ before, steps }: Question, values: Sql, at: Sql): Sql => {
  const most = constant(String(steps))
  return before
    ? sql`arrayReverse(arraySlice(${values}, greatest(toInt64(${at}) - ${most} + 1, 1), least(${at}, ${most})))`
    : sql`arraySlice(${values}, ${at}, ${most})`
}
