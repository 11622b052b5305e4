import { z } from 'zod'
import type { Import } from '../../catalog/imports.ts'
import { withoutAt } from '../../model/attribute.ts'
import { IMPORTED_TYPES } from '../../model/audience/imported.ts'
import { MEMBER_KEYS } from '../../model/audience/upload.ts'
import { words } from '../checked.ts'

export const IMPORTS = '/api/v2/product-analytics/imports'

const NAME = /^[a-z0-9_]{1,56}$/
export const columnName = z.string().regex(NAME, 'must be lower-case letters, digits and _, 56 at most')
const label = words(200)
const description = words(2000).or(z.literal(''))
const type = z.enum(IMPORTED_TYPES)

const column = z.strictObject({
  /** As the file's first line has it. */
  source: z.string().min(1).max(1000),
  id: columnName.optional(),
  label: label.optional(),
  description: description.optional(),
  /** Without it, told from the values. */
  type: type.optional(),
})

/** The parts of the form beside `file`. */
export const ImportFields = z.object({
  name: columnName,
  /** The column that holds the key, and what the key is. */
  column: z.string().min(1).max(1000),
  key: z.preprocess((key) => (typeof key === 'string' ? withoutAt(key) : key), z.enum(MEMBER_KEYS)),
  /** `false`: its columns are no attributes until it is connected; without it, as the upload before. */
  connect: z.enum(['true', 'false']).optional(),
  /** JSON; without it all columns but the key's. */
  columns: z
    .string()
    .max(200_000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.issues.push({
          code: 'custom',
          input: text,
          message: 'it is no JSON; give a list such as [{"source": "Plan"}]',
        })
        return z.NEVER
      }
    })
    .pipe(z.array(column).min(1))
    .optional(),
})
export type ImportFields = z.output<typeof ImportFields>

export const ChangeImport = z.object({
  data: z.object({
    type: z.literal('import'),
    id: z.string().optional(),
    attributes: z.strictObject({
      /** By their ids; what is left out stays. */
      columns: z
        .array(
          z.strictObject({
            id: columnName,
            label: label.optional(),
            description: description.optional(),
            type: type.optional(),
          }),
        )
        .min(1)
        .max(1000),
    }),
  }),
})

export const importBody = (one: Import) => ({
  type: 'import',
  id: one.id,
  attributes: {
    name: one.name,
    audience: one.audience,
    key: one.key,
    column: one.file.keyColumn,
    /** None while it is not connected. */
    columns: one.columns.map((column) => ({
      ...column,
      attribute: `@${one.audience === 'users' ? 'usr' : 'account'}.${one.name}.${column.id}`,
      profile_attribute: `${one.audience === 'users' ? 'user' : 'account'}_${one.name}.${column.id}`,
    })),
    file: one.file.file,
    uploaded_at: one.file.uploadedAt,
    uploaded_by: one.file.uploadedBy,
    report: one.file.report,
    created_at: one.createdAt,
    created_by: one.createdBy,
    updated_at: one.updatedAt,
    updated_by: one.updatedBy,
  },
})
