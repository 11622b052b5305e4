import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { EventsSearchRequest } from '../../analyses/aggregate/definition.ts'
import { momentOf } from '../../analyses/aggregate/moment.ts'
import { AnalyticsRequest, DEFAULT_COLUMNS, ListRequest } from '../../analyses/analytics/definition.ts'
import { isByTime } from '../../analyses/analytics/list.ts'
import { withMoments } from '../../analyses/analytics/time-range.ts'
import { ask } from '../../analyses/asking.ts'
import { BYTE_ORDER_MARK, csvLine } from '../../analyses/export/csv.ts'
import {
  type AskAgain,
  cellsOf,
  type Exported,
  exportAggregates,
  exportEvents,
  exportList,
  MOST_UNSLICED,
} from '../../analyses/export/rows.ts'
import { WaywornError } from '../../lib/errors.ts'
import { withoutAt } from '../../model/attribute.ts'
import type { QueryDeps } from '../answering.ts'
import { checked } from '../checked.ts'
import { createSlots } from '../slots.ts'
import { type ExportAttributes, ExportBody, inRequest, isOverTime } from './export-body.ts'
import { exportProfiles, isProfileRequest } from './export-profiles.ts'
import { publishedEvent } from './published-event.ts'

const PATH = '/api/v2/wayworn/export'
/** What the published one exports at most, and ours unless told (parity.md §27). */
const RECORDS = 5_000
const AGGREGATES = 500

/** A list, events or aggregates as CSV or as lines of JSON, streamed slice by slice. */
export const exportRoutes = async (app: FastifyInstance, deps: QueryDeps): Promise<void> => {
  const slots = createSlots(3, 20, 'exports of one client')
  app.post(PATH, async (request, reply) => {
    const { id } = await deps.authenticate(request)
    const { attributes } = checked(ExportBody, request.body).data
    const giveBack = slots.take(id)
    const aborter = new AbortController()
    reply.raw.once('close', () => {
      aborter.abort(new DOMException('The client went away', 'AbortError'))
      giveBack()
    })
    const again: AskAgain = (work) =>
      ask(deps.asking(), { tag: 'export', signal: aborter.signal, keep: false, lane: 'background' }, work)
    const exported = await rowsOf(attributes, deps.asking().clock(), again)
    const lines = linesOf(exported, attributes)
    // The first slice before the headers, so that what is wrong with the question is answered as an error.
    const first = await lines.next()
    return send(request, reply, attributes, exported, Readable.from(joined(first, lines), { objectMode: false }))
  })
}

const rowsOf = async (
  attributes: ExportAttributes,
  nowMs: number,
  again: AskAgain,
): Promise<Exported & { limit: number }> => {
  const asked = attributes.request
  const limit = attributes.limit ?? RECORDS
  if ('filter' in asked) {
    const { filter, sort } = inRequest(EventsSearchRequest, asked)
    const at = '/data/attributes/request/filter'
    const columns = attributes.columns ?? DEFAULT_COLUMNS.map((path) => `@${path}`)
    const request = {
      query: filter.query === '*' ? '' : filter.query,
      from: momentOf(filter.from, nowMs, `${at}/from`),
      to: momentOf(filter.to, nowMs, `${at}/to`),
      order: sort === 'timestamp' ? ('asc' as const) : ('desc' as const),
    }
    const whole = attributes.format === 'csv' || attributes.columns ? cellsOf(columns) : publishedEvent
    return { ...(await exportEvents(request, limit, columns, whole, again)), limit }
  }
  const at = '/data/attributes/request/data/attributes'
  const { type } = asked.data as { type?: unknown }
  if (isProfileRequest(type)) return exportProfiles(asked, type, limit, again)
  if (type === 'formula_analytics_extended_list_request') {
    const list = withMoments(inRequest(ListRequest, asked).data.attributes, nowMs, at)
    if (!isByTime(list.query) && limit > MOST_UNSLICED) throw unsliced(limit)
    return { ...(await exportList(list, limit, again)), limit }
  }
  const aggregates = withMoments(inRequest(AnalyticsRequest, asked).data.attributes, nowMs, at)
  const rows = attributes.limit ?? AGGREGATES
  const overTime = attributes.over_time ?? isOverTime(aggregates)
  return { ...(await exportAggregates(aggregates, rows, overTime, again)), limit: rows }
}

const unsliced = (limit: number) =>
  new WaywornError(
    'invalid_field',
    {
      field: 'limit',
      reason: `${limit.toLocaleString('en')} records can only be exported in the order of time; sort by date, or ask for ${MOST_UNSLICED.toLocaleString('en')} at most`,
    },
    { pointer: '/data/attributes/limit' },
  )

const send = (
  request: FastifyRequest,
  reply: FastifyReply,
  { format }: ExportAttributes,
  exported: Exported & { limit: number },
  body: Readable,
) => {
  const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8'
  return reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename="wayworn-export.${format}"`)
    .header('x-request-id', request.id)
    .header('x-wayworn-total', String(exported.total))
    .header('x-wayworn-cut', String(exported.total > exported.limit))
    .send(body)
}

/** Without its `@`, which a spreadsheet takes for a formula. */
async function* linesOf({ columns, slices }: Exported, { format, delimiter, bom }: ExportAttributes) {
  const isCsv = format === 'csv'
  const line = (row: Record<string, unknown>) => {
    const cells = columns.map((name) => row[name])
    return isCsv ? csvLine(cells, delimiter) : `${JSON.stringify(row)}\n`
  }
  let head = isCsv ? (bom ? BYTE_ORDER_MARK : '') + csvLine(columns.map(withoutAt), delimiter) : ''
  for await (const rows of slices) {
    yield head + rows.map(line).join('')
    head = ''
  }
}

async function* joined(first: IteratorResult<string, void>, rest: AsyncGenerator<string, void>) {
  if (first.done) return
  yield first.value
  yield* rest
}
