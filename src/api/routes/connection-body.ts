import { z } from 'zod'
import type { Import } from '../../catalog/imports.ts'
import { IMPORTED_TYPES } from '../../model/audience/imported.ts'
import { MEMBER_KEYS } from '../../model/audience/upload.ts'
import { plain, words } from '../checked.ts'
import { columnName, IMPORTS } from './import-body.ts'

const label = words(200)
const description = plain(2000)
const groups = z.array(words(200)).max(20)

const field = z.strictObject({
  /** Its part of the attribute's name. */
  id: columnName,
  /** As the first line of the table's file has it. */
  source_name: z.string().min(1).max(1000),
  display_name: label.optional(),
  description: description.optional(),
  type: z.enum(IMPORTED_TYPES),
  groups: groups.optional(),
})
export type ConnectionField = z.output<typeof field>

const typed = z.literal('connection_id')
const JOINS = MEMBER_KEYS.map(joinOf)

export const CreateConnection = z.object({
  data: z.object({
    type: typed,
    /** The name of an imported table. */
    id: z.string().min(1).max(100),
    attributes: z.strictObject({
      type: z.literal('ref_table', {
        error: `only "ref_table" can be connected; export other tables as CSV, send the file to ${IMPORTS} and connect it by its name`,
      }),
      join_attribute: z.enum(JOINS.map((join) => join.attribute)),
      join_type: z.enum(JOINS.map((join) => join.type)),
      /** Without it all columns that were kept of the file. */
      fields: z.array(field).min(1).max(1000).optional(),
      metadata: z.record(z.string(), z.string()).optional(),
    }),
  }),
})

export const UpdateConnection = z.object({
  data: z.object({
    type: typed,
    id: z.string().min(1).max(100),
    attributes: z.strictObject({
      fields_to_add: z.array(field).max(1000).default([]),
      fields_to_delete: z.array(z.string()).max(1000).default([]),
      fields_to_update: z
        .array(
          z.strictObject({
            field_id: z.string(),
            updated_field_id: columnName.optional(),
            updated_display_name: label.optional(),
            updated_description: description.optional(),
            updated_groups: groups.optional(),
          }),
        )
        .max(1000)
        .default([]),
    }),
  }),
})
export type ConnectionChange = z.output<typeof UpdateConnection>['data']['attributes']

/** How the published API names what a table's key is: `usr.email` is the attribute `user_email`, of the type `email`. */
export function joinOf(key: Import['key']): { attribute: string; type: string } {
  const [root, type = ''] = key.split('.')
  return { attribute: `${root === 'usr' ? 'user' : 'account'}_${type}`, type }
}

/** As the published API lists connected tables. */
export const connectionBody = (one: Import) => ({
  id: one.name,
  type: 'ref_table',
  join: joinOf(one.key),
  metadata: { table: one.name, import: one.id, file: one.file.file },
  fields: one.columns.map((column) => ({
    id: column.id,
    source_name: column.source,
    display_name: column.label,
    description: column.description,
    type: column.type,
    groups: column.groups ?? [],
  })),
  created_at: new Date(one.createdAt).toISOString(),
  created_by: one.createdBy,
  updated_at: new Date(one.updatedAt).toISOString(),
  updated_by: one.updatedBy,
})
