import { first } from './0001-first.ts'
import { segments } from './0002-segments.ts'

/** Steps that make the store, in order. A step that is released is never changed: the next change is a new step. */
export const MIGRATIONS: readonly { name: string; sql: string }[] = [
  { name: '0001-first', sql: first },
  { name: '0002-segments', sql: segments },
]
