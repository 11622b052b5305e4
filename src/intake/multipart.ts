/** One part of a form. */
export interface Part {
  name: string
  /** `undefined` for a plain field. */
  filename: string | undefined
  contentType: string
  data: Buffer
}

const MOST_PARTS = 500
const LONGEST_HEAD = 8192

/**
 * The parts of a `multipart/form-data` body, `null` if it is none. A form that breaks off gives the parts before the
 * break. Small on purpose: the SDKs send neither nested forms nor transfer encodings.
 */
export const partsOf = (body: Buffer, contentType: string): Part[] | null => {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType)
  const name = boundary?.[1] ?? boundary?.[2]
  if (!name || name.length > 200 || !/^\s*multipart\//i.test(contentType)) return null
  const delimiter = Buffer.from(`--${name}`)
  let at = body.indexOf(delimiter)
  if (at < 0) return null
  const parts: Part[] = []
  while (at >= 0 && parts.length < MOST_PARTS) {
    const from = at + delimiter.length
    if (body[from] === 0x2d && body[from + 1] === 0x2d) break
    const to = nextDelimiter(body, delimiter, from)
    const part = to < 0 ? undefined : partOf(body.subarray(from, to))
    if (part) parts.push(part)
    at = to
  }
  return parts
}

/** The delimiter counts at the start of a line only. */
const nextDelimiter = (body: Buffer, delimiter: Buffer, from: number): number => {
  let at = body.indexOf(delimiter, from)
  while (at >= 0 && body[at - 1] !== 0x0a) at = body.indexOf(delimiter, at + 1)
  return at
}

const partOf = (bytes: Buffer): Part | undefined => {
  const crlf = bytes.indexOf('\r\n\r\n')
  const lf = bytes.indexOf('\n\n')
  const [end, gap] = crlf >= 0 && (lf < 0 || crlf < lf) ? [crlf, 4] : [lf, 2]
  if (end < 0 || end > LONGEST_HEAD) return undefined
  const head = bytes.subarray(0, end).toString('utf8')
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? ''
  const name = parameter(disposition, 'name')
  if (name === undefined) return undefined
  return {
    name,
    filename: parameter(disposition, 'filename'),
    contentType: /^content-type:\s*([^;\r\n]*)/im.exec(head)?.[1]?.trim().toLowerCase() ?? '',
    data: withoutLineEnd(bytes.subarray(end + gap)),
  }
}

const parameter = (header: string, name: string): string | undefined => {
  const found = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]*))`, 'i').exec(header)
  return found ? (found[1] ?? found[2])?.replace(/%22/g, '"') : undefined
}

const withoutLineEnd = (bytes: Buffer): Buffer => {
  const cut = bytes.at(-1) !== 0x0a ? 0 : bytes.at(-2) === 0x0d ? 2 : 1
  return bytes.subarray(0, bytes.length - cut)
}
