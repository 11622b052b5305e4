import type { Sql } from '../../sql/sql.ts'

export interface FacetValue {
  value: string
  count: number
}

/** A condition on a value. */
export type Named = (value: Sql) => Sql
