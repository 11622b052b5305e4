import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { WaywornError } from '../../lib/errors.ts'
import { ask, type CliContext, printTable } from './context.ts'

const PATHS: Record<string, string> = {
  formula_analytics_extended_request: '/api/v2/product-analytics/analytics/scalar',
  formula_analytics_extended_list_request: '/api/v2/product-analytics/analytics/list',
}

interface Column {
  name: string
  type: 'group' | 'number'
  values: (string[] | number | null)[]
}

/** `wayworn query <file>`: a chart is its request; this runs one and prints the answer. */
export const registerQuery = (program: Command, ctx: CliContext): void => {
  program
    .command('query')
    .description('Run a request of the query API from a file, as "Copy as JSON" on a chart gives it')
    .argument('<file>', 'JSON; "-" reads standard input')
    .option('--over-time', 'ask for the time series instead of one number a group')
    .option('--json', 'print the whole answer')
    .option('--sql', 'print the SQL that was run, too')
    .action(async (file: string, options: { overTime?: boolean; json?: boolean; sql?: boolean }) => {
      const request = await readRequest(file)
      const path = options.overTime ? '/api/v2/product-analytics/analytics/timeseries' : PATHS[request.data.type]
      if (!path) {
        throw new WaywornError('invalid_field', {
          field: 'data.type',
          reason: `"${request.data.type}" is not known here; use one of ${Object.keys(PATHS).join(', ')}`,
        })
      }
      const answer = await ask<Answer>(ctx, 'POST', `${path}${options.sql ? '?explain=true' : ''}`, request)
      print(ctx, answer, options.json || options.overTime === true)
      for (const text of answer.meta?.sql ?? []) ctx.out(`\n${text}`)
    })
}

interface Answer {
  data: { attributes: { columns?: Column[]; records?: Record<string, unknown>[] } }
  meta?: { sql?: string[] }
}

const readRequest = async (file: string): Promise<{ data: { type: string } }> => {
  const text = file === '-' ? await readAll(process.stdin) : await readFile(file, 'utf8')
  try {
    const request = JSON.parse(text) as { data?: { type?: unknown } }
    if (typeof request?.data?.type === 'string') return request as { data: { type: string } }
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
