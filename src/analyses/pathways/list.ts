import { WaywornError } from '../../lib/errors.ts'
import type { Scope } from '../../query/source.ts'
import { and, constant, type Sql, sql, str, strs } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'
import { latestValues, memberRows, recordOf } from '../journey/columns.ts'
import { questionOf } from './answer.ts'
import { compileFlows, eventPaths, pathEvents } from './compile.ts'
import type { SankeyListAttributes } from './definition.ts'
import type { Question } from './question.ts'
import { diagram, type Row } from './shape.ts'

const AT = '/data/attributes'

type Diagram = ReturnType<typeof diagram>

/** Who stands behind a node or a link: as many as it says, with the latest values of the columns asked for. */
export const answerSankeyList = async (attributes: SankeyListAttributes, asking: Asking) => {
  const audience = await asking.audience(attributes.search.audience_filters, `${AT}/search/audience_filters`)
  const question = questionOf(attributes, audience)
  const { from, to } = attributes.time
  const scope = asking.scope(from, to)
  const drawn = diagram(await asking.run<Row>(compileFlows(question, scope)), question)
  const condition = targetOf(attributes.target, drawn, question)
  const key = `@${question.entity.path}`
  const columns = attributes.entity_columns.filter((path) => path !== key)
  const members = sql`SELECT who FROM (${eventPaths(question, scope)}) WHERE notEmpty(path) AND ${condition}`
  const rows = await asking.run<Record<string, unknown>>(listed(question, scope, members, columns, attributes.limit))
  const records = rows.map(recordOf(key, columns))
  return { entity: question.entity.kind, records, total_count: Number(rows[0]?.total ?? 0) }
}

const listed = (question: Question, scope: Scope, members: Sql, paths: readonly string[], limit: number): Sql => {
  const { source, rows } = pathEvents(question, scope)
  const columns = latestValues(paths, source.fields)
  return memberRows({ members, events: sql`SELECT *, ${source.entity.text} AS who FROM (${rows()})`, columns, limit })
}

const targetOf = (target: SankeyListAttributes['target'], drawn: Diagram, question: Question) => {
  if (target.type === 'node') {
    const node = nodeOf(target.id, drawn, 'id')
    return isAt(node, drawn, question)
  }
  const [source, end] = [nodeOf(target.source, drawn, 'source'), nodeOf(target.target, drawn, 'target')]
  const link = drawn.links.find((one) => one.source === source.id && one.target === end.id)
  if (!link) throw unknown('target', `no path of this diagram goes from "${source.id}" to "${end.id}"`)
  return and([isAt(source, drawn, question), isAt(end, drawn, question)])
}

const nodeOf = (id: string, drawn: Diagram, field: 'id' | 'source' | 'target') => {
  const node = drawn.nodes.find((one) => one.id === id)
  if (node) return node
  throw unknown(field, `"${id}" is not in this diagram; take an id from the answer of sankey to the same question`)
}

const unknown = (field: string, reason: string) =>
  new WaywornError('invalid_field', { field: `target.${field}`, reason }, { pointer: `${AT}/target/${field}` })

/** Whether a `path` runs through a node. The places of a path count from the anchor, back from it where it is the end. */
const isAt = (node: Diagram['nodes'][number], drawn: Diagram, { before, steps }: Question): Sql => {
  const place = (before ? steps - 1 - node.column : node.column) + 1
  const at = constant(String(place))
  if (node.type === 'regular') return sql`path[${at}] = ${str(node.name)}`
  if (node.type === 'dropoff') return sql`length(path) = ${constant(String(place - 1))}`
  const shown = drawn.nodes.filter((one) => one.column === node.column && one.type === 'regular')
  return sql`length(path) >= ${at} AND NOT has(${strs(shown.map(({ name }) => name))}, path[${at}])`
}
