/** What differs between the homes in a schema statement. One template serves all three. */
export interface Dialect {
  /** Name of a table as it is on a node: `events` or `events_local`. */
  local(table: string): string
  /** ` ON CLUSTER name`, or nothing. */
  onCluster: string
  /** `MergeTree()` or `ReplicatedMergeTree(…)` and the like. */
  engine(family: 'MergeTree' | 'ReplacingMergeTree' | 'SummingMergeTree', argument?: string): string
  /** The table that spreads over the shards, if there are shards: same name as the whole. */
  spread(table: string, shardingKey: string): string[]
}

export interface DialectOptions {
  cluster?: string | undefined
  onCluster?: boolean
  /** The nodes have `{shard}` and `{replica}` macros and a Keeper. */
  replicated?: boolean
}

export const dialectOf = ({ cluster, onCluster = false, replicated = false }: DialectOptions): Dialect => {
  const local = (table: string) => (cluster ? `${table}_local` : table)
  const clause = cluster && onCluster ? ` ON CLUSTER '${plain(cluster)}'` : ''
  return {
    local,
    onCluster: clause,
    engine: (family, argument = '') =>
      replicated
        ? `Replicated${family}('/clickhouse/tables/{uuid}/{shard}', '{replica}'${argument ? `, ${argument}` : ''})`
        : `${family}(${argument})`,
    spread: (table, shardingKey) =>
      cluster
        ? [
            `CREATE TABLE IF NOT EXISTS ${table}${clause} AS ${local(table)} ` +
              `ENGINE = Distributed('${plain(cluster)}', currentDatabase(), '${local(table)}', ${shardingKey})`,
          ]
        : [],
  }
}

const plain = (name: string): string => {
  if (!/^[\w.-]+$/.test(name)) throw new TypeError(`«${name}» is no name of a cluster`)
  return name
}
