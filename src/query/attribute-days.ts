import { type Sql, sql, str, strs, u32 } from '../sql/sql.ts'

/** Ids, which have columns of their own where they are texts. */
const IDS = ['usr.id', 'account.id']

/**
 * Rows `{path, kinds}`: the custom attributes, below `root` if one is named, that any event of these days (UTC) had, those
 * of most events if there are more than `most`.
 */
export const customAttributes = (days: { from: number; to: number }, most: number, root = ''): Sql => sql`
SELECT path, groupUniqArray(toString(kind)) AS kinds FROM attribute_days
WHERE day >= toDate(${str(dayOf(days.from))}) AND day <= toDate(${str(dayOf(days.to))})
  AND startsWith(path, ${str(root)}) AND path NOT IN ${strs(IDS)}
GROUP BY path ORDER BY sum(events) DESC, path LIMIT ${u32(most)}`

/** Days of the engine end in 2149. */
const dayOf = (ms: number): string => new Date(Math.min(Math.max(ms, 0), 5.6e12)).toISOString().slice(0, 10)
