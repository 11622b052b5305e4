import type { Fields } from '../../query/field.ts'
import { i64, type Sql } from '../../sql/sql.ts'
import type { NodeQuery } from '../journey/definition.ts'
import type { Entity } from '../journey/entity.ts'
import type { PathsQuery } from './definition.ts'

export interface Question {
  query: PathsQuery
  entity: Entity
  /** Aliases of the pair. */
  start: string
  end: string
  /** Longest time from start to end, inclusive, ms; null: none. */
  windowMs: number | null
  identifiedOnly: boolean
  /** A condition on events: those of the audience asked about. */
  audience: (fields: Fields) => Sql
}

const SEARCH = '/data/attributes/query/search'

/** The pair's steps, and what holds for the events of all ways. */
export const stepsOf = ({ query, start, end }: Question) => {
  const { node_objects, filters } = query.search
  const node = (alias: string): { query: NodeQuery; pointer: string } => ({
    query: node_objects[alias]!,
    pointer: `${SEARCH}/node_objects/${alias}`,
  })
  return {
    nodes: [node(start), node(end)],
    filter: { text: filters.string_filter ?? '', pointer: `${SEARCH}/filters/string_filter` },
  }
}

export const longest = ({ windowMs }: Question): Sql => i64(windowMs ?? Number.MAX_SAFE_INTEGER)
