import { WaywornError } from '../../lib/errors.ts'
import { parseTimeFrame } from '../../model/time-frame/parse.ts'
import { checkZone } from '../../query/calendar.ts'
import type { Moments } from './definition.ts'

interface Timed {
  from?: number | undefined
  to?: number | undefined
  time_frame?: string | undefined
  time_zone?: string | undefined
}

/**
 * A request with its moments known: a time frame is read as of `nowMs`. Throws `invalid_field` or
 * `unknown_time_zone`, pointing below `at`.
 */
export const withMoments = <T extends Timed>(attributes: T, nowMs: number, at = '/data/attributes'): T & Moments => {
  const { from, to, time_frame, time_zone } = attributes
  if (time_frame === undefined) return { ...attributes, from: from!, to: to! }
  const zone = checkZone(time_zone, `${at}/time_zone`)
  try {
    return { ...attributes, ...parseTimeFrame(time_frame, { now: nowMs, zone }) }
  } catch (error) {
    if (!(error instanceof WaywornError) || error.code !== 'invalid_time_frame') throw error
    const reason = error.message.replace(/\.$/, '')
    throw new WaywornError('invalid_field', { field: 'time_frame', reason }, { pointer: `${at}/time_frame` })
  }
}
