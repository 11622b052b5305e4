import { WaywornError } from '../../lib/errors.ts'
import type { Asking } from '../asking.ts'
import { journeyEvents } from '../journey/steps.ts'
import { compileFlows, compileSteps, NO_GROUPING, type StepsRow } from './compile.ts'
import type { FunnelAttributes } from './definition.ts'
import { quantilesOf } from './elapsed.ts'
import { groupingOf } from './grouping.ts'
import type { Plan } from './plan.ts'
import { QUERY } from './planned.ts'
import { checkGroupCount, foldGroups, mergeSteps, tagsOf } from './shape.ts'

type Query = FunnelAttributes['query']

export interface Answered {
  /** By step: entities, or flows. */
  total: number[]
  times: StepsRow | undefined
  groups: { tags: string[]; made: number[]; times: StepsRow | undefined }[]
}

/** How far everybody got, and each group. Throws `invalid_field` where steps of any order can't be told apart. */
export const askSteps = async (plan: Plan, query: Query, asking: Asking): Promise<Answered> => {
  const asked = query.group_by ?? []
  const flows = query.compute.aggregation === 'count'
  const quantiles = quantilesOf(query.compute.elapsed)
  const grouping = groupingOf(asked, plan, `${QUERY}/group_by`)
  // To look at lists of values takes long where most rows are told without.
  const looksAtLists = journeyEvents(plan)
    .fields.all()
    .some((field) => field.several)
  const run = async (statement: ReturnType<typeof compileSteps>) => {
    const rows = await asking.run<StepsRow>(statement, { eager: !looksAtLists })
    checkGroupCount(rows, asked)
    return rows
  }
  const [whole, grouped, wholeFlows, groupedFlows] = await Promise.all([
    run(compileSteps(plan, NO_GROUPING, quantiles)),
    asked.length ? run(compileSteps(plan, grouping, quantiles)) : [],
    flows ? run(compileFlows(plan, NO_GROUPING, QUERY)) : [],
    flows && asked.length ? run(compileFlows(plan, grouping, QUERY)) : [],
  ])
  refuseUnfit(whole[0])
  return {
    total: (flows ? wholeFlows : whole)[0]?.made ?? [],
    times: whole[0],
    groups: groupsOf(asked, flows ? groupedFlows : grouped, grouped),
  }
}

const groupsOf = (
  asked: NonNullable<Query['group_by']>,
  counts: readonly StepsRow[],
  times: readonly StepsRow[],
): Answered['groups'] => {
  const fold = foldGroups(
    counts.map((row) => ({ tags: tagsOf(row, asked.length), weight: row.made[0] ?? 0 })),
    asked,
  )
  const groups = new Map<string, Answered['groups'][number]>()
  const collect = (rows: readonly StepsRow[], put: (group: Answered['groups'][number], row: StepsRow) => void) => {
    for (const row of rows) {
      const tags = fold(tagsOf(row, asked.length))
      if (!tags) continue
      const key = JSON.stringify(tags)
      if (!groups.has(key)) groups.set(key, { tags, made: [], times: undefined })
      put(groups.get(key)!, row)
    }
  }
  collect(counts, (group, row) => {
    group.made = row.made.map((count, i) => count + (group.made[i] ?? 0))
  })
  collect(times, (group, row) => {
    group.times = group.times ? mergeSteps(group.times, row) : row
  })
  return [...groups.values()]
}

/** Steps in any order must be told apart by their events. */
export const refuseUnfit = (row: { unfit: number } | undefined): void => {
  if (!row?.unfit) return
  const reason = 'in any order no event may be one of two steps; make the searches of the steps exclude each other'
  throw new WaywornError('invalid_field', { field: 'counting.order', reason }, { pointer: `${QUERY}/counting/order` })
}
