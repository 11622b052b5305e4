import type { Writes } from '../engine/watch-writes.ts'

/** Tables of which a statement reads only rows that its picture's numbers, which stand in it, settle once and for all. */
const SETTLED = new Set([
  ...['events', 'session_index', 'superseded', 'sequences', 'sequenced_batches', 'event_kinds'],
  ...['facet_values', 'faceted_batches', 'session_users'],
  // Its rows are all there before anybody asks for their version.
  'segment_members',
])
const TABLE = /\b(?:FROM|JOIN)\s+([A-Za-z_`"][\w.`"]*)/gi
const OTHERS =
  /\b(?:events_hot|identity_links|view_documents|set_aside|replay_\w+|\w+_local|system|remote\w*|cluster\w*|dict\w+|joinGet\w*)\b/i
const CLOCK = /\b(?:now|now64|nowInBlock|today|yesterday|rand\w*|canonicalRand|generate\w+|rowNumberInAllBlocks)\s*\(/i

/** What an answer depends on beside the statement itself. In doubt, more. */
export const readsOf = (text: string): 'a clock' | 'all rows' | 'settled rows' => {
  if (CLOCK.test(text)) return 'a clock'
  const tables = [...text.matchAll(TABLE)].map(([, table]) => table!)
  return tables.every((table) => SETTLED.has(table)) && !OTHERS.test(text) ? 'settled rows' : 'all rows'
}

/** The engine drops rows that are older than they are kept by itself, in the background: nothing is kept for longer. */
const LONGEST_MS = 3_600_000

/** Changes whenever an answer to a statement that reads this may change. */
export const stateOf = (reads: 'all rows' | 'settled rows', writes: Writes, now: number): string =>
  `${reads} ${reads === 'settled rows' ? writes.changes() : writes.all()} ${Math.floor(now / LONGEST_MS)}`
