import { and, sql, str, u32, word } from '../../sql/sql.ts'
import { type Asks, type Audience, EVER } from '../entity.ts'
import { createColumns } from './columns.ts'
import { profileCondition, profileRows } from './source.ts'

export interface FacetInfoRequest {
  facet_id: string
  limit: number
  /** Of profiles that match this search. */
  query: string
  /** Only values that hold this, whatever its case. */
  term: string
}

export type FacetInfo =
  | { values: { value: string; count: number }[] }
  | { range: { min: number | string | null; max: number | string | null } }

const AT = '/data/attributes'

/** The values of a profile attribute, the most frequent first; of numbers and times the least and the greatest. */
export const facetInfo = async (request: FacetInfoRequest, audience: Audience, asks: Asks): Promise<FacetInfo> => {
  const scope = asks.scope(EVER.from, EVER.to)
  const columns = createColumns(audience, `${AT}/search/query`, scope.imported)
  const { field, attribute } = columns.column(request.facet_id, `${AT}/facet_id`)
  const where = profileCondition(request.query, audience, columns, `${AT}/search/query`)
  const asked = { audience, scope }
  const profiles = sql`SELECT * FROM (${profileRows(columns.used(), asked)}) WHERE ${and([where])}`
  if (attribute.type === 'number' || attribute.type === 'timestamp') {
    const [row] = await asks.run<{ least: number | null; most: number | null }>(
      sql`SELECT minOrNull(${field.number}) AS least, maxOrNull(${field.number}) AS most FROM (${profiles})`,
    )
    const told = (value: number | null) =>
      value !== null && attribute.type === 'timestamp' ? new Date(value).toISOString() : value
    return { range: { min: told(row!.least), max: told(row!.most) } }
  }
  const value = field.several ? sql`arrayJoin(${field.texts})` : word(field.alias)
  const like = str(`%${request.term.replace(/[%_\\]/g, '\\$&')}%`)
  const held = request.term ? sql`AND value ILIKE ${like}` : sql``
  const values = await asks.run<{ value: string; count: number }>(sql`SELECT value, toFloat64(count()) AS count
FROM (SELECT ${value} AS value FROM (${profiles})) WHERE value != '' ${held}
GROUP BY value ORDER BY count DESC, value LIMIT ${u32(request.limit)}`)
  return { values }
}
