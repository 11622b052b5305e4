import type { ActionLabel } from '../../model/action-label/definition.ts'
import { isLabelled } from '../../query/action-label.ts'
import { createFields } from '../../query/field.ts'
import { eventSource } from '../../query/source.ts'
import { constant, join, or, type Sql, sql, u32 } from '../../sql/sql.ts'
import type { Asking } from '../asking.ts'

export interface LabelCounts {
  count: number
  users: number
  sessions: number
}

/** Actions that a label stands for, by what they are. */
export interface LabelledSample {
  action_type: string
  action_name: string
  view_name: string
  selector: string
  count: number
}

const WEEK = 7 * 86_400_000
const MINUTE = 60_000

/** How often each label's actions happened in the past seven days, in the order of the labels. */
export const countLabels = async (labels: readonly ActionLabel[], asking: Asking): Promise<LabelCounts[]> => {
  if (!labels.length) return []
  const { rows, holds, counts } = pastWeek(labels, asking)
  const columns = holds.map((one, i) => sql`${counts(one)} AS ${constant(`c${i}`)}`)
  const [row] = await asking.run<Record<string, LabelCounts | [number, number, number]>>(
    sql`SELECT ${join(columns)} FROM (${rows})`,
  )
  return labels.map((_, i) => {
    const value = row![`c${i}`]!
    return Array.isArray(value) ? { count: value[0], users: value[1], sessions: value[2] } : value
  })
}

/** What a label would stand for: how often in the past seven days, and its most frequent actions. */
export const previewLabel = async (
  label: ActionLabel,
  limit: number,
  asking: Asking,
): Promise<LabelCounts & { sample: LabelledSample[] }> => {
  const { rows, fields } = pastWeek([label], asking)
  const [type, name, view, selector] = SAMPLED.map((path) => sql`toString(${fields.of(path).text})`) as [
    Sql,
    Sql,
    Sql,
    Sql,
  ]
  const [[counts], sample] = await Promise.all([
    countLabels([label], asking),
    limit
      ? asking.run<LabelledSample>(sql`
SELECT ${type} AS kind, ${name} AS called, ${view} AS page, ${selector} AS element, toFloat64(count()) AS n
FROM (${rows}) GROUP BY kind, called, page, element ORDER BY n DESC, called, page, element LIMIT ${u32(limit)}`)
      : [],
  ])
  return { ...counts!, sample: sample.map(sampleOf) }
}

const SAMPLED = ['action.type', 'action.name', 'view.name', '_dd.action.target.selector'] as const

const sampleOf = (row: object): LabelledSample => {
  const { kind, called, page, element, n } = row as Record<string, string> & { n: number }
  return { action_type: kind!, action_name: called!, view_name: page!, selector: element!, count: n }
}

const pastWeek = (labels: readonly ActionLabel[], asking: Asking) => {
  const { nowMs } = asking.scope(0, 1)
  const scope = asking.scope(nowMs - WEEK, nowMs + MINUTE)
  const fields = createFields()
  const holds = labels.map((label) => isLabelled(label, fields))
  const [user, session, application] = ['usr.id', 'session.id', 'application.id'].map((path) => fields.of(path))
  for (const path of SAMPLED) fields.of(path)
  const source = eventSource(scope, { fields: fields.all(), types: ['action'] })
  const distinct = (of: Sql, where: Sql) => sql`toFloat64(uniqExactIf(${of}, ${where}))`
  return {
    fields,
    holds,
    rows: sql`SELECT * FROM (${source}) WHERE ${or(holds)}`,
    counts: (one: Sql) => sql`tuple(toFloat64(countIf(${one})),
      ${distinct(user!.text, sql`${one} AND ${user!.exists}`)},
      ${distinct(sql`(${application!.text}, ${session!.text})`, sql`${one} AND ${session!.exists}`)})`,
  }
}
