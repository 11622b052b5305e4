import { answerFunnel } from '../../src/analyses/funnel/answer.ts'
import { DifferencesRequest, FunnelRequest } from '../../src/analyses/funnel/definition.ts'
import { answerDifferences } from '../../src/analyses/funnel/differences.ts'
import { answerDrivers } from '../../src/analyses/journey-drivers/answer.ts'
import { DriversRequest } from '../../src/analyses/journey-drivers/definition.ts'
import { answerPaths } from '../../src/analyses/journey-paths/answer.ts'
import { JourneyPathsRequest } from '../../src/analyses/journey-paths/definition.ts'
import { answerSankey } from '../../src/analyses/pathways/answer.ts'
import { SankeyRequest } from '../../src/analyses/pathways/definition.ts'
import { answerGrid } from '../../src/analyses/retention/answer.ts'
import { RetentionGridRequest } from '../../src/analyses/retention/definition.ts'
import { PAGES } from '../traffic/pages.ts'
import { PEER_RETENTION, peerFunnel, peerPathways } from './peer-journeys.ts'
import type { Group, Question } from './question.ts'

const of = (query: string) => ({ data_source: 'product_analytics', search: { query } })
const page = (name: string) => of(`@type:view @view.name:${name}`)

/** Three pages on the way to an order. */
const STEPS = ['/products', '/cart', '/checkout']

const funnel = (primary: string, steps: readonly string[], filter = '') => {
  const aliases = steps.map((_, i) => `S${i + 1}`)
  return {
    search: {
      expression: aliases.join(' -> '),
      node_objects: Object.fromEntries(aliases.map((alias, i) => [alias, page(steps[i]!)])),
      join_keys: { primary },
      filters: { string_filter: filter },
    },
  }
}

const askFunnel =
  (query: object): Question['ask'] =>
  (asking, span) =>
    answerFunnel(
      FunnelRequest.parse({ data: { type: 'journey_request', attributes: { ...span, query } } }).data.attributes,
      asking,
    )

const askPaths: Question['ask'] = (asking, span) => {
  const query = { ...funnel('@session.id', ['/products', '/checkout']), conversion_type: 'conversion' }
  const data = { type: 'journey_request', attributes: { ...span, query } }
  return answerPaths(JourneyPathsRequest.parse({ data }).data.attributes, asking)
}

const askDrivers: Question['ask'] = (asking, span) => {
  const data = { type: 'journey_drivers_request', attributes: { ...span, query: funnel('@session.id', STEPS) } }
  return answerDrivers(DriversRequest.parse({ data }).data.attributes, asking)
}

const askDifferences: Question['ask'] = (asking, span) => {
  const query = { ...funnel('@usr.id', STEPS), counting: { preset: 'datadog' }, against: { preset: 'posthog' } }
  const data = { type: 'journey_differences_request', attributes: { ...span, query } }
  return answerDifferences(DifferencesRequest.parse({ data }).data.attributes, asking)
}

const askPathways: Question['ask'] = (asking, time) => {
  const definition = { source: '@view.name', target: '@view.name', number_of_steps: 5 }
  const attributes = { definition, search: { query: '@type:view @view.name:/products' }, time }
  return answerSankey(SankeyRequest.parse({ data: { type: 'sankey_request', attributes } }).data.attributes, asking)
}

const askRetention: Question['ask'] = (asking, span) => {
  const query = {
    search: {
      retention_entity: '@usr.id',
      return_condition: 'conversion_on',
      cohort_criteria: {
        base_query: of('@type:view'),
        time_interval: { type: 'calendar', value: { type: 'week' } },
      },
    },
    compute: { aggregation: 'count', metric: '__dd.retention' },
  }
  const data = { type: 'retention_grid_request', attributes: { ...span, query } }
  return answerGrid(RetentionGridRequest.parse({ data }).data.attributes, asking)
}

const reads = (...columns: string[]): NonNullable<Question['reads']> => ({
  types: ['view'],
  columns: ['date', ...columns],
})
const USER = ['usr_id', 'usr_anonymous_id']

export const journeys: Group = {
  name: 'Journeys',
  questions: [
    {
      name: 'funnel per session',
      ask: askFunnel(funnel('@session.id', STEPS)),
      reads: reads('view_name', 'session_id', 'arrival'),
      peer: peerFunnel('session_id', STEPS),
      target: { scans: 2.5, peer: 4 },
    },
    {
      name: 'funnel per user',
      ask: askFunnel(funnel('@usr.id', STEPS)),
      reads: reads('view_name', ...USER, 'arrival'),
      peer: peerFunnel('person', STEPS),
      target: { scans: 4, peer: 1 },
    },
    {
      name: 'funnel per session of 30 steps',
      ask: askFunnel(funnel('@session.id', PAGES.slice(0, 30))),
      beside: { name: 'its first three steps', ask: askFunnel(funnel('@session.id', PAGES.slice(0, 3))) },
      target: { besides: 2 },
    },
    {
      name: 'funnel per user of 30 steps',
      ask: askFunnel(funnel('@usr.id', PAGES.slice(0, 30))),
      beside: { name: 'its first three steps', ask: askFunnel(funnel('@usr.id', PAGES.slice(0, 3))) },
      target: { besides: 2 },
    },
    {
      name: 'funnel per user, of a filter',
      ask: askFunnel(funnel('@usr.id', STEPS, '@context.experiment:a')),
      reads: reads('view_name', ...USER, 'arrival', 'custom.`context.experiment`'),
      target: { scans: 3 },
    },
    {
      name: 'what tells those who ordered from those who left',
      ask: askDrivers,
      reads: {
        types: ['view', 'action', 'error'],
        columns: ['date', 'view_name', 'action_name', 'error_message', 'session_id', 'arrival'],
      },
      target: { scans: 12 },
    },
    {
      name: 'on whom two ways to count differ',
      ask: askDifferences,
      reads: reads('view_name', ...USER, 'arrival'),
      target: { scans: 12 },
    },
    {
      name: 'pathways',
      ask: askPathways,
      reads: reads('view_name', 'session_id', 'arrival'),
      peer: peerPathways('/products'),
      target: { scans: 2.5, peer: 4 },
    },
    {
      name: 'journey paths',
      ask: askPaths,
      reads: { types: ['view', 'action'], columns: ['date', 'view_name', 'action_name', 'session_id', 'arrival'] },
      target: { scans: 4 },
    },
    {
      name: 'retention',
      ask: askRetention,
      reads: reads(...USER),
      peer: PEER_RETENTION,
      target: { scans: 2.5, peer: 4 },
    },
  ],
}
