import { customAttributes } from '../../query/attribute-days.ts'
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

/** So many that customers set are listed, those of most events. */
const MOST_CUSTOM = 1_000

/** The attributes that profiles have: those of every profile, then those that any event had. */
export const profileMapping = async (audience: Audience, asks: Asks): Promise<MappedAttribute[]> => {
  const root = rootOf(audience)
  const scope = asks.scope(EVER.from, EVER.to)
  const rows = await asks.run<{ path: string; kinds: string[] }>(customAttributes(EVER, MOST_CUSTOM, `${root}.`))
  const standard = PROFILE_ATTRIBUTES[audience].map((one) => mapped(one, one.type, false))
  const known = new Set(standard.map((one) => one.attribute))
  const custom = rows
    .map(({ path, kinds }) => mapped(customAttribute(path, audience), typeOf(kinds), true))
    .sort((a, b) => (a.attribute < b.attribute ? -1 : 1))
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
