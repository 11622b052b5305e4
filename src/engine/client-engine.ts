import { Readable } from 'node:stream'
import type { ClickHouseClient } from '@clickhouse/client'
import { constant, render, type Sql, sql, word } from '../sql/sql.ts'
import { insertBlock } from './block/insert.ts'
import { DEFAULT_LIMITS, type Engine, type Home, type Limits, type QueryOptions } from './engine.ts'
import { failureOf } from './failure.ts'
import { createPool } from './pool.ts'

interface Parts {
  home: Home
  readers: readonly ClickHouseClient[]
  writer: ClickHouseClient
  nodes: readonly ClickHouseClient[]
  /** For error messages: a folder or an address without secrets. */
  where: string
  cluster?: string
  /** Schema statements reach every node by ON CLUSTER; otherwise they are run on each of `nodes`. */
  onCluster?: boolean
  /** Makes a client fit for the next statement after one has failed. */
  mend?: (client: ClickHouseClient) => Promise<void>
  /** Where blocks are put for an engine that takes them from files; one at a time. */
  blockFile?: string
}

export interface ClientEngine extends Engine {
  readonly cluster: string | undefined
  readonly onCluster: boolean
}

/** An `Engine` over clients of `@clickhouse/client`, wherever they lead. */
export const clientEngine = async (parts: Parts): Promise<ClientEngine> => {
  const { home, where } = parts
  const readers = createPool(parts.readers)
  const writer = createPool([parts.writer])
  const run = <R>(client: ClickHouseClient, work: () => Promise<R>, limits: Limits) =>
    work().catch(async (cause: unknown) => {
      await parts.mend?.(client)
      throw failureOf(cause, limits, where)
    })

  const query = async <Row>(statement: Sql, options: QueryOptions) => {
    const limits = { ...DEFAULT_LIMITS, ...options.limits }
    const { text, params } = render(
      sql`${statement} ${settings(limits, options.tag)}${home === 'cluster' ? ON_SHARDS : constant('')}${options.eager ? EAGER : constant('')}`,
    )
    return readers.use(
      options.lane ?? 'people',
      (client) =>
        run(
          client,
          async () => {
            const started = performance.now()
            const result = await client.query({
              query: text,
              query_params: params,
              format: 'JSON',
              ...(home === 'embedded' ? {} : abortable(options)),
            })
            const body = await result.json<Row>()
            return {
              rows: body.data,
              read: { rows: body.statistics?.rows_read ?? 0, bytes: body.statistics?.bytes_read ?? 0 },
              elapsedMs: performance.now() - started,
            }
          },
          limits,
        ),
      options.signal,
    )
  }

  const commandOn = (client: ClickHouseClient, statement: Sql, options: QueryOptions) => {
    const limits = { ...DEFAULT_LIMITS, ...options.limits }
    const { text, params } = render(statement)
    return run(client, () => client.command({ query: text, query_params: params }), limits).then(() => undefined)
  }

  const local = (table: string) => (home === 'cluster' ? `${table}_local` : table)
  const version = await run(
    parts.writer,
    async () => {
      const result = await parts.writer.query({ query: 'SELECT version() AS version', format: 'JSONEachRow' })
      return (await result.json<{ version: string }>())[0]!.version
    },
    DEFAULT_LIMITS,
  )

  return {
    home,
    version,
    cluster: parts.cluster,
    onCluster: parts.onCluster ?? false,
    query,
    insert: (table, lines, options) =>
      writer.use('people', (client) =>
        run(
          client,
          async () => {
            if (!lines) return
            const values = Readable.from([lines], { objectMode: false })
            const { text } = render(
              sql`INSERT INTO ${word(table)} ${insertSettings(options?.token)} FORMAT JSONEachRow`,
            )
            const { stream } = await client.exec({ query: text, values })
            stream.resume()
          },
          DEFAULT_LIMITS,
        ),
      ),
    insertBlock: (table, block) =>
      writer.use('people', (client) =>
        run(client, () => insertBlock(client, parts.blockFile, word(table), block), DEFAULT_LIMITS),
      ),
    command: (statement, options) =>
      options.lane === 'background'
        ? readers.use('background', (client) => commandOn(client, statement, options))
        : writer.use('people', (client) => commandOn(client, statement, options)),
    everywhere: (statement, options) =>
      writer.use('people', async () => {
        for (const node of parts.nodes) await commandOn(node, statement(local), options)
      }),
    ping: () =>
      parts.writer.ping().then(
        (answer) => answer.success,
        () => false,
      ),
    close: async () => {
      await Promise.all([readers.drain(), writer.drain()])
      await Promise.all([...new Set([...parts.readers, ...parts.nodes])].map((client) => client.close()))
    },
  }
}

const abortable = (options: QueryOptions) => (options.signal ? { abort_signal: options.signal } : {})

/** A clause and not `clickhouse_settings`: chDB makes those a SET that stays on the connection. */
const settings = (limits: Limits, tag: string): Sql =>
  constant(
    `SETTINGS max_execution_time=${Number(limits.seconds)}, max_memory_usage=${Number(limits.bytes)}, ` +
      `log_comment='${tag.replace(/[^\w-]/g, '')}', output_format_json_quote_64bit_integers=0, ` +
      'output_format_json_quote_denormals=0, timeout_before_checking_execution_speed=0, ' +
      // To sort half a million members, so as to look for each in an index, costs more than reading all rows.
      'use_index_for_in_with_subqueries_max_values=10000',
  )

/**
 * Filters that are merged while one of them holds a GLOBAL IN that was pushed below a UNION ALL of distributed tables
 * lose rows (26.7.2, two shards; `segments.cluster.test.ts` with SEED=7 showed it, each home for itself was right).
 */
const ON_SHARDS = constant(', query_plan_merge_filters=0')

const EAGER = constant(", short_circuit_function_evaluation='disable'")

/** Dates in customers' strings stay strings; the insert returns only when every shard has the rows. */
const insertSettings = (token: string | undefined): Sql =>
  constant(
    'SETTINGS input_format_try_infer_dates=0, input_format_try_infer_datetimes=0, ' +
      'distributed_foreground_insert=1, input_format_skip_unknown_fields=1, async_insert=0, type_json_skip_duplicated_paths=1' +
      (token ? `, insert_deduplication_token='${token.replace(/[^\w-]/g, '')}'` : ''),
  )
