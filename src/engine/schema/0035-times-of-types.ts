import type { Dialect } from './dialect.ts'

/** Of each type of events in a sequence the column that counts them. */
export const COUNTS = { view: 'views', action: 'actions', server: 'servers' } as const

/**
 * When each type's first and last event of a sequence was, in ms from its start; 0 without one. Whose sessions lie in one
 * period as long as a day is told by these: lists of events need not be read. Rows from before get theirs from their lists.
 */
export const timesOfTypes = (d: Dialect): string[] => {
  const local = d.local('sequences')
  const columns = Object.keys(COUNTS).flatMap((type) => [`first_${type}`, `last_${type}`])
  const added = columns.map((name) => `ADD COLUMN IF NOT EXISTS ${name} UInt32 CODEC(ZSTD(1))`)
  return [
    ...[...new Set([local, 'sequences'])].map((table) => `ALTER TABLE ${table}${d.onCluster} ${added.join(', ')}`),
    `ALTER TABLE ${local}${d.onCluster} UPDATE ${Object.keys(COUNTS).flatMap(fromLists).join(', ')} WHERE 1
SETTINGS mutations_sync = 2, allow_nondeterministic_mutations = 1`,
  ]
}

const fromLists = (type: string): string[] => {
  const ofType = `(SELECT arrayPushBack(groupArray(kind), toUInt32(0)) FROM event_kinds WHERE type = '${type}')`
  const found = (which: string) =>
    `array${which}((offset, kind) -> transform(kind, ${ofType}, arrayMap(x -> toUInt8(x > 0), ${ofType}), toUInt8(0)) = 1, offsets, kinds)`
  return [`first_${type} = ${found('First')}`, `last_${type} = ${found('Last')}`]
}
