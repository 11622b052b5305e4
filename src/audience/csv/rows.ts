import { WaywornError } from '../../lib/errors.ts'

export interface Row {
  /** Of the file, from 1; a quoted field may go over several lines. */
  line: number
  fields: string[]
}

/** Longer rows are no row of a list of people: a quotation mark that is never closed, or no CSV at all. */
export const LONGEST_ROW = 2 ** 20
const SEPARATORS = [',', ';', '\t', '|'] as const
const QUOTE = '"'
const [LINE_FEED, CARRIAGE_RETURN] = [10, 13]
/** As Excel writes it above everything else. */
const SEP_LINE = /^sep=(.)$/i

/**
 * The rows of a CSV text as they come, many at once, empty ones left out. Commas, semicolons, tabs and bars separate,
 * whichever the first line has most of; fields may be quoted; lines end with LF, CRLF or CR. Throws `invalid_field` for a row without end.
 */
export async function* csvRows(texts: AsyncIterable<string>): AsyncGenerator<Row[]> {
  let reader: Reader | undefined
  let start = ''
  for await (const text of texts) {
    if (reader) {
      yield reader.read(text)
      continue
    }
    start += text
    if (!/[\r\n]./s.test(start)) {
      if (start.length > LONGEST_ROW) throw endlessRow(1)
      continue
    }
    reader = readerFrom(start)
    yield reader.read('')
  }
  reader ??= readerFrom(start)
  yield reader.read('')
  yield reader.end()
}

interface Reader {
  read(text: string): Row[]
  end(): Row[]
}

const readerFrom = (start: string): Reader => {
  const firstLine = /^[^\r\n]*/.exec(start)![0]
  const told = SEP_LINE.exec(firstLine)
  const rest = told ? start.slice(firstLine.length).replace(/^(\r\n|\r|\n)/, '') : start
  return createReader(told?.[1] ?? separatorOf(firstLine), rest, told ? 2 : 1)
}

const separatorOf = (line: string): string => {
  const outside = line.replace(/"[^"]*"/g, '')
  const counts = SEPARATORS.map((separator) => outside.split(separator).length)
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!
}

const createReader = (separator: string, rest: string, firstLine: number): Reader => {
  let held = rest
  let line = firstLine
  const take = (isLast: boolean): Row[] => {
    const rows: Row[] = []
    let at = 0
    for (;;) {
      const row = readRow(held, at, separator, isLast)
      if (!row) break
      if (row.fields.some((field) => field !== '')) rows.push({ line, fields: row.fields })
      line += row.lines
      at = row.end
    }
    held = held.slice(at)
    if (held.length > LONGEST_ROW) throw endlessRow(line)
    return rows
  }
  return {
    read(text) {
      held += text
      return take(false)
    },
    end: () => take(true),
  }
}

export const endlessRow = (line: number) => {
  const reason = `the row at line ${line} is longer than 1 MB; look for a quotation mark that is not closed`
  return new WaywornError('invalid_field', { field: 'file', reason }, { pointer: '/file' })
}

/** The row that begins at `from`, and where the next one begins; undefined if its end has not come yet. */
const readRow = (
  text: string,
  from: number,
  separator: string,
  isLast: boolean,
): { fields: string[]; end: number; lines: number } | undefined => {
  if (from >= text.length) return undefined
  const fields: string[] = []
  let lines = 1
  let at = from
  for (;;) {
    const field = text[at] === QUOTE ? quotedField(text, at) : plainField(text, at, separator)
    if (field.end >= text.length && !isLast) return undefined
    fields.push(field.value)
    lines += field.lines
    at = field.end
    if (text[at] !== separator) break
    at++
  }
  if (text[at] === '\r') {
    // Whether a line feed follows is not known yet.
    if (at + 1 >= text.length && !isLast) return undefined
    at++
    if (text[at] === '\n') at++
  } else if (text[at] === '\n') at++
  return { fields, end: at, lines }
}

interface FieldRead {
  value: string
  end: number
  /** How many line ends it holds. */
  lines: number
}

const plainField = (text: string, from: number, separator: string): FieldRead => {
  const mark = separator.charCodeAt(0)
  let end = from
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code === mark || code === LINE_FEED || code === CARRIAGE_RETURN) break
  }
  return { value: text.slice(from, end), end, lines: 0 }
}

/** What stands between a closing quotation mark and the next separator belongs to the value, as Excel reads it. */
const quotedField = (text: string, from: number): FieldRead => {
  let value = ''
  let at = from + 1
  for (;;) {
    const close = text.indexOf(QUOTE, at)
    if (close < 0) {
      value += text.slice(at)
      return { value, end: text.length, lines: lineEndsIn(value) }
    }
    value += text.slice(at, close)
    at = close + 1
    if (text[at] !== QUOTE) return { value, end: at, lines: lineEndsIn(value) }
    value += QUOTE
    at++
  }
}

const lineEndsIn = (value: string): number => value.match(/\r\n|\r|\n/g)?.length ?? 0
