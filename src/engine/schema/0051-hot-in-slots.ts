import type { Dialect } from './dialect.ts'
import { remade } from './remade.ts'

/**
 * `events_hot` in parts by `slot`, so that what has been settled can be dropped without a look at the rows: to mark rows
 * as deleted writes all of a part of one file anew. Rows that come go to the newest slot, and to no other ever again once
 * there is a newer one.
 */
export const hotInSlots = (d: Dialect): string[] => [
  ...[...new Set([d.local('events_hot'), 'events_hot'])].map(
    (table) => `ALTER TABLE ${table}${d.onCluster} ADD COLUMN IF NOT EXISTS slot UInt64`,
  ),
  ...remade(d, {
    table: 'events_hot',
    engine: `${d.engine('ReplacingMergeTree', 'rank')} PARTITION BY slot ORDER BY (session_key, event_key)
SETTINGS min_bytes_for_wide_part = 268435456, merge_selector_base = 10, min_parts_to_merge_at_once = 10,
  max_bytes_to_merge_at_max_space_in_pool = 8388608, min_age_to_force_merge_seconds = 1800, max_parts_to_merge_at_once = 10,
  parts_to_delay_insert = 5000, parts_to_throw_insert = 10000`,
    shardingKey: 'session_key',
  }),
]
