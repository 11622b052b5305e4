import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { AggregateRequest, EventsSearchRequest } from '../analyses/aggregate/definition.ts'
import { AnalyticsRequest, ListRequest } from '../analyses/analytics/definition.ts'
import { SankeyListRequest, SankeyRequest } from '../analyses/pathways/definition.ts'
import { ACCOUNT_OPERATIONS } from './operations/accounts.ts'
import { EXPLORER_OPERATIONS } from './operations/explorer.ts'
import { HEATMAP_OPERATIONS } from './operations/heatmaps.ts'
import { IMPORT_OPERATIONS } from './operations/imports.ts'
import { HEALTH_OPERATIONS, INTAKE_OPERATIONS } from './operations/intake.ts'
import { JOURNEY_OPERATIONS } from './operations/journeys.ts'
import { LABELLED_ACTION_OPERATIONS } from './operations/labelled-actions.ts'
import type { Operation, Operations } from './operations/operation.ts'
import { REPLAY_OPERATIONS } from './operations/replay.ts'
import { CreateConnection, UpdateConnection } from './routes/connection-body.ts'
import { FacetsQuery, ValuesRequest } from './routes/facets.ts'
import { FacetInfoBody, QueryAccounts, QueryEventFilteredUsers, QueryUsers } from './routes/profile-body.ts'
import { EventsQuery } from './routes/rum.ts'
import { ChangeSegment, CreateSegment, PreviewSegment } from './routes/segment-body.ts'
import { SetAsideQuery } from './routes/set-aside.ts'

/** Every route, described; a test compares this table with what the server registers. */
export const OPERATIONS: Operations = {
  'POST /api/v2/product-analytics/analytics/scalar': {
    tag: 'Analytics',
    summary: 'One number a group',
    body: AnalyticsRequest,
  },
  'POST /api/v2/product-analytics/analytics/timeseries': {
    tag: 'Analytics',
    summary: 'One number a group and period',
    body: AnalyticsRequest,
  },
  'POST /api/v2/product-analytics/analytics/list': {
    tag: 'Analytics',
    summary: 'The matching events, with chosen columns',
    body: ListRequest,
  },
  ...JOURNEY_OPERATIONS,
  'POST /api/v2/product-analytics/users/query': {
    tag: 'Audience',
    summary: 'Profiles of users that match, in order',
    body: QueryUsers,
  },
  'POST /api/v2/product-analytics/users/event_filtered_query': {
    tag: 'Audience',
    summary: 'Profiles of users with matching events; its time frame is in seconds',
    body: QueryEventFilteredUsers,
  },
  'POST /api/v2/product-analytics/accounts/query': {
    tag: 'Audience',
    summary: 'Profiles of accounts that match, in order',
    body: QueryAccounts,
  },
  'DELETE /api/v2/product-analytics/users/{id}': {
    role: 'admin',
    tag: 'Audience',
    summary: 'Remove a user with all that is known of them, for good; answers how much it was',
  },
  'DELETE /api/v2/product-analytics/accounts/{id}': {
    role: 'admin',
    tag: 'Audience',
    summary: 'Remove an account with all that was done in it, for good; answers how much it was',
  },
  'POST /api/v2/product-analytics/users/facet_info': {
    tag: 'Audience',
    summary: 'The values or the range of an attribute of users',
    body: FacetInfoBody,
  },
  'POST /api/v2/product-analytics/accounts/facet_info': {
    tag: 'Audience',
    summary: 'The values or the range of an attribute of accounts',
    body: FacetInfoBody,
  },
  'GET /api/v2/product-analytics/{entity}/mapping': { tag: 'Audience', summary: 'The attributes of profiles' },
  'GET /api/v2/product-analytics/{entity}/mapping/connections': { tag: 'Audience', summary: 'Connected tables' },
  'POST /api/v2/product-analytics/{entity}/mapping/connection': {
    role: 'editor',
    tag: 'Audience',
    summary: 'Connect an imported table by its name: its fields become attributes of profiles',
    body: CreateConnection,
    status: 201,
  },
  'PUT /api/v2/product-analytics/{entity}/mapping/connection': {
    role: 'editor',
    tag: 'Audience',
    summary: 'Add, change and remove fields of a connected table',
    body: UpdateConnection,
  },
  'DELETE /api/v2/product-analytics/{entity}/mapping/connection/{id}': {
    role: 'editor',
    tag: 'Audience',
    summary: 'Let go of a connected table; its rows stay, and it can be connected again',
    status: 204,
  },
  'GET /api/v2/product-analytics/segments': { tag: 'Audience', summary: 'All segments' },
  'POST /api/v2/product-analytics/segments': {
    role: 'editor',
    tag: 'Audience',
    summary: 'Make a segment of rules',
    body: CreateSegment,
  },
  'GET /api/v2/product-analytics/segments/{id}': { tag: 'Audience', summary: 'One segment' },
  'PATCH /api/v2/product-analytics/segments/{id}': {
    role: 'editor',
    tag: 'Audience',
    summary: 'Change a segment',
    body: ChangeSegment,
  },
  'DELETE /api/v2/product-analytics/segments/{id}': {
    role: 'editor',
    tag: 'Audience',
    summary: 'Remove a segment that no other segment uses',
  },
  'GET /api/v2/product-analytics/users/{id}/segments': {
    tag: 'Audience',
    summary: 'Of every segment of users, whether the user is in it',
  },
  'GET /api/v2/product-analytics/accounts/{id}/segments': {
    tag: 'Audience',
    summary: 'Of every segment of accounts, whether the account is in it',
  },
  'POST /api/v2/product-analytics/segments/preview': {
    tag: 'Audience',
    summary: 'How many match a definition, and some of them',
    body: PreviewSegment,
  },
  'POST /api/v2/product-analytics/segments/csv': {
    role: 'editor',
    tag: 'Audience',
    summary: 'Make a segment of a file, or give it a new one: multipart with file, name, column and key',
  },
  'POST /api/v2/product-analytics/sankey': {
    tag: 'Pathways',
    summary: 'What was seen one after the other',
    body: SankeyRequest,
  },
  'POST /api/v2/product-analytics/sankey/list': {
    tag: 'Pathways',
    summary: 'Who stands behind a node or a link of it',
    body: SankeyListRequest,
  },
  'POST /api/v2/rum/events/search': { tag: 'Events', summary: 'Whole events, page by page', body: EventsSearchRequest },
  'GET /api/v2/rum/events': { tag: 'Events', summary: 'Whole events, page by page', query: EventsQuery },
  'GET /api/v2/wayworn/events/{id}': { tag: 'Events', summary: 'One event' },
  'POST /api/v2/rum/analytics/aggregate': { tag: 'Events', summary: 'Buckets of computes', body: AggregateRequest },
  'GET /api/v2/wayworn/facets': { tag: 'Facets', summary: 'The attributes that can be asked for', query: FacetsQuery },
  'POST /api/v2/wayworn/facet_values': { tag: 'Facets', summary: 'The values of an attribute', body: ValuesRequest },
  'GET /api/v2/wayworn/set-aside': { tag: 'Intake', summary: 'What could not be read, and why', query: SetAsideQuery },
  ...REPLAY_OPERATIONS,
  ...HEATMAP_OPERATIONS,
  ...LABELLED_ACTION_OPERATIONS,
  ...IMPORT_OPERATIONS,
  ...EXPLORER_OPERATIONS,
  ...ACCOUNT_OPERATIONS,
  ...INTAKE_OPERATIONS,
  ...HEALTH_OPERATIONS,
}

