import type { IncomingMessage } from 'node:http'
import { WaywornError } from '../lib/errors.ts'

/** Reads a body to its end, but never more than `limit` bytes of it. Throws `body_too_large`, `undecodable_body`. */
export const readBody = (payload: IncomingMessage, limit: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    const tooLarge = () => new WaywornError('body_too_large', { limit: `${Math.floor(limit / 2 ** 20)} MB` })
    if (Number(payload.headers['content-length'] ?? 0) > limit) return reject(tooLarge())
    const onData = (chunk: Buffer) => {
      length += chunk.length
      if (length <= limit) return void chunks.push(chunk)
      payload.off('data', onData)
      payload.resume()
      reject(tooLarge())
    }
    payload.on('data', onData)
    payload.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    payload.once('error', (error) => reject(new WaywornError('undecodable_body', { reason: error.message })))
    payload.once('close', () => {
      if (!payload.complete && length >= 0)
        reject(new WaywornError('undecodable_body', { reason: 'the sender broke off' }))
    })
  })
