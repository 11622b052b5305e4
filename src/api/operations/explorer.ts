import { ChangeChart, ChartsQuery, CreateChart, DefaultChart } from '../routes/chart-body.ts'
import { ExportBody } from '../routes/export-body.ts'
import { ChangeFacet, DetailQuery } from '../routes/facets.ts'
import { LiveQuery, TailBody } from '../routes/live.ts'
import { RecentQuery, UsedSearch } from '../routes/recent-searches.ts'
import type { Operations } from './operation.ts'

/** What the explorer needs beside the questions themselves: all of it ours. */
export const EXPLORER_OPERATIONS: Operations = {
  'GET /api/v2/wayworn/charts': { tag: 'Charts', summary: 'Saved charts', query: ChartsQuery },
  'POST /api/v2/wayworn/charts': {
    role: 'editor',
    tag: 'Charts',
    summary: 'Save a chart',
    body: CreateChart,
    status: 201,
  },
  'GET /api/v2/wayworn/charts/{id}': { tag: 'Charts', summary: 'One saved chart' },
  'PATCH /api/v2/wayworn/charts/{id}': {
    role: 'editor',
    tag: 'Charts',
    summary: 'Change a saved chart',
    body: ChangeChart,
  },
  'DELETE /api/v2/wayworn/charts/{id}': { role: 'editor', tag: 'Charts', summary: 'Remove a saved chart', status: 204 },
  'POST /api/v2/wayworn/charts/{id}/star': { tag: 'Charts', summary: 'Star a chart for oneself', status: 204 },
  'DELETE /api/v2/wayworn/charts/{id}/star': { tag: 'Charts', summary: 'Take the star back', status: 204 },
  'GET /api/v2/wayworn/me/default-chart': { tag: 'Charts', summary: 'The chart that one starts with' },
  'PUT /api/v2/wayworn/me/default-chart': { tag: 'Charts', summary: 'Choose it', body: DefaultChart },
  'GET /api/v2/wayworn/recent-searches': { tag: 'Charts', summary: "One's own last searches", query: RecentQuery },
  'POST /api/v2/wayworn/recent-searches': { tag: 'Charts', summary: 'Note a search', body: UsedSearch, status: 204 },
  'DELETE /api/v2/wayworn/recent-searches': { tag: 'Charts', summary: 'Forget them', status: 204 },
  'GET /api/v2/wayworn/facets/{path}': {
    tag: 'Facets',
    summary: 'What events say about one attribute: values, how many, first and last seen',
    query: DetailQuery,
  },
  'PATCH /api/v2/wayworn/facets/{path}': {
    role: 'editor',
    tag: 'Facets',
    summary: 'Set name, group, unit and description of an attribute',
    body: ChangeFacet,
  },
  'GET /api/v2/wayworn/live': {
    tag: 'Live',
    summary: 'Wait for newly loaded data; server-sent events with Accept: text/event-stream',
    query: LiveQuery,
  },
  'POST /api/v2/wayworn/live/events': { tag: 'Live', summary: 'The events that arrived last', body: TailBody },
  'POST /api/v2/wayworn/export': {
    tag: 'Export',
    summary: 'A list, events or aggregates as CSV or lines of JSON',
    body: ExportBody,
  },
}
