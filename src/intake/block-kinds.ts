import type { ColumnKind } from '../engine/block/kinds.ts'
import { ATTRIBUTES, type Storage } from '../model/attribute.ts'

const OF_STORAGE: Record<Storage, ColumnKind> = {
  enum: 'low',
  text: 'text',
  int: 'int',
  float: 'float',
  bool: 'bool',
  list: 'list',
  time: 'time',
}

/** Columns of `events_hot` that rows of intake fill. */
export const EVENT_KINDS: ReadonlyMap<string, ColumnKind> = new Map<string, ColumnKind>([
  ...ATTRIBUTES.map(({ column, storage }) => [column, OF_STORAGE[storage]] as const),
  ['event_id', 'text'],
  ['session_key', 'u64'],
  ['arrival', 'u64'],
  ['received_at', 'time'],
  ['skew_ms', 'i64'],
  ['custom', 'json'],
  ['more', 'text'],
  ['revision', 'u64'],
  ['session_ended', 'flag'],
  ['reopened', 'u64'],
  ['slot', 'u64'],
])

/** Columns of `view_documents`. */
export const DOCUMENT_KINDS: ReadonlyMap<string, ColumnKind> = new Map<string, ColumnKind>([
  ['application_id', 'low'],
  ['session_id', 'text'],
  ['view_id', 'text'],
  ['document_version', 'u64'],
  ['kind', 'low'],
  ['source', 'low'],
  ['event', 'text'],
  ['envelope', 'text'],
  ['arrival', 'u64'],
  ['received_at', 'time'],
])
