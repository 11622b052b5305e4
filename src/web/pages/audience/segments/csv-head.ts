const SEPARATORS = [',', ';', '\t', '|'] as const

/** The names of a file's columns, as its first line has them; none if it has no such line. For choosing only. */
export const columnNames = (bytes: Uint8Array): string[] => {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes)
  const line = firstLine(text)
  const rows = SEPARATORS.map((separator) => fieldsOf(line, separator))
  const most = rows.reduce((best, row) => (row.length > best.length ? row : best))
  return [...new Set(most.map((name) => name.trim()).filter(Boolean))]
}

const encodingOf = ([first, second]: Uint8Array): string => {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/** Up to the first line end outside of quotation marks. */
const firstLine = (text: string): string => {
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted
    else if (!quoted && (text[i] === '\n' || text[i] === '\r')) return text.slice(0, i)
  }
  return text
}

const fieldsOf = (line: string, separator: string): string[] => {
  const fields = ['']
  let quoted = false
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!
    if (c === '"' && quoted && line[i + 1] === '"') {
      fields[fields.length - 1] += line[++i]!
    } else if (c === '"') quoted = !quoted
    else if (c === separator && !quoted) fields.push('')
    else fields[fields.length - 1] += c
  }
  return fields
}
