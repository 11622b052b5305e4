import { WaywornError } from '../lib/errors.ts'

/** Connection states of Postgres (https://www.postgresql.org/docs/current/errcodes-appendix.html) and of the network. */
const AWAY = /^(08...|57P0[1-5]|57014|53300|ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/
const AWAY_TEXT =
  /connection terminated|timeout exceeded|connection error|read timeout|PGlite is closed|after calling end/i

const chainOf = (error: unknown): Error[] => {
  const chain: Error[] = []
  for (let at = error; at instanceof Error && chain.length < 10; at = at.cause) {
    chain.push(at)
    if (at instanceof AggregateError) chain.push(...at.errors.filter((one): one is Error => one instanceof Error))
  }
  return chain
}

const codeOf = (error: Error) => String((error as { code?: unknown }).code ?? '')

/** True when the store could not be asked, as against: it answered with an error. */
export const isAway = (error: unknown): boolean =>
  chainOf(error).some((one) => AWAY.test(codeOf(one)) || AWAY_TEXT.test(one.message))

/** True when a row with the same unique value is there already. */
export const isDuplicate = (error: unknown): boolean => chainOf(error).some((one) => codeOf(one) === '23505')

/** The innermost message: what the driver or the server said. */
export const reasonOf = (error: unknown): string => {
  const last = chainOf(error).findLast((one) => one.message !== '')
  return last ? last.message : String(error)
}

const translated = (error: unknown): unknown => {
  if (error instanceof WaywornError || !isAway(error)) return error
  return new WaywornError('unavailable', { reason: 'The store of accounts and settings does not answer' }, undefined, {
    cause: error,
  })
}

/** The same functions, but a store that is away makes them fail with `unavailable` (503). */
export const guarded = <T extends object>(part: T): T =>
  Object.fromEntries(
    Object.entries(part).map(([name, member]) => [name, typeof member === 'function' ? guardedCall(member) : member]),
  ) as T

const guardedCall =
  (call: (...args: unknown[]) => unknown) =>
  (...args: unknown[]) => {
    const answer = call(...args)
    if (!(answer instanceof Promise)) return answer
    return answer.catch((error: unknown) => {
      throw translated(error)
    })
  }
