import type { AudienceCondition } from '../../audience/filter.ts'
import type { Fields } from '../../query/field.ts'
import { type Filtered, filtered } from '../../query/filter.ts'
import type { Scope } from '../../query/source.ts'
import { and, type Sql, sql, str } from '../../sql/sql.ts'

/** Which events a heatmap is about. */
export interface Whose {
  application: string | null
  device: string | null
  /** Null: any page. */
  view: string | null
  query: string
  audience: AudienceCondition
}

/** Events of a page: of the type, and of those what `also` says as a search. */
export const eventsOf = (whose: Whose, type: 'view' | 'action', scope: Scope, also = ''): Filtered => {
  const query = [`@type:${type}`, ...[whose.query, also].filter((part) => part.trim()).map((part) => `(${part})`)]
  return filtered({ search: { query: query.join(' ') } }, scope, (fields) =>
    and([...placed(whose, fields), whose.audience(fields)]),
  )
}

const placed = ({ application, device, view }: Whose, fields: Fields): Sql[] => {
  const is = (path: string, value: string | null) =>
    value === null ? [] : [sql`${fields.of(path).text} = ${str(value)}`]
  return [...is('application.id', application), ...is('device.type', device), ...is('view.name', view)]
}

/** Who did it: the user, or the device of somebody unknown. */
export const whoOf = (fields: Fields): Sql =>
  sql`if(${fields.of('usr.id').text} = '', ${fields.of('usr.anonymous_id').text}, ${fields.of('usr.id').text})`
