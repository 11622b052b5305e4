import { SET_TYPE } from '../../engine/schema/0031-kept-custom.ts'
import { placeOf } from '../../model/attribute.ts'
import { fieldBelow } from '../../query/field.ts'
import { customSource } from '../../query/seen.ts'
import { and, constant, join, type Sql, sql, word } from '../../sql/sql.ts'
import { type Asked, ENTITY_COLUMN } from '../entity.ts'
import { type Among, isAmong } from './among.ts'
import type { ProfileColumn } from './columns.ts'
import { asSet } from './from-events.ts'

/** What somebody has who never had the attribute. */
export const NEVER_SET: Sql = constant(`CAST(([], NULL, ''), '${SET_TYPE}')`)

/**
 * The same rows as `rowsFromEvents` of what customers set, from what sessions are known to have had of it: those that
 * never had any have no row. Undefined if a column is something else.
 */
export const rowsFromCustom = (columns: readonly ProfileColumn[], asked: Asked, among?: Among): Sql | undefined => {
  const { audience, scope } = asked
  const fields = columns.map(({ attribute: { made }, alias }) =>
    made.kind === 'last' && placeOf(made.path).kind === 'custom' ? fieldBelow(made.path, alias) : undefined,
  )
  if (fields.includes(undefined)) return undefined
  const key = ENTITY_COLUMN[audience]
  const stored = fields.map((field) => sql`${field!.stored} AS ${word(field!.alias)}`)
  const made = fields.map(
    (field) =>
      sql`argMaxIf(${asSet(field!)}, (last_date, last_arrival), ${field!.exists}) AS ${word(`set_${field!.alias}`)}`,
  )
  const named = fields.map((field) => sql`${word(`set_${field!.alias}`)} AS ${word(field!.alias)}`)
  const where = and([sql`${word(key)} != ''`, ...(among ? [isAmong(word(key), among)] : [])])
  const rows = customSource(scope, stored, among && { key, ids: among })
  return sql`SELECT ${join([sql`id`, ...named])} FROM (SELECT ${join([sql`${word(key)} AS id`, ...made])} FROM (${rows}) WHERE ${where} GROUP BY id)`
}
