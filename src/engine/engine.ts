import type { Sql } from '../sql/sql.ts'
import type { Block } from './block/block.ts'

/** Where the events live: in this process, on one server, or on a sharded cluster. The SQL is the same. */
export type Home = 'embedded' | 'server' | 'cluster'

export interface Limits {
  /** Wall clock; past it the query fails with `query_too_slow`. */
  seconds: number
  /** Memory of the query; past it the query fails with `query_too_large`. */
  bytes: number
}

export interface QueryOptions {
  /** Which part of the product asks: seen in the engine's own query log. Letters, digits and hyphens. */
  tag: string
  limits?: Partial<Limits>
  signal?: AbortSignal
  /** Background work waits while people's questions do. */
  lane?: 'people' | 'background'
  /**
   * Both branches of a condition are computed for all rows. Otherwise what a condition may not need is put off, and
   * computed once for each place that asks for it: where branches are cheap and stages many, that is several times the work.
   */
  eager?: boolean
}

export interface Answer<Row> {
  rows: Row[]
  /** What the engine read for it. */
  read: { rows: number; bytes: number }
  elapsedMs: number
}

export interface Engine {
  readonly home: Home
  readonly version: string
  /** Runs one SELECT. Throws `query_too_slow`, `query_too_large`, `engine_unreachable` or `query_failed`. */
  query<Row>(statement: Sql, options: QueryOptions): Promise<Answer<Row>>
  /** Inserts lines of JSON (JSONEachRow) into a table; resolves once every shard has them. */
  insert(table: string, lines: string, options?: { token?: string }): Promise<void>
  /** Inserts a block into a table; resolves once every shard has it. Its buffers must not change meanwhile. */
  insertBlock(table: string, block: Block): Promise<void>
  /** Runs one statement that answers nothing, such as INSERT … SELECT, once. In the background it does not hold up inserts. */
  command(statement: Sql, options: QueryOptions): Promise<void>
  /** Runs one statement on every node, for schema changes and deletes: `local` names the table as it is there. */
  everywhere(statement: (local: (table: string) => string) => Sql, options: QueryOptions): Promise<void>
  ping(): Promise<boolean>
  close(): Promise<void>
}

export const DEFAULT_LIMITS: Limits = { seconds: 60, bytes: 4 * 2 ** 30 }
