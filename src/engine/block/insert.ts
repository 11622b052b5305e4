import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ClickHouseClient } from '@clickhouse/client'
import { constant, join, render, type Sql, sql, str, word } from '../../sql/sql.ts'
import type { Block } from './block.ts'

/**
 * Gives a block to the engine: to a server with the request, to the one in this process in a file, which stays in the
 * cache of the system, as its statements are text.
 */
export const insertBlock = async (
  client: ClickHouseClient,
  file: string | undefined,
  table: Sql,
  block: Block,
): Promise<void> => {
  if (!block.rows) return
  const columns = join(block.columns.map(({ name }) => word(name)))
  if (file === undefined) {
    const { text } = render(sql`INSERT INTO ${table} (${columns}) ${SETTINGS} FORMAT Native`)
    const { stream } = await client.exec({ query: text, values: Readable.from(block.buffers, { objectMode: false }) })
    stream.resume()
    return
  }
  await writeFile(file, block.buffers)
  const { text, params } = render(
    sql`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM file(${str(file)}, Native) ${SETTINGS}`,
  )
  await client.command({ query: text, query_params: params })
  await writeFile(file, [])
}

/**
 * There is one block to read and one part to write: more threads would only wait for each other. Versions and doubles are
 * resolved when they are read, and so need not be within a part already: a block is not merged with itself.
 */
const SETTINGS = constant(
  'SETTINGS distributed_foreground_insert=1, async_insert=0, max_threads=1, max_insert_threads=1, optimize_on_insert=0',
)

/** Calls to the system take no more than so many pieces. */
const PIECES_AT_ONCE = 1000

const writeFile = async (file: string, pieces: readonly Buffer[]): Promise<void> => {
  const handle = await open(file, 'w', 0o600)
  try {
    for (let from = 0; from < pieces.length; from += PIECES_AT_ONCE)
      await writeAll(handle, pieces.slice(from, from + PIECES_AT_ONCE))
  } finally {
    await handle.close()
  }
}

const writeAll = async (handle: FileHandle, pieces: readonly Buffer[]): Promise<void> => {
  const { bytesWritten } = await handle.writev(pieces)
  if (bytesWritten < pieces.reduce((sum, { length }) => sum + length, 0)) throw new Error('the block was not written')
}
