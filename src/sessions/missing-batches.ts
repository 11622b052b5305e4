import type { Engine, QueryOptions } from '../engine/engine.ts'
import { sql, u64, word } from '../sql/sql.ts'

/** Batches up to `committed` that the table `noted` does not name, in order: those that something is still to be derived of. */
export const missingBatches = async (
  engine: Engine,
  noted: string,
  committed: bigint,
  options: QueryOptions,
): Promise<bigint[]> => {
  const { rows } = await engine.query<{ number: string }>(
    sql`SELECT DISTINCT toString(batch) AS number FROM session_index
    WHERE batch <= ${u64(committed)} AND batch GLOBAL NOT IN (SELECT batch FROM ${word(noted)})`,
    options,
  )
  return rows.map((row) => BigInt(row.number)).sort((a, b) => (a < b ? -1 : 1))
}
