import { createFields } from '../../query/field.ts'
import { eventSource } from '../../query/source.ts'
import { sql, str, u32 } from '../../sql/sql.ts'
import { type Asks, type Audience, EVER } from '../entity.ts'
import { attributeOfColumn } from '../imports/columns.ts'
import { customAttribute, PROFILE_ATTRIBUTES, type ProfileAttribute, rootOf } from './attributes.ts'

export interface MappedAttribute {
  attribute: string
  display_name: string
  description: string
  type: string
  groups: string[]
  /** Set by customers with the SDK. */
  is_custom: boolean
}

/** Of the newest events so many are looked at for attributes that customers set, and so many are listed. */
const SAMPLED = 200_000
const MOST_CUSTOM = 1_000

/** The attributes that profiles have: those of every profile, then those found in recent events. */
export const profileMapping = async (audience: Audience, asks: Asks): Promise<MappedAttribute[]> => {
  const root = rootOf(audience)
  const scope = asks.scope(EVER.from, EVER.to)
  const source = eventSource(scope, {
    fields: createFields().all(),
    types: ['view', 'action', 'error', 'server', 'vital'],
    own: [sql`custom`],
  })
  const rows = await asks.run<{ path: string; types: string[] }>(sql`
SELECT path, groupUniqArray(kind) AS types FROM (
  SELECT arrayJoin(JSONAllPathsWithTypes(custom)) AS pair, tupleElement(pair, 1) AS path, tupleElement(pair, 2) AS kind
  FROM (SELECT custom FROM (${source}) ORDER BY date DESC LIMIT ${u32(SAMPLED)}))
WHERE startsWith(path, ${str(`${root}.`)}) GROUP BY path ORDER BY path LIMIT ${u32(MOST_CUSTOM)}`)
  const standard = PROFILE_ATTRIBUTES[audience].map((one) => mapped(one, one.type, false))
  const known = new Set(standard.map((one) => one.attribute))
  const custom = rows.map(({ path, types }) => mapped(customAttribute(path, audience), typeOf(types), true))
  const imported = (scope.imported ?? [])
    .filter((table) => table.audience === audience)
    .flatMap((table) => table.columns.map((column) => mapped(attributeOfColumn(table, column), column.type, true)))
  for (const one of imported) known.add(one.attribute)
  return [...standard, ...imported, ...custom.filter((one) => !known.has(one.attribute))]
}

const mapped = (
  { id, label, description, group, groups = [group] }: ProfileAttribute,
  type: string,
  custom: boolean,
): MappedAttribute => ({
  attribute: id,
  display_name: label,
  description,
  type,
  groups: [...groups],
  is_custom: custom,
})

const typeOf = (types: readonly string[]): string => {
  if (types.every((type) => /^(U?Int|Float)/.test(type))) return 'number'
  return types.every((type) => type === 'Bool') ? 'boolean' : 'string'
}
