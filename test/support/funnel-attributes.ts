import { FunnelRequest } from '../../src/analyses/funnel/definition.ts'

interface Search {
  primary?: string
  /** Holds for the events of all steps. */
  filter?: string
  /** The longest way from the first step to the last. */
  withinMs?: number | undefined
}

/** The search of a funnel whose steps S1, S2, … match these. */
export const funnelSearch = (steps: readonly string[], { primary = '@session.id', filter, withinMs }: Search = {}) => {
  const aliases = steps.map((_, i) => `S${i + 1}`)
  const node = (query: string) => ({ data_source: 'product_analytics', search: { query } })
  const window = { name: '__dd.time_to_convert', operator: '<=', value: withinMs }
  return {
    expression: aliases.join(' -> '),
    node_objects: Object.fromEntries(aliases.map((alias, i) => [alias, node(steps[i]!)])),
    join_keys: { primary },
    filters: {
      ...(filter === undefined ? {} : { string_filter: filter }),
      ...(withinMs === undefined ? {} : { graph_filters: [window] }),
    },
  }
}

/** As a request for a funnel is read, what it leaves out filled in. */
export const funnelAttributes = (attributes: object) =>
  FunnelRequest.parse({ data: { type: 'journey_request', attributes } }).data.attributes
