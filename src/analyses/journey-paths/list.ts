import { sql } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import { latestValues, memberRows, recordOf } from '../journey/columns.ts'
import { questionOf } from './answer.ts'
import { compileMembers } from './compile.ts'
import type { PathsListAttributes } from './definition.ts'
import { eventsOf } from './event-ways.ts'

/** Who went a way, or all of them: as many as the path says, with the latest values of the columns asked for. */
export const answerPathsList = async (attributes: PathsListAttributes, asking: Asking) => {
  const { query } = attributes
  const filters = query.search.filters.audience_filters
  const audience = await asking.audience(filters, '/data/attributes/query/search/filters/audience_filters')
  const question = questionOf(attributes, audience)
  const scope = asking.scope(attributes.from, attributes.to)
  const key = `@${question.entity.path}`
  const paths = query.entity_columns.filter((path) => path !== key)
  const members = compileMembers(question, query.path ?? undefined, scope)
  const { source, rows } = eventsOf(question, scope)
  const columns = latestValues(paths, source.fields)
  const events = sql`SELECT *, ${source.entity.text} AS who FROM (${rows()})`
  const listed = await asking.run<Record<string, unknown>>(memberRows({ members, events, columns, limit: query.limit }))
  const records = listed.map(recordOf(key, paths))
  return { entity: question.entity.kind, records, total_count: Number(listed[0]?.total ?? 0) }
}
