import { promisify } from 'node:util'
import zlib, { type InputType, type ZlibOptions } from 'node:zlib'
import { WaywornError } from '../lib/errors.ts'

const MB = 1024 * 1024

/** No text that SDKs send shrinks further than this; a body that does is a bomb. */
const MOST_TIMES_SMALLER = 300

type Inflated = { buffer: Buffer; engine: { bytesWritten: number } }
type Inflate = (data: InputType, options: ZlibOptions) => Promise<Buffer>

const METHODS = {
  gzip: promisify(zlib.gunzip) as Inflate,
  zlib: promisify(zlib.inflate) as Inflate,
  raw: promisify(zlib.inflateRaw) as Inflate,
}

/**
 * Undoes a body's compression. `codings` in the order in which they were applied: `gzip`, `deflate` (zlib or raw).
 * What is announced but already undone on the way (by a proxy) is taken as it is. Zlib streams may stand in a row, and
 * the last may lack its trailer. Never holds more than `limit` bytes, nor 300 times what came in.
 * Throws `undecodable_body` or `body_too_large`.
 */
export const inflateBody = async (body: Buffer, codings: readonly string[], limit: number): Promise<Buffer> => {
  let bytes = body
  if (codings.length > 3)
    throw new WaywornError('undecodable_body', { reason: 'it is compressed more than three times' })
  for (const coding of [...codings].reverse()) bytes = await undo(bytes, coding, limit)
  if (codings.length === 0 && formatOf(bytes)) bytes = await undo(bytes, 'deflate', limit)
  return bytes
}

/** The codings of a request: `Content-Encoding`, then the browser SDK's parameter, which lies further inside. */
export const codingsOf = (header: string | undefined, parameter: string | null): string[] => {
  const named = [parameter ?? '', ...(header ?? '').split(',')].map((name) => name.trim().toLowerCase())
  return named.filter((name) => name !== '' && name !== 'identity')
}

const undo = async (bytes: Buffer, coding: string, limit: number): Promise<Buffer> => {
  if (!['gzip', 'x-gzip', 'deflate'].includes(coding)) {
    const reason = `"${coding.slice(0, 40)}" is not a compression known here, use gzip or deflate`
    throw new WaywornError('undecodable_body', { reason })
  }
  const format = formatOf(bytes)
  if (format) return inflateAll(bytes, format, limit)
  if (bytes.length === 0 || looksPlain(bytes)) return bytes
  return inflateAll(bytes, 'raw', limit)
}

/** Told by the first bytes. JSON, NDJSON and multipart never begin like either. */
const formatOf = (bytes: Buffer): 'gzip' | 'zlib' | undefined => {
  if (bytes.length < 2) return undefined
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip'
  return (bytes[0]! & 0x8f) === 8 && bytes.readUInt16BE(0) % 31 === 0 ? 'zlib' : undefined
}

const looksPlain = (bytes: Buffer): boolean =>
  /^[\uFEFF\s]*(?:[{[]["{[\s\]}]|--)/.test(bytes.subarray(0, 64).toString())

const inflateAll = async (bytes: Buffer, format: keyof typeof METHODS, limit: number): Promise<Buffer> => {
  const most = Math.min(limit, Math.max(MB, bytes.length * MOST_TIMES_SMALLER))
  const parts: Buffer[] = []
  let rest = bytes
  let room = most
  do {
    const { buffer, engine } = await inflateOne(rest, format, room, most)
    parts.push(buffer)
    room -= buffer.length
    rest = engine.bytesWritten > 0 ? rest.subarray(engine.bytesWritten) : rest.subarray(rest.length)
  } while (format === 'zlib' && rest.length > 2 && formatOf(rest) === 'zlib')
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}

const inflateOne = async (
  bytes: Buffer,
  format: keyof typeof METHODS,
  room: number,
  most: number,
): Promise<Inflated> => {
  try {
    const options = { info: true, maxOutputLength: Math.max(room, 1), finishFlush: zlib.constants.Z_SYNC_FLUSH }
    return (await METHODS[format](bytes, options)) as unknown as Inflated
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw new WaywornError('body_too_large', { limit: `${Math.floor(most / MB)} MB after inflating` })
    throw new WaywornError('undecodable_body', { reason: `its compressed data is broken (${message})` })
  }
}
