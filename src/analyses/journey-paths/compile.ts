import type { Scope } from '../../query/source.ts'
import { constant, join, type Sql, sql, strs, u32 } from '../../sql/sql.ts'
import type { PathShown } from './definition.ts'
import { followed, wayEvents } from './event-ways.ts'
import type { Question } from './question.ts'
import { sequenceWays } from './sequence-ways.ts'

/**
 * The ways from the start to the end: rows `{all, path, cut, n, users, total_ms, min_ms, max_ms, ways}`, first one with
 * `all` = 1 for all ways together (`ways` of them), then the most frequent ones. A path is a list of labels:
 * the first letter of a type and a name.
 */
export const compilePaths = (question: Question, scope: Scope): Sql => {
  const { query } = question
  const most = constant(String(query.most_events))
  const { known, rows, named } = ways(question, scope)
  return sql`${known}
SELECT * REPLACE (arrayMap(x -> ${named(sql`x`)}, path) AS path)
FROM (
  SELECT grouping(path, cut) = 3 AS all, path, cut, toFloat64(count()) AS n, toFloat64(uniqExactIf(user, user != '')) AS users,
    toFloat64(sum(ms)) AS total_ms, toFloat64(min(ms)) AS min_ms, toFloat64(max(ms)) AS max_ms,
    toFloat64(uniqExact(same_path, same_cut)) AS ways
  FROM (
    SELECT arraySlice(way, 1, ${most}) AS path, toUInt8(length(way) > ${most}) AS cut, path AS same_path, cut AS same_cut, ms, user
    FROM (${rows}))
  GROUP BY GROUPING SETS ((path, cut), ())
  ORDER BY all DESC, n DESC, path, cut LIMIT ${u32(query.limit + 1)})`
}

/** Rows `{who}`: the entities that went this way, of which the path shows as much as it does. */
export const compileMembers = (question: Question, path: PathShown | undefined, scope: Scope): Sql => {
  const { known, rows, numbered } = ways(question, scope)
  if (!path) return sql`${known} SELECT who FROM (${rows})`
  const most = constant(String(question.query.most_events))
  const labels = strs(path.events.map(({ type, name }) => `${type[0]}${name}`))
  const beyond = path.is_cut ? sql`length(way) > ${most}` : sql`length(way) <= ${most}`
  return sql`${known} SELECT who FROM (${rows}) WHERE arraySlice(way, 1, ${most}) = arrayMap(x -> ${numbered(sql`x`)}, ${labels}) AND ${beyond}`
}

/** Rows `{who, way, ms, user}`, one an entity, and what their labels stand for. */
const ways = (question: Question, scope: Scope) => {
  const told = sequenceWays(question, scope)
  const same = (label: Sql) => label
  if (!told) return { known: sql``, rows: followed(question, wayEvents(question, scope)), named: same, numbered: same }
  const others = followed(question, told.events)
  const rows = told.alone ? join([told.alone, others], sql`\nUNION ALL\n`) : others
  return { known: told.known, rows, named: told.named, numbered: told.numbered }
}
