import { TextDecoder } from 'node:util'
import { WaywornError } from '../../lib/errors.ts'

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** So many bytes a character of UTF-8 takes at most. */
const WIDEST = 4

/**
 * The text of a file: in UTF-16, told by its byte-order mark or by where its zero bytes lie, else in UTF-8; or, as Excel
 * for Windows writes plain "CSV", in Windows-1252, told by the first marks beyond ASCII, which then are no UTF-8.
 */
export async function* decoded(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decode: Decode | undefined
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = held.length ? Buffer.concat([held, chunk]) : chunk
    if (!decode && bytes.length < 4) {
      held = bytes
      continue
    }
    decode ??= decodeOf(bytes)
    const whole = beforeLastMark(bytes)
    held = bytes.subarray(whole)
    yield decode(bytes.subarray(0, whole))
  }
  decode ??= decodeOf(held)
  yield decode(held)
  yield decode()
}

/** Without bytes: at the end of the file. */
type Decode = (bytes?: Buffer) => string

const decodeOf = (start: Buffer): Decode => {
  const encoding = encodingOf(start)
  const decoder = new TextDecoder(encoding, { fatal: true })
  let other: TextDecoder | undefined
  /** Whether there were marks beyond ASCII, so that it is known to be no Windows-1252. */
  let isSure = encoding !== 'utf-8'
  return (bytes) => {
    if (other) return textOf(other, bytes)
    try {
      const text = textOf(decoder, bytes)
      isSure ||= /[^\0-\x7f\ufeff]/.test(text)
      return text
    } catch (cause) {
      if (!isSure && bytes && hasNoUtf8(bytes)) {
        other = new TextDecoder('windows-1252')
        return textOf(other, bytes)
      }
      const reason = `it holds bytes that are no ${encoding.toUpperCase()}; in Excel choose "CSV UTF-8 (comma delimited)" when saving`
      throw new WaywornError('invalid_field', { field: 'file', reason }, { pointer: '/file' }, { cause })
    }
  }
}

const textOf = (decoder: TextDecoder, bytes: Buffer | undefined): string =>
  bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()

/** Whether all that is beyond ASCII is no UTF-8. */
const hasNoUtf8 = (bytes: Buffer): boolean => !/[^\0-\x7f\ufffd]/.test(new TextDecoder('utf-8').decode(bytes))

/** Where the last mark begins, if it may go on in what comes next. */
const beforeLastMark = (bytes: Buffer): number => {
  let end = bytes.length
  while (end > 0 && bytes.length - end < WIDEST && bytes[end - 1]! >= 0x80) end--
  return end
}

const encodingOf = (start: Buffer): Encoding => {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  if (start[0] !== 0 && start[1] === 0 && start[3] === 0) return 'utf-16le'
  return start[0] === 0 && start[1] !== 0 && start[2] === 0 ? 'utf-16be' : 'utf-8'
}
