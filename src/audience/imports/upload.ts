import type { Engine } from '../../engine/engine.ts'
import { WaywornError } from '../../lib/errors.ts'
import {
  type ImportedColumn,
  type ImportedTable,
  type ImportedType,
  importedNames,
  typeOfValues,
} from '../../model/audience/imported.ts'
import type { UploadReport } from '../../model/audience/upload.ts'
import { type Sql, sql, str, u64, u64s, word } from '../../sql/sql.ts'
import { decoded } from '../csv/decode.ts'
import { matchReport } from '../csv/report.ts'
import { csvRows, type Row } from '../csv/rows.ts'
import type { Asks } from '../entity.ts'

const SAMPLED = 1_000
const SHOWN = 10
const BATCH = 10_000
const LONGEST_VALUE = 1024
const LONGEST_CELL = 65_536
const TAG = { tag: 'import', limits: { seconds: 600 } }

/** A file's columns as attributes would be made of them, and its first rows. */
export interface FileSample {
  columns: (ImportedColumn & { examples: string[] })[]
  rows: string[][]
}

/** Looks at the first rows of a file. Throws `invalid_field` for one that is empty or no CSV. */
export const sampleFile = async (chunks: AsyncIterable<Buffer>): Promise<FileSample> => {
  let head: string[] | undefined
  const rows: string[][] = []
  for await (const some of csvRows(decoded(chunks))) {
    for (const { fields } of some) {
      if (!head) head = fields.map((field) => field.trim())
      else if (rows.length < SAMPLED) rows.push(head.map((_, i) => (fields[i] ?? '').trim()))
    }
    if (rows.length >= SAMPLED) break
  }
  if (!head) throw empty()
  const ids = importedNames(head)
  const columns = head.map((source, i) => {
    const values = rows.map((row) => row[i]!)
    const examples = [...new Set(values.filter(Boolean))].slice(0, SHOWN)
    return { source, id: ids[i]!, label: source || ids[i]!, description: '', type: typeOfValues(values), examples }
  })
  return { columns, rows: rows.slice(0, SHOWN) }
}

export interface ImportRequest {
  tableId: string
  version: number
  key: ImportedTable['key']
  keyColumn: string
  /** Columns of the file by its headings; a type that is left out is told from all values. */
  columns: readonly (Omit<ImportedColumn, 'type'> & { type?: ImportedType | undefined })[]
}

/**
 * Puts a file's rows into `imported_rows` under a version that does not count yet; answers the columns with their types
 * and how many keys somebody here has. When it fails, nothing of it stays.
 */
export const importFile = async (
  chunks: AsyncIterable<Buffer>,
  request: ImportRequest,
  { engine, asks }: { engine: Engine; asks: Asks },
): Promise<{ columns: ImportedColumn[]; report: UploadReport }> => {
  const { tableId, version, key } = request
  try {
    const { types, ...read } = await readInto(engine, chunks, request)
    const rows = sql`imported_rows WHERE table_id = ${str(tableId)} AND version = ${u64(version)}`
    const report = await matchReport({ ...read, tooLong: [], tooLongCount: 0 }, key, rows, asks)
    return { columns: request.columns.map((column, i) => ({ ...column, type: column.type ?? types[i]! })), report }
  } catch (error) {
    await remove(engine, tableId, sql`version = ${u64(version)}`).catch(() => undefined)
    throw error
  }
}

/** Removes the rows of a table's uploads, but of those to `keep`. */
export const removeImported = (engine: Engine, tableId: string, keep: readonly number[] = []): Promise<void> =>
  remove(engine, tableId, sql`NOT has(${u64s(keep.map(BigInt))}, version)`)

const remove = (engine: Engine, tableId: string, which: Sql): Promise<void> =>
  engine.everywhere(
    (local) => sql`DELETE FROM ${word(local('imported_rows'))} WHERE table_id = ${str(tableId)} AND ${which}`,
    TAG,
  )

const readInto = async (engine: Engine, chunks: AsyncIterable<Buffer>, request: ImportRequest) => {
  const { tableId: table_id, version } = request
  const read = { rows: 0, empty: 0 }
  /** Of each column the type of all values so far; undefined before the first one. */
  const types: (ImportedType | undefined)[] = request.columns.map(() => undefined)
  let places: { key: number; cells: number[] } | undefined
  let lines: string[] = []
  const flush = async () => {
    await engine.insert('imported_rows', lines.join('\n'))
    lines = []
  }
  const take = (row: Row) => {
    if (!places) {
      places = placesIn(row, request)
      return
    }
    read.rows++
    const value = (row.fields[places.key] ?? '').trim()
    if (value === '') {
      read.empty++
      return
    }
    if (value.length > LONGEST_VALUE) throw tooLong(row, request.keyColumn, LONGEST_VALUE)
    const cells = places.cells.map((place) => (row.fields[place] ?? '').trim())
    if (cells.some((cell) => cell.length > LONGEST_CELL)) throw tooLong(row, 'a column', LONGEST_CELL)
    cells.forEach((cell, i) => {
      if (cell === '') return
      const type = typeOfValues([cell])
      types[i] = types[i] === undefined || types[i] === type ? type : 'string'
    })
    lines.push(JSON.stringify({ table_id, version, value, line: row.line, cells }))
  }
  for await (const rows of csvRows(decoded(chunks))) {
    for (const row of rows) take(row)
    if (lines.length >= BATCH) await flush()
  }
  if (!places) throw empty()
  await flush()
  return { ...read, types: types.map((type) => type ?? 'string') }
}

const placesIn = ({ fields }: Row, { keyColumn, columns }: ImportRequest) => {
  const names = fields.map((field) => field.trim())
  const place = (wanted: string, field: string, pointer: string) => {
    const found = names.indexOf(wanted.trim())
    if (found >= 0) return found
    const there = names.slice(0, 50).map((name) => `"${name.slice(0, 100)}"`)
    const reason = `the file has no column "${wanted}"; its first line names ${there.join(', ')}`
    throw new WaywornError('invalid_field', { field, reason }, { pointer })
  }
  return {
    key: place(keyColumn, 'column', '/column'),
    cells: columns.map((column, i) => place(column.source, `columns.${i}.source`, `/columns/${i}/source`)),
  }
}

const empty = () => {
  const reason = 'it is empty; its first line names the columns, the others hold the values'
  return new WaywornError('invalid_field', { field: 'file', reason }, { pointer: '/file' })
}

const tooLong = ({ line }: Row, what: string, most: number) => {
  const reason = `the value of ${what} at line ${line} is longer than ${most.toLocaleString('en')} characters`
  return new WaywornError('invalid_field', { field: 'file', reason }, { pointer: '/file' })
}
