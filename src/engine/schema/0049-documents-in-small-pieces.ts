import type { Dialect } from './dialect.ts'
import { remade } from './remade.ts'

/**
 * A merge holds a piece of each of its parts, and rows of `view_documents` are of some KB: with pieces as large as of other
 * tables, merges of them were most of the memory that came and went while much was taken in.
 */
export const documentsInSmallPieces = (d: Dialect): string[] =>
  remade(d, {
    table: 'view_documents',
    engine: `${d.engine('ReplacingMergeTree', 'rank')} ORDER BY (view_id, application_id, document_version, kind)
TTL toDateTime(received_at) + INTERVAL 3 DAY DELETE
SETTINGS index_granularity = 128, merge_selector_base = 10, min_bytes_for_wide_part = 268435456`,
    shardingKey: 'cityHash64(view_id)',
  })
