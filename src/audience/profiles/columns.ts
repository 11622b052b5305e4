import { WaywornError } from '../../lib/errors.ts'
import type { ImportedTable } from '../../model/audience/imported.ts'
import type { Field, Fields } from '../../query/field.ts'
import { type Sql, sql, word } from '../../sql/sql.ts'
import { type Audience, ENTITY_PATH } from '../entity.ts'
import { importedAttribute } from '../imports/columns.ts'
import { type CountName, PROFILE_ATTRIBUTES, type ProfileAttribute, profileAttribute } from './attributes.ts'

/** An attribute of profiles as a question uses it. */
export interface ProfileColumn {
  attribute: ProfileAttribute
  /** Its name among the profiles' columns. */
  alias: string
  field: Field
}

/** The profile attributes that one question uses, each once. */
export interface ProfileColumns {
  /** Throws `invalid_field` at `pointer` for a name that is no attribute. */
  column(name: string, pointer?: string): ProfileColumn
  of(name: string): Field
  used(): readonly ProfileColumn[]
}

export const createColumns = (
  audience: Audience,
  pointer: string,
  imported: readonly ImportedTable[] = [],
): ProfileColumns => {
  const known = new Map<string, ProfileColumn>()
  const column = (name: string, at = pointer): ProfileColumn => {
    const own = profileAttribute(name, audience)
    const attribute = (own?.type === 'any' ? importedAttribute(pathOf(own), audience, imported) : undefined) ?? own
    if (!attribute) throw unknown(name, audience, at)
    let one = known.get(attribute.id)
    if (!one) {
      const alias = attribute.made.kind === 'id' ? 'id' : `p${known.size + 1}`
      one = { attribute, alias, field: fieldOf(attribute, alias) }
      known.set(attribute.id, one)
    }
    return one
  }
  return { column, of: (name) => column(name).field, used: () => [...known.values()] }
}

const unknown = (name: string, audience: Audience, pointer: string) => {
  const ids = PROFILE_ATTRIBUTES[audience].map((attribute) => attribute.id).join(', ')
  const custom = audience === 'users' ? 'user_plan for usr.plan' : 'account_plan for account.plan'
  const reason = `it is no attribute of profiles; there are ${ids}, and those that you set yourself, such as ${custom}`
  return new WaywornError('invalid_field', { field: name, reason }, { pointer })
}

/** The path of what customers set. */
const pathOf = ({ made }: ProfileAttribute): string => (made.kind === 'last' ? made.path : '')

export const fieldOf = (attribute: ProfileAttribute, alias: string): Field => {
  const column = word(alias)
  const base = { path: attribute.id, alias, stored: column, ofSession: false, unit: undefined, several: false }
  switch (attribute.type) {
    case 'string':
      return {
        ...base,
        type: 'string',
        texts: sql`if(${column} = '', [], [${column}])`,
        text: column,
        number: sql`toFloat64OrNull(${column})`,
        exists: sql`(${column} != '')`,
      }
    case 'any':
      return {
        ...base,
        type: 'any',
        several: true,
        texts: sql`${column}.1`,
        text: sql`${column}.1[1]`,
        number: sql`${column}.2`,
        exists: sql`notEmpty(${column}.1)`,
      }
    default:
      return {
        ...base,
        type: attribute.type === 'timestamp' ? 'time' : 'number',
        unit: attribute.type === 'timestamp' ? 'ms' : attribute.id === 'avg_loading_time' ? 'ns' : undefined,
        texts: sql`if(isNull(${column}), [], [assumeNotNull(toString(${column}))])`,
        text: sql`ifNull(toString(${column}), '')`,
        number: sql`toNullable(${column})`,
        exists: sql`isNotNull(${column})`,
      }
  }
}

/** What is counted over events, as Float64. */
export const countColumn = (of: CountName, fields: Fields): Sql => {
  const type = fields.of('type').text
  switch (of) {
    case 'events':
      return sql`toFloat64(count())`
    case 'sessions': {
      const session = fields.of('session.id')
      return sql`toFloat64(uniqExactIf((${fields.of('application.id').text}, ${session.text}), ${session.exists}))`
    }
    case 'errors':
      return sql`toFloat64(countIf(${type} = 'error'))`
    case 'frustrations':
      return sql`toFloat64(sumIf(length(${fields.of('action.frustration.type').texts}), ${type} = 'action'))`
    case 'users': {
      const user = fields.of(ENTITY_PATH.users)
      return sql`toFloat64(uniqExactIf(${user.text}, ${user.exists}))`
    }
    default:
      return sql`avgOrNullIf(${fields.of('view.loading_time').number}, ${type} = 'view')`
  }
}
