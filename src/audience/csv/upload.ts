import { BlockBuilder } from '../../engine/block/block.ts'
import type { ColumnKind } from '../../engine/block/kinds.ts'
import type { Engine } from '../../engine/engine.ts'
import { WaywornError } from '../../lib/errors.ts'
import type { MemberKey, UploadReport } from '../../model/audience/upload.ts'
import { type Sql, sql, str, u64, u64s, word } from '../../sql/sql.ts'
import type { Asks } from '../entity.ts'
import { decoded } from './decode.ts'
import { matchReport, type ReadRows } from './report.ts'
import { csvRows, type Row } from './rows.ts'

export interface UploadRequest {
  segmentId: string
  version: number
  column: string
  key: MemberKey
}

/** Fewer blocks are merged less; so many take some 30 MB. */
const BATCH = 400_000
/** The columns of `segment_members`. */
const KINDS: ReadonlyMap<string, ColumnKind> = new Map([
  ['segment_id', 'text'],
  ['version', 'u64'],
  ['value', 'text'],
  ['line', 'u64'],
])
const LONGEST_VALUE = 1024
const EXAMPLES = 10
const TAG = { tag: 'segment-upload', limits: { seconds: 600 } }

/**
 * Puts the values of a column into `segment_members` under a version that does not count yet, and says which of them
 * somebody here has. Values are trimmed and compared as they are. When it fails, nothing of it stays.
 */
export const uploadMembers = async (
  chunks: AsyncIterable<Buffer>,
  request: UploadRequest,
  { engine, asks }: { engine: Engine; asks: Asks },
): Promise<UploadReport> => {
  try {
    const read = await readInto(engine, chunks, request)
    const rows = sql`segment_members WHERE segment_id = ${str(request.segmentId)} AND version = ${u64(request.version)}`
    return await matchReport(read, request.key, rows, asks)
  } catch (error) {
    await remove(engine, request.segmentId, sql`version = ${u64(request.version)}`).catch(() => undefined)
    throw error
  }
}

/** Removes the values of a segment's uploads, but of those to `keep`. */
export const removeMembers = (engine: Engine, segmentId: string, keep: readonly number[] = []): Promise<void> =>
  remove(engine, segmentId, sql`NOT has(${u64s(keep.map(BigInt))}, version)`)

const remove = (engine: Engine, segmentId: string, which: Sql): Promise<void> =>
  engine.everywhere(
    (local) => sql`DELETE FROM ${word(local('segment_members'))} WHERE segment_id = ${str(segmentId)} AND ${which}`,
    TAG,
  )

const readInto = async (engine: Engine, chunks: AsyncIterable<Buffer>, request: UploadRequest): Promise<ReadRows> => {
  const read: ReadRows = { rows: 0, empty: 0, tooLong: [], tooLongCount: 0 }
  let column = -1
  const members = new BlockBuilder(KINDS, [...KINDS.keys()])
  const flush = async () => {
    if (members.rows) await engine.insertBlock('segment_members', members.block())
    members.clear()
  }
  const { segmentId, version } = request
  const take = (row: Row) => {
    if (column < 0) {
      column = columnIn(row, request.column)
      return
    }
    read.rows++
    const value = (row.fields[column] ?? '').trim()
    if (value === '') read.empty++
    else if (value.length > LONGEST_VALUE) tooLong(read, row, value)
    else members.addValues([segmentId, version, value, row.line])
  }
  for await (const rows of csvRows(decoded(chunks))) {
    for (const row of rows) take(row)
    if (members.rows >= BATCH) await flush()
  }
  if (column < 0) {
    const reason = 'it is empty; its first line names the columns, the others hold the values'
    throw new WaywornError('invalid_field', { field: 'file', reason }, { pointer: '/file' })
  }
  await flush()
  return read
}

const tooLong = (read: ReadRows, { line }: Row, value: string): void => {
  read.tooLongCount++
  const reason = `It is longer than ${LONGEST_VALUE} characters`
  if (read.tooLong.length < EXAMPLES) read.tooLong.push({ line, value: `${value.slice(0, 40)}…`, reason })
}

const columnIn = ({ fields }: Row, wanted: string): number => {
  const names = fields.map((field) => field.trim())
  const exact = names.indexOf(wanted.trim())
  if (exact >= 0) return exact
  const alike = names.filter((name) => name.toLowerCase() === wanted.trim().toLowerCase())
  if (alike.length === 1) return names.indexOf(alike[0]!)
  const there = names
    .slice(0, 50)
    .map((name) => `"${name.slice(0, 100)}"`)
    .join(', ')
  const reason = `the file has no column "${wanted}"; its first line names ${there}`
  throw new WaywornError('invalid_field', { field: 'column', reason }, { pointer: '/column' })
}
