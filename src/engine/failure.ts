import { WaywornError } from '../lib/errors.ts'
import type { Limits } from './engine.ts'

/** Codes of ClickHouse: src/Common/ErrorCodes.cpp. chDB's errors are of another class, so only `code` is looked at. */
const TOO_SLOW = new Set(['159', '160'])
const TOO_LARGE = new Set(['241', '173'])
const TOO_MANY_ROWS = new Set(['158', '396', '191'])
const NETWORK = /ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT|socket hang up|Timeout error/i
const REMOTE_NETWORK = new Set(['209', '210', '279', '32', '519'])

/** The engine's error in the words of our catalogue. */
export const failureOf = (cause: unknown, limits: Limits, where: string): WaywornError => {
  if (cause instanceof WaywornError) return cause
  const code = String((cause as { code?: unknown })?.code ?? '')
  const reason = String((cause as Error)?.message ?? cause)
    .split('\n')[0]!
    .slice(0, 500)
    .replace(/[\s.]+$/, '')
  const options = { cause }
  if (TOO_SLOW.has(code)) return new WaywornError('query_too_slow', { seconds: limits.seconds }, undefined, options)
  if (TOO_LARGE.has(code))
    return new WaywornError('query_too_large', { limit: gigabytes(limits.bytes) }, undefined, options)
  if (TOO_MANY_ROWS.has(code)) return new WaywornError('too_many_groups', { limit: '1,000,000' }, undefined, options)
  if (NETWORK.test(`${code} ${reason}`) || REMOTE_NETWORK.has(code))
    return new WaywornError('engine_unreachable', { url: where, reason }, undefined, options)
  return new WaywornError('query_failed', { reason }, undefined, options)
}

const gigabytes = (bytes: number): string => `${Math.round((bytes / 2 ** 30) * 10) / 10} GB`

/** A failure that may pass by itself, so that the same work is worth trying again. */
export const isPassing = (error: unknown): boolean =>
  error instanceof WaywornError && (error.code === 'engine_unreachable' || error.code === 'unavailable')
