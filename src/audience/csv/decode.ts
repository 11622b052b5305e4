import { TextDecoder } from 'node:util'
import { WaywornError } from '../../lib/errors.ts'

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** The text of a file in UTF-8 or UTF-16, told by its byte-order mark or by where its zero bytes lie. */
export async function* decoded(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  let encoding: Encoding = 'utf-8'
  let first: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (decoder) {
      yield textOf(decoder, chunk, encoding)
      continue
    }
    first = Buffer.concat([first, chunk])
    if (first.length < 4) continue
    encoding = encodingOf(first)
    decoder = new TextDecoder(encoding, { fatal: true })
    yield textOf(decoder, first, encoding)
  }
  if (!decoder) {
    decoder = new TextDecoder('utf-8', { fatal: true })
    yield textOf(decoder, first, encoding)
  }
  yield textOf(decoder, undefined, encoding)
}

const encodingOf = (start: Buffer): Encoding => {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  if (start[0] !== 0 && start[1] === 0 && start[3] === 0) return 'utf-16le'
  return start[0] === 0 && start[1] !== 0 && start[2] === 0 ? 'utf-16be' : 'utf-8'
}

const textOf = (decoder: TextDecoder, chunk: Buffer | undefined, encoding: Encoding): string => {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch (cause) {
    const reason = `it holds bytes that are no ${encoding.toUpperCase()}; in Excel choose "CSV UTF-8 (comma delimited)" when saving`
    throw new WaywornError('invalid_field', { field: 'file', reason }, { pointer: '/file' }, { cause })
  }
}
