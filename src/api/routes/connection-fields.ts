import type { Import } from '../../catalog/imports.ts'
import { WaywornError } from '../../lib/errors.ts'
import type { ImportedColumn } from '../../model/audience/imported.ts'
import type { ConnectionChange, ConnectionField } from './connection-body.ts'

export const ATTRIBUTES = '/data/attributes'

export const refuse = (field: string, reason: string, pointer: string) =>
  new WaywornError('invalid_field', { field, reason }, { pointer })

export const listed = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')

/** The fields of a connected table after a change. Throws `invalid_field`. */
export const changed = (table: Import, change: ConnectionChange): ImportedColumn[] => {
  const { fields_to_add, fields_to_delete, fields_to_update } = change
  const have = (id: string, pointer: string) => {
    if (table.columns.some((column) => column.id === id)) return
    const reason = `"${id}" is no field of this connection; there are ${listed(table.columns.map((one) => one.id))}`
    throw refuse(pointer.split('/')[0]!, reason, `${ATTRIBUTES}/${pointer}`)
  }
  for (const [i, id] of fields_to_delete.entries()) have(id, `fields_to_delete/${i}`)
  for (const [i, { field_id }] of fields_to_update.entries()) have(field_id, `fields_to_update/${i}/field_id`)
  const stay = table.columns.filter(({ id }) => !fields_to_delete.includes(id))
  const now = stay.map((column): ImportedColumn => {
    const asked = fields_to_update.find(({ field_id }) => field_id === column.id)
    if (!asked) return column
    const groups = asked.updated_groups ?? column.groups
    return {
      ...column,
      id: asked.updated_field_id ?? column.id,
      label: asked.updated_display_name ?? column.label,
      description: asked.updated_description ?? column.description,
      ...(groups && { groups }),
    }
  })
  const twice = now.find(({ id }, i) => now.findIndex((one) => one.id === id) !== i)
  if (twice) throw refuse('fields_to_update', sameId(twice.id), `${ATTRIBUTES}/fields_to_update`)
  const all = added(table, now, fields_to_add, 'fields_to_add')
  if (all.length) return all
  const reason = 'a connection without fields is none; delete the connection instead'
  throw refuse('fields_to_delete', reason, `${ATTRIBUTES}/fields_to_delete`)
}

/** The fields before with others of the table's columns. Throws `invalid_field` for one that is not there, or twice. */
export const added = (table: Import, before: readonly ImportedColumn[], fields: ConnectionField[], list: string) => {
  const all = [...before]
  fields.forEach(({ id, source_name, display_name, description, type, groups }, i) => {
    const own = table.kept.find(({ source }) => source === source_name.trim())
    if (!own) throw refuse(list, noColumn(table, source_name), `${ATTRIBUTES}/${list}/${i}/source_name`)
    if (all.some((column) => column.id === id)) throw refuse(list, sameId(id), `${ATTRIBUTES}/${list}/${i}/id`)
    const label = display_name ?? own.label
    all.push({ source: own.source, id, label, description: description ?? '', type, ...(groups && { groups }) })
  })
  return all
}

const sameId = (id: string) => `"${id}" would be the id of two fields; give each its own`

const noColumn = ({ name, kept }: Import, source: string) =>
  `the table "${name}" has no column "${source}", but ${listed(kept.map((one) => one.source))}; a new upload can bring more`
