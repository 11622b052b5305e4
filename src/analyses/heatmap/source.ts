import type { AudienceCondition } from '../../audience/filter.ts'
import { ALL, type Search } from '../../model/search/ast.ts'
import { parseSearch } from '../../model/search/parse.ts'
import { both } from '../../model/search/terms-of.ts'
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
  search: Search
  audience: AudienceCondition
}

/** Events of a page: of the type, and of those what `also` says. */
export const eventsOf = (whose: Whose, type: 'view' | 'action', scope: Scope, also: Search = ALL): Filtered => {
  const query = both(both(parseSearch(`@type:${type}`), whose.search), also)
  return filtered({ search: { query } }, scope, (fields) => and([...placed(whose, fields), whose.audience(fields)]))
}

const placed = ({ application, device, view }: Whose, fields: Fields): Sql[] => {
  const is = (path: string, value: string | null) =>
    value === null ? [] : [sql`${fields.of(path).text} = ${str(value)}`]
  return [...is('application.id', application), ...is('device.type', device), ...is('view.name', view)]
}

/** Who did it, as a number: the user, or the device of somebody unknown; 0 where neither is known. Needs `OF_WHOM`. */
export const whoOf = (fields: Fields): Sql => {
  const user = fields.keyOf('usr.id').text
  return sql`if(${user} = 0, device_key, ${user})`
}

/** Columns that tell people and sessions apart. */
export const OF_WHOM = [sql`session_key`, sql`device_key`] as const
