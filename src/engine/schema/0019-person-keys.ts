import type { Dialect } from './dialect.ts'

/** The number that stands for the id of a user or a device: a hash of 64 bits, 0 where there is none. */
export const keyOf = (id: string): string => `if(${id} = '', toUInt64(0), sipHash64(${id}))`

/** Of tables the columns that are numbers, and which ids these stand for. */
export type Keys = Readonly<Record<string, readonly [key: string, id: string][]>>

/**
 * Users and devices as numbers, made from the columns that hold their ids, also of rows from before: read at once, and
 * written down in the background. Counting people needs no more of them, and reads a quarter of it.
 */
const KEYS: Keys = {
  events: [
    ['user_key', 'usr_id'],
    ['device_key', 'usr_anonymous_id'],
  ],
  sequences: [
    ['user_key', 'usr_id'],
    ['device_key', 'usr_anonymous_id'],
  ],
  identity_links: [
    ['user_key', 'user_id'],
    ['device_key', 'anonymous_id'],
  ],
}

export const personKeys = (d: Dialect): string[] => withKeys(KEYS, d)

export const withKeys = (tables: Keys, d: Dialect): string[] =>
  Object.entries(tables).flatMap(([table, keys]) => {
    const local = d.local(table)
    return [...new Set([local, table])]
      .map((name) => `ALTER TABLE ${name}${d.onCluster} ${join(keys.map(([key, id]) => added(key, id)))}`)
      .concat(`ALTER TABLE ${local}${d.onCluster} ${join(keys.map(([key]) => `MATERIALIZE COLUMN ${key}`))}`)
  })

const added = (key: string, id: string): string =>
  `ADD COLUMN IF NOT EXISTS ${key} UInt64 MATERIALIZED ${keyOf(id)} CODEC(ZSTD(1))`

const join = (of: readonly string[]): string => of.join(', ')
