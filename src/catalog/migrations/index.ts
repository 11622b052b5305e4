import { first } from './0001-first.ts'
import { segments } from './0002-segments.ts'
import { explorer } from './0003-explorer.ts'
import { labelledActions } from './0005-labelled-actions.ts'
import { imports } from './0006-imports.ts'
import { replays } from './0007-replays.ts'
import { heatmaps } from './0008-heatmaps.ts'
import { connections } from './0030-connections.ts'

/** Steps that make the store, in order. A step that is released is never changed: the next change is a new step. */
export const MIGRATIONS: readonly { name: string; sql: string }[] = [
  { name: '0001-first', sql: first },
  { name: '0002-segments', sql: segments },
  { name: '0003-explorer', sql: explorer },
  { name: '0005-labelled-actions', sql: labelledActions },
  { name: '0006-imports', sql: imports },
  { name: '0007-replays', sql: replays },
  { name: '0008-heatmaps', sql: heatmaps },
  { name: '0030-connections', sql: connections },
]
