import type { ImportedTable } from '../../model/audience/imported.ts'
import type { Derive } from '../../query/field.ts'
import type { Scope } from '../../query/source.ts'
import { type Sql, sql, word } from '../../sql/sql.ts'
import { type Audience, ENTITY_PATH } from '../entity.ts'
import { importedAttribute, importedRows } from '../imports/columns.ts'
import { createColumns, fieldOf, type ProfileColumn } from './columns.ts'
import { profileRows } from './source.ts'

/**
 * Attributes of profiles as attributes of events: those of imported tables (`usr.crm.spent`), and all others under paths
 * that `facetPath` makes. Each event has the value that the profile of its user or account has now.
 */
export const deriveProfiles =
  (scope: Scope, imported: readonly ImportedTable[]): Derive =>
  (path, fields, alias) => {
    const named = NAMED.exec(path)
    const audience = named ? (named[1] as Audience) : path.startsWith('account.') ? 'accounts' : 'users'
    if (!named && !importedAttribute(path, audience, imported)) return undefined
    const columns = createColumns(audience, '', imported)
    const column = columns.column(named ? named[2]! : path)
    const id = `${alias}_id`
    const rows =
      ownRows(column, id, alias) ??
      sql`
SELECT id AS ${word(id)}, ${nullable(column)} AS ${word(alias)} FROM (${profileRows(columns.used(), { audience, scope })})`
    return {
      ...fieldOf(column.attribute, alias),
      path,
      stored: word(alias),
      joined: { on: word(fields.of(ENTITY_PATH[audience]).alias), id, rows },
    }
  }

const NAMED = /^profiles\/(users|accounts)\/(.+)$/s

/** Imported by the id itself: the profiles need not be made. */
const ownRows = ({ attribute: { made } }: ProfileColumn, id: string, alias: string): Sql | undefined => {
  if (made.kind !== 'imported' || made.table.key !== ENTITY_PATH[made.table.audience]) return undefined
  return importedRows(made.table, [{ column: made.column, alias }], word(id))
}

/** An event without a profile has no value, not 0. */
const nullable = ({ attribute: { type }, alias }: ProfileColumn): Sql =>
  type === 'number' || type === 'timestamp' ? sql`toNullable(${word(alias)})` : word(alias)
