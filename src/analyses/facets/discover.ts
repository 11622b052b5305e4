import { LABEL_PATH } from '../../model/action-label/definition.ts'
import { ATTRIBUTES, attributeOf } from '../../model/attribute.ts'
import { createFields } from '../../query/field.ts'
import { nearestFirst } from '../../query/nearest-first.ts'
import { eventSource, type Scope } from '../../query/source.ts'
import { join, type Sql, sql, strs, u32 } from '../../sql/sql.ts'
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

/** At most so many custom attributes are listed; typing finds the others. */
const MOST_CUSTOM = 2_000
/** Of recent events so many are looked at for custom attributes. */
const SAMPLED = { most: 20_000, enough: 10_000 }

/** The attributes that can be asked for: those with columns, and the custom ones found in recent events. */
export const discoverFacets = async (from: number, to: number, asking: Asking): Promise<Facet[]> => {
  const rows = new Map<string, { types: Set<string>; count: number }>()
  let looked = 0
  for (const part of nearestFirst({ from, to }, 'desc')) {
    const found = await asking.run<Found>(pathsIn(asking.scope(part.from, part.to), SAMPLED.most - looked))
    for (const { path, kind, count } of found.filter(({ path }) => path !== '')) {
      const known = rows.get(path) ?? { types: new Set(), count: 0 }
      rows.set(path, { types: known.types.add(kind), count: known.count + count })
    }
    looked += found.find(({ path }) => path === '')?.count ?? 0
    if (looked >= SAMPLED.enough) break
  }
  const most = [...rows].sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1)).slice(0, MOST_CUSTOM)
  const customs = most.map(([path, { types }]) => custom({ path, types: [...types] }))
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

interface Found {
  path: string
  kind: string
  count: number
}

const TYPES = ['view', 'action', 'error', 'server', 'vital'] as const

/**
 * The paths of events of a scope with how many have each; under the empty path how many events were looked at. Of each
 * type a few, whichever come first: to look for the newest of a busy hour would take reading all of it.
 */
const pathsIn = (scope: Scope, limit: number): Sql => {
  const most = u32(Math.ceil(limit / TYPES.length))
  const ofType = (type: (typeof TYPES)[number]) => {
    const source = eventSource(scope, { fields: createFields().all(), types: [type], own: [sql`custom`] })
    return sql`SELECT custom FROM (${source}) LIMIT ${most}`
  }
  return sql`SELECT path, kind, toFloat64(count()) AS count FROM (
  SELECT arrayJoin(arrayPushBack(CAST(JSONAllPathsWithTypes(custom), 'Array(Tuple(String, String))'), ('', ''))) AS pair,
    tupleElement(pair, 1) AS path, tupleElement(pair, 2) AS kind
  FROM (${join(TYPES.map(ofType), sql`\nUNION ALL\n`)}))
WHERE path NOT IN ${strs(['usr.id', 'account.id'])}
GROUP BY path, kind`
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
