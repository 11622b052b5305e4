import { ChangeImport } from '../routes/import-body.ts'
import type { Operations } from './operation.ts'

const tag = 'Imported attributes'

/** Attributes of users and accounts from files: all of it ours. */
export const IMPORT_OPERATIONS: Operations = {
  'GET /api/v2/product-analytics/imports': { tag, summary: 'All imported tables, with their columns' },
  'POST /api/v2/product-analytics/imports': {
    role: 'editor',
    tag,
    summary:
      'Make attributes of a file, or give them a new one: multipart with file, name, column, key, columns and connect',
  },
  'POST /api/v2/product-analytics/imports/preview': {
    role: 'editor',
    tag,
    summary: 'The columns of a file with their types, and its first rows: multipart with file',
  },
  'GET /api/v2/product-analytics/imports/{id}': { tag, summary: 'One imported table' },
  'PATCH /api/v2/product-analytics/imports/{id}': {
    role: 'editor',
    tag,
    summary: 'Change names and types of columns',
    body: ChangeImport,
  },
  'DELETE /api/v2/product-analytics/imports/{id}': {
    role: 'editor',
    tag,
    summary: 'Remove an imported table with its attributes',
    status: 204,
  },
}
