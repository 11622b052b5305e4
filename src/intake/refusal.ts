import { CATALOGUE, errorBody, WaywornError } from '../lib/errors.ts'
import type { Fault } from './set-aside.ts'

const MOST_NAMED = 10

/** A body of which nothing can be taken. Names the first faults, each with the pointer of its field. */
export class Refusal extends WaywornError {
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    const [first] = faults
    super('invalid_event', { field: 'The body', reason: first?.detail ?? 'it holds no event' }, { pointer: '' })
    this.faults = faults.slice(0, MOST_NAMED)
  }
}

/** The JSON:API body of an intake error. */
export const refusalBody = (error: WaywornError) => {
  if (!(error instanceof Refusal) || error.faults.length === 0) return errorBody(error)
  return {
    errors: error.faults.map(({ detail, pointer }) => ({
      status: '400',
      code: error.code,
      title: CATALOGUE[error.code][1],
      detail,
      ...(pointer === undefined ? {} : { source: { pointer } }),
    })),
  }
}
