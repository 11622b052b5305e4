/** A question that every analysis can be asked: how many users did this? */
export interface EveryQuestion {
  from: number
  to: number
  /** A search for events. */
  did: string
  audience?: object
  /** Of journeys and retention: no sessions without an identified user. */
  identifiedOnly?: boolean
  /** Whom journeys count instead of users. */
  primary?: '@session.id'
}

export interface Analysis {
  name: string
  path: string
  /** Whether `exclude_anonymous_traffic` is a part of its published request. */
  leavesOut: boolean
  body(question: EveryQuestion): { type: string; attributes: object }
  // biome-ignore lint/suspicious/noExplicitAny: answers differ, and a test fails where one is not what it expects
  users(attributes: any): number
}

const AT = '/api/v2/product-analytics'
const NEVER = '@type:server @event.name:never'
const events = (query: string) => ({ data_source: 'product_analytics', search: { query } })
const span = ({ from, to }: EveryQuestion) => ({ from, to })
const sum = (values: readonly (number | null)[]) => values.reduce<number>((all, value) => all + (value ?? 0), 0)

const analytics = (question: EveryQuestion, more: object) => ({
  ...span(question),
  query: { query: events(question.did), audience_filters: question.audience, ...more },
})

const journey = (question: EveryQuestion, more: object) => ({
  ...span(question),
  exclude_anonymous_traffic: question.identifiedOnly ?? false,
  query: {
    search: {
      expression: 'A -> B',
      node_objects: { A: events(question.did), B: events(NEVER) },
      join_keys: { primary: question.primary ?? '@usr.id' },
      filters: { audience_filters: question.audience },
    },
    ...more,
  },
})

const retention = (question: EveryQuestion, more: object) => {
  const time_interval = { type: 'calendar', value: { type: 'year', quantity: 1 } }
  return {
    ...span(question),
    exclude_anonymous_traffic: question.identifiedOnly ?? false,
    query: {
      search: {
        retention_entity: '@usr.id',
        return_condition: 'conversion_on',
        cohort_criteria: { base_query: events(question.did), time_interval, first_time: true },
        filters: { audience_filters: question.audience },
      },
      ...more,
    },
  }
}

const FIRST = { type: 'node', value: 'A' }
const COUNTED = { aggregation: 'count', metric: '__dd.retention' }
const cell = (cohort: object) => ({
  type: 'cell',
  cohort_target: cohort,
  return_period_target: { type: 'index', value: 0 },
})
const UNIQUE = { aggregation: 'cardinality', metric: '@usr.id' }
const DID = { aggregation: 'cardinality', metric: '__dd.conversion', target: FIRST }
const YEAR = 366 * 86_400_000

