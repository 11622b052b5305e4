import type { Dialect } from './dialect.ts'

/** Of so many attributes that customers set the last values are kept beside each profile. */
export const KEPT_CUSTOM = 24

/** What of an attribute a question may need: texts, number, JSON. */
export const SET_TYPE = 'Tuple(Array(String), Nullable(Float64), String)'

export const keptCustomColumn = (i: number): string => `set_${i + 1}`

/**
 * Columns of `kept_profiles` for what customers set: `set_3` holds what the third of the generation's `users` or
 * `accounts` names, paths such as `usr.plan`. Generations from before know of none, so they are forgotten.
 */
export const keptCustom = (d: Dialect): string[] => {
  const both = (table: string) => [...new Set([d.local(table), table])]
  const columns = Array.from(
    { length: KEPT_CUSTOM },
    (_, i) => `ADD COLUMN IF NOT EXISTS ${keptCustomColumn(i)} ${SET_TYPE}`,
  )
  return [
    ...both('kept_profiles').map((table) => `ALTER TABLE ${table}${d.onCluster} ${columns.join(', ')}`),
    ...both('profile_generations').map(
      (table) =>
        `ALTER TABLE ${table}${d.onCluster} ADD COLUMN IF NOT EXISTS users Array(String), ADD COLUMN IF NOT EXISTS accounts Array(String)`,
    ),
    `TRUNCATE TABLE ${d.local('profile_generations')}${d.onCluster}`,
  ]
}
