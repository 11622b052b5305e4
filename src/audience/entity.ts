import type { Scope } from '../query/source.ts'
import type { Sql } from '../sql/sql.ts'

/** Whom a segment or a profile is about. */
export type Audience = 'users' | 'accounts'

/** The attribute that tells one from another, without `@`. */
export const ENTITY_PATH: Record<Audience, string> = { users: 'usr.id', accounts: 'account.id' }

/** All time that the engine's dates can hold, epoch ms. */
export const EVER = { from: 0, to: Date.UTC(2299, 0, 1) }

/** Whose segment or profiles, and under which picture and at which moment. Its time does not matter: it is all time. */
export interface Asked {
  audience: Audience
  scope: Scope
}

/** A way to the data: `analyses/asking.ts` has it. All statements see the same picture and the same moment. */
export interface Asks {
  scope(from: number, to: number): Scope
  run<Row>(statement: Sql): Promise<Row[]>
}
