import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import { endlessRow, LONGEST_ROW } from '../audience/csv/rows.ts'
import { WaywornError } from '../lib/errors.ts'

/** A form with a file, as it was sent: its file put down, its fields not checked. */
export interface ReceivedForm {
  path: string
  /** As the sender calls it. */
  file: string
  given: Record<string, unknown>
}

/** Runs with a folder that is gone afterwards. */
export const withFolder = async <R>(work: (folder: string) => Promise<R>): Promise<R> => {
  const folder = await mkdtemp(join(tmpdir(), 'wayworn-upload-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Fields may come after the file: so the file is put down first, and read once all is known. */
export const receiveForm = async (
  request: FastifyRequest,
  folder: string,
  mostBytes: number,
): Promise<ReceivedForm> => {
  try {
    return await receive(request, folder, mostBytes)
  } catch (error) {
    if (request.raw.complete === false) passOver(request.raw)
    throw error
  }
}

const LINGER_MS = 2_000

/**
 * What is refused before all of it has come is read on for a moment, thrown away: a connection that ends at once may
 * take the answer with it, and one that nobody reads from stays until its sender gives up.
 */
const passOver = (rest: IncomingMessage): void => {
  rest.unpipe()
  rest.resume()
  const late = setTimeout(() => rest.socket.destroy(), LINGER_MS)
  rest.once('end', () => clearTimeout(late))
}

const receive = async (request: FastifyRequest, folder: string, mostBytes: number): Promise<ReceivedForm> => {
  const refuse = (reason: string) => new WaywornError('invalid_field', { field: 'file', reason }, { pointer: '/file' })
  if (!request.isMultipart()) throw refuse('send multipart/form-data with the file as the part file, beside the fields')
  const path = join(folder, 'file.csv')
  const given: Record<string, unknown> = {}
  let file: string | undefined
  for await (const part of request.parts({ limits: { fileSize: mostBytes } })) {
    if (part.type === 'field') {
      given[part.fieldname] = part.value
      continue
    }
    if (part.fieldname !== 'file')
      throw refuse(`"${part.fieldname}" is no part of this form; the file's part is "file"`)
    await pipeline(part.file, refusingEndlessLine, createWriteStream(path))
    if (part.file.truncated)
      throw new WaywornError('body_too_large', { limit: `${Math.round(mostBytes / 2 ** 20)} MB` }, { pointer: '/file' })
    file = part.filename || 'file.csv'
  }
  if (file === undefined) throw refuse('it is missing; send a CSV as the part "file"')
  return { path, file, given }
}

const [LINE_FEED, CARRIAGE_RETURN] = [10, 13]

/** A file whose first line does not end is refused while it comes, not once all of it has come. */
async function* refusingEndlessLine(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let ended = false
  let bytes = 0
  for await (const chunk of chunks) {
    ended ||= chunk.includes(LINE_FEED) || chunk.includes(CARRIAGE_RETURN)
    bytes += chunk.length
    if (!ended && bytes > LONGEST_LINE) throw endlessRow(1)
    yield chunk
  }
}

/** In UTF-16 a character of ASCII takes two bytes. */
const LONGEST_LINE = 2 * LONGEST_ROW
