/**
 * A line of CSV (RFC 4180) with its line end. Texts that a spreadsheet would take for a formula get an apostrophe in
 * front: they come from visitors. Numbers, which can't be formulas, stay numbers.
 */
export const csvLine = (cells: readonly unknown[], delimiter: string): string =>
  `${cells.map((cell) => quoted(textOf(cell), delimiter)).join(delimiter)}\r\n`

/** Excel reads a file as UTF-8 if it begins so. */
export const BYTE_ORDER_MARK = '\uFEFF'

const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

const textOf = (cell: unknown): string => {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell)
  const text = typeof cell === 'string' ? cell : Array.isArray(cell) ? listText(cell) : JSON.stringify(cell)
  return FORMULA.test(text) ? `'${text}` : text
}

const listText = (list: readonly unknown[]): string =>
  list.every((item) => typeof item !== 'object') ? list.join(', ') : JSON.stringify(list)

const quoted = (text: string, delimiter: string): string =>
  /["\r\n]/.test(text) || text.includes(delimiter) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