const COMMON = {
  '400': { description: 'The request is malformed; the error names the field' },
  '401': { description: 'Credentials are missing or wrong' },
  '422': { description: 'The question is past its limits; the error says which' },
}

/** The OpenAPI 3.1 document of what is described in `operations`. */
export const openApiDocument = (operations: Operations = OPERATIONS) => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [key, operation] of Object.entries(operations)) {
    const [method, path] = key.split(' ') as [string, string]
    paths[path] = { ...paths[path], [method.toLowerCase()]: described(key, path, operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Wayworn',
      version: '1',
      description: 'The published Product Analytics API, and what Wayworn adds to it.',
    },
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'DD-API-KEY' },
        applicationKey: { type: 'apiKey', in: 'header', name: 'DD-APPLICATION-KEY' },
        clientToken: { type: 'apiKey', in: 'query', name: 'dd-api-key' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'wayworn.session_token' },
      },
    },
  }
}

const described = (key: string, path: string, operation: Operation) => {
  const { summary, tag, body, bodyType = 'application/json', query, status = 200, open, role } = operation
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    required: true,
    schema: { type: 'string' },
  }))
  return {
    summary,
    ...(role ? { description: `Takes the role ${role}.` } : {}),
    tags: [tag],
    operationId: key.toLowerCase().replace(/[^a-z0-9]+/g, '_'),
    parameters: [
      ...inPath.map((parameter) => ({ ...parameter, in: 'path' })),
      ...(query ? parametersOf(query) : []).map((parameter) => ({ ...parameter, in: 'query' })),
    ],
    ...(body ? { requestBody: { required: true, content: { [bodyType]: { schema: schemaOf(body) } } } } : {}),
    responses: { [status]: { description: ANSWERS[status] }, ...COMMON },
    security: SECURITY[String(open ?? false)],
  }
}

const ANSWERS = {
  200: 'The answer, in the JSON:API style',
  201: 'What was made',
  202: 'Taken; it survives a kill at any moment',
  204: 'Done',
  302: 'Signed in',
}

const SECURITY: Record<string, object[]> = {
  true: [],
  token: [{ apiKey: [] }, { clientToken: [] }],
  false: [{ apiKey: [], applicationKey: [] }, { cookie: [] }],
}

const parametersOf = (query: z.ZodType) => {
  const { properties = {}, required = [] } = schemaOf(query)
  return Object.entries(properties).map(([name, schema]) => ({ name, required: required.includes(name), schema }))
}

const schemaOf = (body: z.ZodType) => {
  const { $schema: _, ...schema } = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' })
  return schema
}

export const openApiRoutes = async (app: FastifyInstance): Promise<void> => {
  const document = openApiDocument()
  app.get('/api/openapi.json', async () => document)
}
