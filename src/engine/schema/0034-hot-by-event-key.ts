import type { Dialect } from './dialect.ts'
import { remade } from './remade.ts'

/**
 * `events_hot` sorted by a number for each event, a hash of 128 bits of all by which it is known: to resolve versions and
 * doubles, questions read the whole sort key, which had two ids as texts.
 */
export const hotByEventKey = (d: Dialect): string[] => [
  `ALTER TABLE ${d.local('events_hot')}${d.onCluster} ADD COLUMN IF NOT EXISTS event_key UInt128
  MATERIALIZED reinterpretAsUInt128(sipHash128(application_id, session_id, type, event_id))`,
  ...remade(d, {
    table: 'events_hot',
    engine: `${d.engine('ReplacingMergeTree', 'rank')} ORDER BY (session_key, event_key)
SETTINGS min_bytes_for_wide_part = 268435456, merge_selector_base = 10, min_parts_to_merge_at_once = 10,
  max_bytes_to_merge_at_max_space_in_pool = 104857600`,
    shardingKey: 'session_key',
  }),
]