/** Every endpoint of questions that takes an audience (contract §3), each asked for the same number. */
export const EVERY_ANALYSIS: readonly Analysis[] = [
  {
    name: 'analytics/scalar',
    path: `${AT}/analytics/scalar`,
    leavesOut: false,
    body: (of) => ({ type: 'formula_analytics_extended_request', attributes: analytics(of, { compute: UNIQUE }) }),
    users: ({ columns }) => columns[0].values[0],
  },
  {
    name: 'analytics/timeseries',
    path: `${AT}/analytics/timeseries`,
    leavesOut: false,
    body: (of) => ({
      type: 'formula_analytics_extended_request',
      attributes: analytics(of, { compute: { ...UNIQUE, interval: YEAR } }),
    }),
    users: ({ values }) => Math.max(0, ...(values[0] ?? [])),
  },
  {
    name: 'analytics/list',
    path: `${AT}/analytics/list`,
    leavesOut: false,
    body: (of) => ({
      type: 'formula_analytics_extended_list_request',
      attributes: analytics(of, { columns: ['@usr.id'], limit: 1000 }),
    }),
    users: ({ records }) => new Set(records.map((one: Record<string, string>) => one['@usr.id']).filter(Boolean)).size,
  },
  {
    name: 'journey/funnel',
    path: `${AT}/journey/funnel`,
    leavesOut: true,
    body: (of) => ({ type: 'journey_request', attributes: journey(of, {}) }),
    users: ({ initial_count }) => initial_count,
  },
  {
    name: 'journey/scalar',
    path: `${AT}/journey/scalar`,
    leavesOut: true,
    body: (of) => ({ type: 'formula_journey_request', attributes: journey(of, { compute: DID }) }),
    users: ({ columns }) => columns.at(-1).values[0],
  },
  {
    name: 'journey/timeseries',
    path: `${AT}/journey/timeseries`,
    leavesOut: true,
    body: (of) => ({
      type: 'formula_journey_request',
      attributes: journey(of, { compute: { ...DID, interval: YEAR } }),
    }),
    users: ({ values }) => sum(values[0] ?? []),
  },
  {
    name: 'journey/list',
    path: `${AT}/journey/list`,
    leavesOut: true,
    body: (of) => ({ type: 'journey_list_request', attributes: journey(of, { target: FIRST }) }),
    users: ({ total_count }) => total_count,
  },
  {
    name: 'journey/differences',
    path: `${AT}/journey/differences`,
    leavesOut: true,
    body: (of) => ({
      type: 'journey_differences_request',
      attributes: journey(of, { against: { preset: 'posthog' } }),
    }),
    users: ({ entities }) => entities,
  },
  {
    name: 'journey/drivers',
    path: `${AT}/journey/drivers`,
    leavesOut: true,
    body: (of) => ({ type: 'journey_drivers_request', attributes: journey(of, {}) }),
    users: ({ converted, dropped }) => converted + dropped,
  },
  {
    name: 'journey/paths',
    path: `${AT}/journey/paths`,
    leavesOut: true,
    body: (of) => ({ type: 'journey_request', attributes: journey(of, { conversion_type: 'drop-off' }) }),
    users: ({ total_count }) => total_count,
  },
  {
    name: 'retention/grid',
    path: `${AT}/retention/grid`,
    leavesOut: true,
    body: (of) => ({ type: 'retention_grid_request', attributes: retention(of, { compute: COUNTED }) }),
    users: ({ cohorts }) =>
      sum(
        cohorts
          .filter((one: { type: string }) => one.type === 'raw')
          .map((one: { cohort_size: number }) => one.cohort_size),
      ),
  },
  {
    name: 'retention/scalar',
    path: `${AT}/retention/scalar`,
    leavesOut: true,
    body: (of) => ({
      type: 'formula_retention_request',
      attributes: retention(of, { compute: COUNTED, computation_scope: cell({ type: 'index', value: 0 }) }),
    }),
    users: ({ columns }) => columns.at(-1).values[0],
  },
  {
    name: 'retention/timeseries',
    path: `${AT}/retention/timeseries`,
    leavesOut: true,
    body: (of) => ({
      type: 'formula_retention_request',
      attributes: retention(of, {
        compute: COUNTED,
        computation_scope: { type: 'return_period', target: { type: 'index', value: 0 } },
      }),
    }),
    users: ({ values }) => sum(values[0] ?? []),
  },
  {
    name: 'retention/list',
    path: `${AT}/retention/list`,
    leavesOut: true,
    body: (of) => ({
      type: 'retention_list_request',
      attributes: retention(of, { computation_scope: cell({ type: 'index', value: 0 }) }),
    }),
    users: ({ records }) => records.length,
  },
  {
    name: 'sankey',
    path: `${AT}/sankey`,
    leavesOut: false,
    body: ({ did: query, audience: audience_filters, from, to }) => ({
      type: 'sankey_request',
      attributes: {
        definition: { source: '@application.id', target: '@application.id' },
        search: { query, join_keys: { primary: '@usr.id' }, audience_filters },
        time: { from, to },
      },
    }),
    users: ({ nodes }) =>
      sum(nodes.filter((one: { column: number }) => one.column === 0).map((one: { value: number }) => one.value)),
  },
]
