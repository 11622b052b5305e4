import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { WaywornError } from '../../lib/errors.ts'
import { ask, type CliContext, printTable } from './context.ts'

const AT = '/api/v2/product-analytics'
const PATHS: Record<string, string> = {
  formula_analytics_extended_request: `${AT}/analytics/scalar`,
  formula_analytics_extended_list_request: `${AT}/analytics/list`,
  journey_request: `${AT}/journey/funnel`,
  formula_journey_request: `${AT}/journey/timeseries`,
  journey_differences_request: `${AT}/journey/differences`,
  sankey_request: `${AT}/sankey`,
  retention_grid_request: `${AT}/retention/grid`,
  formula_retention_request: `${AT}/retention/timeseries`,
}
/** Two kinds of chart share the published `journey_request`. */
const PATHS_BY_KIND: Record<string, string> = { 'journey-paths': `${AT}/journey/paths` }

interface Column {
  name: string
  type: 'group' | 'number'
  values: (string[] | number | null)[]
}

interface Request {
  data: { type: string; attributes?: { query?: Timed; queries?: Timed[] } }
}

interface Timed {
  compute?: { interval?: unknown; rollup?: unknown }
}

interface Chart {
  data: { type: 'chart'; attributes: { kind: string; request: Request } }
}

interface Options {
  chart?: string
  overTime?: boolean
  json?: boolean
  sql?: boolean
}

/** `wayworn query <file>` and `wayworn query --chart <id>`: a chart is its request; this runs it and prints the answer. */
export const registerQuery = (program: Command, ctx: CliContext): void => {
  program
    .command('query')
    .description('Run a request of the query API from a file, as "Copy → Request as JSON" on a chart gives it')
    .argument('[file]', 'JSON of a request or of a saved chart; "-" reads standard input')
    .option('--chart <id>', 'run a saved chart instead of a file')
    .option('--over-time', 'ask for the time series instead of one number a group')
    .option('--json', 'print the whole answer')
    .option('--sql', 'print the SQL that was run, too')
    .action(async (file: string | undefined, options: Options) => {
      const { request, overTime, kind = '' } = await requestOf(ctx, file, options)
      const path = overTime ? `${AT}/analytics/timeseries` : (PATHS_BY_KIND[kind] ?? PATHS[request.data.type])
      if (!path) {
        throw new WaywornError('invalid_field', {
          field: 'data.type',
          reason: `"${request.data.type}" is not known here; use one of ${Object.keys(PATHS).join(', ')}`,
        })
      }
      const answer = await ask<Answer>(ctx, 'POST', `${path}${options.sql ? '?explain=true' : ''}`, request)
      print(ctx, answer, options.json || overTime)
      for (const text of answer.meta?.sql ?? []) ctx.out(`\n${text}`)
    })
}

interface Answer {
  data: { attributes: { columns?: Column[]; records?: Record<string, unknown>[] } }
  meta?: { sql?: string[] }
}

/** A saved chart says itself whether it is over time: its request names an interval or a calendar's periods. */
const requestOf = async (
  ctx: CliContext,
  file: string | undefined,
  { chart, overTime = false }: Options,
): Promise<{ request: Request; overTime: boolean; kind?: string }> => {
  if ((file === undefined) === (chart === undefined)) {
    const reason = 'give either a file or --chart with the id of a saved chart'
    throw new WaywornError('invalid_field', { field: 'query', reason })
  }
  const given =
    chart === undefined
      ? await readRequest(file!)
      : await ask<Chart>(ctx, 'GET', `/api/v2/wayworn/charts/${encodeURIComponent(chart)}`)
  if (!isChart(given)) return { request: given, overTime }
  const { request, kind } = given.data.attributes
  return { request, kind, overTime: overTime || (kind === 'analytics' && isOverTime(request)) }
}

const isChart = (given: Request | Chart): given is Chart =>
  given.data.type === 'chart' && typeof (given as Chart).data.attributes?.request?.data?.type === 'string'

const isOverTime = ({ data }: Request): boolean => {
  const { query, queries = [] } = data.attributes ?? {}
  return [...(query ? [query] : []), ...queries].some(({ compute }) => compute?.interval ?? compute?.rollup)
}

const readRequest = async (file: string): Promise<Request | Chart> => {
  const text = file === '-' ? await readAll(process.stdin) : await readFile(file, 'utf8')
  try {
    const request = JSON.parse(text) as { data?: { type?: unknown } }
    if (typeof request?.data?.type === 'string') return request as Request
  } catch (error) {
    throw new WaywornError('malformed_json', { reason: `${file}: ${(error as Error).message}` })
  }
  throw new WaywornError('invalid_field', {
    field: 'data.type',
    reason: 'it is missing; give a request of the query API',
  })
}

const readAll = async (stream: AsyncIterable<Buffer | string>): Promise<string> => {
  let text = ''
  for await (const chunk of stream) text += chunk
  return text
}

const print = (ctx: CliContext, answer: Answer, whole: boolean): void => {
  const { columns, records } = answer.data.attributes
  if (whole || (!columns && !records)) {
    ctx.out(JSON.stringify(answer.data.attributes, null, 2))
    return
  }
  if (records) {
    printRecords(ctx, records)
    return
  }
  const rows = (columns![0]?.values ?? []).map((_, row) => columns!.map((column) => cell(column.values[row])))
  printTable(
    ctx,
    columns!.map((column) => column.name),
    rows,
  )
}

const printRecords = (ctx: CliContext, records: readonly Record<string, unknown>[]): void => {
  const names = Object.keys(records[0] ?? {})
  printTable(
    ctx,
    names,
    records.map((record) => names.map((name) => cell(record[name]))),
  )
}

const cell = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? [value].flat().join(', ') : String(value)
