import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { parseTimeFrame } from '../../model/time-frame/parse.ts'
import type { TimeRange } from '../../model/time-frame/time-frame.ts'
import { type CliContext, type CliResponse, refusalOf } from './context.ts'

interface Flags {
  query: string
  time: string
  zone: string
  format: 'ndjson' | 'csv'
  columns?: string[]
  limit: number
  out?: string
}

const PATH = '/api/v2/wayworn/export'
/** The most that the server gives in one answer: longer exports are asked for range by range. */
const MOST = 1_000_000

/** Adds `wayworn export`: the events of a running server that match a search, oldest first. */
export const registerExport = (program: Command, ctx: CliContext, most = MOST): void => {
  program
    .command('export')
    .description('Write the events that match a search as lines of JSON or as CSV, oldest first')
    .option('--query <search>', 'in the search syntax; without it every event', '')
    .option('--time <time frame>', 'such as "past 7 days", "this month", "Jan 1 - Jan 31, 2030"', 'past 7 days')
    .option('--zone <time zone>', 'the zone that days and months are read in', 'UTC')
    .addOption(new Option('--format <format>', 'whole events, or a table').choices(['ndjson', 'csv']).default('ndjson'))
    .option('--columns <attributes>', 'these attributes only, by commas: @date,@view.name,@usr.id', columnsOf)
    .option('--limit <events>', 'at most so many', wholeNumber, Number.MAX_SAFE_INTEGER)
    .option('--out <file>', 'write into a file instead of standard output')
    .addHelpText(
      'after',
      `
What "wayworn export" wrote, "wayworn import" reads. Sessions are made of their events, so they need not be exported: leave
them out with -@type:session.

Examples:
  wayworn export --time "past 30 days" --out events.ndjson
  wayworn export --query "@type:view @geo.country:Brazil" --format csv --columns @date,@view.name,@usr.id > views.csv
  wayworn export --query "-@type:session" --time "last month" | gzip > last-month.ndjson.gz`,
    )
    .action((flags: Flags) => run(ctx, flags, most))
}

const columnsOf = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)

const wholeNumber = (text: string): number => {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Give a whole number of events above 0.')
}

const run = async (ctx: CliContext, flags: Flags, most: number): Promise<void> => {
  const range = parseTimeFrame(flags.time, { now: Date.now(), zone: flags.zone, weekStart: 1 })
  const target: Writable = flags.out ? createWriteStream(flags.out) : process.stdout
  const write = async (chunk: Uint8Array | string) => {
    if (!target.write(chunk)) await once(target, 'drain')
  }
  const failed = new Promise<never>((_, reject) => target.once('error', reject))
  const written = await Promise.race([exportRange({ ctx, flags, most, write }, range, flags.limit), failed])
  if (flags.out) {
    target.end()
    await once(target, 'finish')
    ctx.out(`${written.toLocaleString('en')} events are in ${flags.out}.`)
  }
}

interface Exporting {
  ctx: CliContext
  flags: Flags
  /** Events of one answer. */
  most: number
  write(chunk: Uint8Array | string): Promise<void>
}

/**
 * Writes the events of a range, and of a range that holds too many for one answer those of its halves; returns how many.
 * `headed`: the columns have been named before.
 */
const exportRange = async (exporting: Exporting, range: TimeRange, limit: number, headed = false): Promise<number> => {
  const { ctx, flags, most, write } = exporting
  const { from, to } = range
  const response = await ctx.fetch(PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(bodyOf(flags, range, Math.min(limit, most))),
  })
  if (!response.ok) throw refusalOf(response.status, await response.text(), `POST ${PATH}`)
  const total = Number(response.headers?.get('x-wayworn-total') ?? 0)
  if (total > most && limit > most && to - from > 1) {
    await response.body?.cancel()
    const middle = Math.floor((from + to) / 2)
    const first = await exportRange(exporting, { from, to: middle }, limit, headed)
    if (first >= limit) return first
    return first + (await exportRange(exporting, { from: middle, to }, limit - first, true))
  }
  await pass(response, headed && flags.format === 'csv', write)
  return Math.min(total, limit, most)
}

const bodyOf = ({ query, format, columns }: Flags, { from, to }: TimeRange, limit: number) => ({
  data: {
    type: 'export_request',
    attributes: {
      format,
      limit,
      ...(columns ? { columns } : {}),
      request: { filter: { query: query || '*', from, to }, sort: 'timestamp' },
    },
  },
})

/** Hands on what comes, without the first line if the columns have been named before. */
const pass = async (response: CliResponse, beheaded: boolean, write: Exporting['write']): Promise<void> => {
  let skipping = beheaded
  for await (const chunk of response.body ?? [Buffer.from(await response.text())]) {
    if (!skipping) await write(chunk)
    else {
      const end = chunk.indexOf(0x0a)
      if (end < 0) continue
      skipping = false
      await write(chunk.subarray(end + 1))
    }
  }
}
