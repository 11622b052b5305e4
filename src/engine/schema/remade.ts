import type { Dialect } from './dialect.ts'

interface Remade {
  table: string
  /** With its order and settings: what can't be altered. */
  engine: string
  shardingKey: string
}

/**
 * Makes a table anew with its columns and rows, under another name until it is whole; repeated after a crash at any point,
 * it is made from whichever of the two counts.
 */
export const remade = (d: Dialect, { table, engine, shardingKey }: Remade): string[] => {
  const now = d.local(table)
  const next = d.local(`${table}_next`)
  const [from, to] = d.onCluster ? [table, `${table}_next`] : [now, next]
  const dropNext = [...new Set([next, to])].map((name) => `DROP TABLE IF EXISTS ${name}${d.onCluster} SYNC`)
  return [
    ...dropNext,
    `CREATE TABLE ${next}${d.onCluster} AS ${now} ENGINE = ${engine}`,
    ...(d.onCluster ? d.spread(`${table}_next`, shardingKey) : []),
    `INSERT INTO ${to} SELECT * FROM ${from}${d.onCluster ? ' SETTINGS distributed_foreground_insert = 1' : ''}`,
    `EXCHANGE TABLES ${now} AND ${next}${d.onCluster}`,
    ...dropNext,
  ]
}
