import { LABEL_PATH } from '../../model/action-label/definition.ts'
import { ATTRIBUTES, attributeOf } from '../../model/attribute.ts'
import { customAttributes } from '../../query/attribute-days.ts'
import type { Asking } from '../asking.ts'

/** An attribute that can be asked for. */
export interface Facet {
  path: string
  label: string
  group: string
  value_type: string
  unit: string | null
  custom: boolean
}

/** At most so many custom attributes are listed, those of most events; typing finds the others. */
const MOST_CUSTOM = 2_000

/** The attributes that can be asked for: those with columns, and the custom ones that any event of these days had. */
export const discoverFacets = async (from: number, to: number, asking: Asking): Promise<Facet[]> => {
  const rows = await asking.run<{ path: string; kinds: string[] }>(customAttributes({ from, to }, MOST_CUSTOM))
  const customs = rows.map(({ path, kinds }) => custom({ path, types: kinds }))
  return [...ATTRIBUTES.map(known), LABEL, ...customs.sort((a, b) => (a.path < b.path ? -1 : 1))]
}

/** Made from the labelled actions. */
const LABEL: Facet = {
  path: LABEL_PATH,
  label: 'Labelled action',
  group: 'Action',
  value_type: 'strings',
  unit: null,
  custom: false,
}

/** The attribute of a path, as far as it is known without looking at events. */
export const facetOf = (path: string): Facet => {
  const attribute = attributeOf(path)
  if (path === LABEL_PATH) return LABEL
  return attribute ? known(attribute) : custom({ path, types: [] })
}

const known = (a: (typeof ATTRIBUTES)[number]): Facet => ({
  path: a.path,
  label: a.label,
  group: a.group,
  value_type: a.type,
  unit: a.unit ?? null,
  custom: false,
})

const custom = ({ path, types }: { path: string; types: string[] }): Facet => ({
  path,
  label: path,
  group: GROUPS[path.split('.')[0]!] ?? 'Custom',
  value_type: typeOf(types),
  unit: path.startsWith('view.custom_timings.') ? 'ns' : null,
  custom: true,
})

const GROUPS: Record<string, string> = {
  context: 'Context',
  usr: 'User',
  account: 'Account',
  feature_flags: 'Feature flags',
  view: 'View',
}

const typeOf = (types: readonly string[]): string => {
  if (!types.length) return 'string'
  if (types.some((type) => type.startsWith('Array'))) return 'strings'
  if (types.every((type) => /^(U?Int|Float)/.test(type))) return 'number'
  return types.every((type) => type === 'Bool') ? 'boolean' : 'string'
}
