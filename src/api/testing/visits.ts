import { action, type SdkEvent, view } from '../../../test/support/sdk-events.ts'

export const MINUTE = 60_000
export const DAY = 24 * 60 * MINUTE
export const MIDNIGHT = Date.UTC(2026, 10, 10)
/** When the first of the visits begins. */
export const T = MIDNIGHT + 9 * 60 * MINUTE

/** A visit: views, and clicks after a `!`, a minute apart. */
const visit = (session: string, user: string, at: number, names: readonly string[]): SdkEvent[] =>
  names.map((name, i) =>
    name.startsWith('!')
      ? action({ at: at + i * MINUTE, session, user, name: name.slice(1), on: '/demo' })
      : view({ at: at + i * MINUTE, session, user, name }),
  )

/** Three people on one day, of whom one comes back on the next. */
export const VISITS = [
  ...visit('s1', 'ann', T, ['/in', '/cart', '!Pay', '/done']),
  ...visit('s2', 'bob', T, ['/in', '/cart']),
  ...visit('s3', 'cy', T, ['/in']),
  ...visit('s4', 'ann', T + DAY, ['/in']),
]
