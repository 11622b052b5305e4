import type { Scope } from '../query/source.ts'
import type { Sql } from '../sql/sql.ts'

/** Whom a segment or a profile is about. */
export type Audience = 'users' | 'accounts'

/** The attribute that tells one from another, without `@`. */
export const ENTITY_PATH: Record<Audience, string> = { users: 'usr.id', accounts: 'account.id' }

/** Its column in tables. */
export const ENTITY_COLUMN = { users: 'usr_id', accounts: 'account_id' } as const satisfies Record<Audience, string>

/**
 * All time, epoch ms: from 2001 to 2286. A sharded engine hands dates from node to node as seconds in text, and reads
 * those of fewer or more than ten digits as something else.
 */
export const EVER = { from: 1e12, to: 1e13 - 1000 }

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
