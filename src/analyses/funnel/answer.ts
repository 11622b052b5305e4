import { WaywornError } from '../../lib/errors.ts'
import type { Asking } from '../asking.ts'
import { stepNumber } from '../journey/expression.ts'
import { compileBins, compileFlows, compileSteps, NO_GROUPING, type StepsRow } from './compile.ts'
import type { FunnelAttributes } from './definition.ts'
import { groupingOf } from './grouping.ts'
import { onlySteps, type Plan } from './plan.ts'
import { planned } from './planned.ts'
import { checkGroupCount, elapsedAfter, elapsedWhole, foldGroups, mergeSteps, tagsOf } from './shape.ts'

const AT = '/data/attributes/query'

/** The funnel in the published shape, of entities (`cardinality`) or of flows (`count`). */
export const answerFunnel = async (attributes: FunnelAttributes, asking: Asking) => {
  const { query } = attributes
  const plan = await planned(attributes, asking)
  const kind = kindOf(query.compute, plan)
  const optional = optionalSteps(query.counting.optional_steps, plan)
  const required = plan.nodes.map((_, i) => i + 1).filter((step) => !optional.includes(step))
  const main = optional.length ? onlySteps(plan, required) : plan
  const answered = await askSteps(main, query.group_by ?? [], kind.flows, asking)
  const sides = await Promise.all(
    optional.map((step) => {
      const own = onlySteps(plan, [...required.filter((one) => one < step), step])
      return askSteps(own, query.group_by ?? [], kind.flows, asking)
    }),
  )
  const steps = plan.aliases.map((label, i) => {
    const at = optional.indexOf(i + 1)
    const source = at < 0 ? answered : sides[at]!
    const place = at < 0 ? required.indexOf(i + 1) + 1 : required.filter((one) => one < i + 1).length + 1
    return stepOf(label, source, at < 0 ? place : place, kind.rate)
  })
  const { total, times } = answered
  const last = main.nodes.length
  const bins = query.compute.bins
  return {
    initial_count: total[0] ?? 0,
    end_to_end_conversion_rate: ratio(total[last - 1] ?? 0, total[0] ?? 0),
    end_to_end_elapsed_time: elapsedWhole(times, last),
    funnel_steps: steps,
    ...(bins === undefined ? {} : { time_to_convert: await binsOf(main, times, bins, asking) }),
  }
}

const ratio = (part: number, whole: number): number => (whole ? part / whole : 0)

interface Answered {
  /** By step. */
  total: number[]
  times: StepsRow | undefined
  groups: { tags: string[]; made: number[]; times: StepsRow | undefined }[]
}

const stepOf = (label: string, { total, times, groups }: Answered, place: number, rate: boolean) => {
  const value = (made: readonly number[]) => (rate ? ratio(made[place - 1] ?? 0, made[0] ?? 0) : (made[place - 1] ?? 0))
  return {
    label,
    value: value(total),
    unit: 'ms',
    elapsed_time_to_next_step: elapsedAfter(times, place),
    groups: groups.map((group) => ({
      group_tags: group.tags,
      value: value(group.made),
      conversion_count: group.made[place] ?? 0,
      elapsed_time_to_next_step: elapsedAfter(group.times, place),
    })),
  }
}

const askSteps = async (
  plan: Plan,
  asked: NonNullable<FunnelAttributes['query']['group_by']>,
  flows: boolean,
  asking: Asking,
): Promise<Answered> => {
  const grouping = groupingOf(asked, plan, `${AT}/group_by`)
  const run = async (statement: ReturnType<typeof compileSteps>) => {
    const rows = await asking.run<StepsRow>(statement)
    checkGroupCount(rows, asked)
    return rows
  }
  const [whole, grouped, wholeFlows, groupedFlows] = await Promise.all([
    run(compileSteps(plan, NO_GROUPING)),
    asked.length ? run(compileSteps(plan, grouping)) : [],
    flows ? run(compileFlows(plan, NO_GROUPING, AT)) : [],
    flows && asked.length ? run(compileFlows(plan, grouping, AT)) : [],
  ])
  refuseUnfit(whole[0])
  return {
    total: (flows ? wholeFlows : whole)[0]?.made ?? [],
    times: whole[0],
    groups: groupsOf(asked, flows ? groupedFlows : grouped, grouped),
  }
}

const groupsOf = (
  asked: NonNullable<FunnelAttributes['query']['group_by']>,
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
  throw new WaywornError('invalid_field', { field: 'counting.order', reason }, { pointer: `${AT}/counting/order` })
}

const kindOf = ({ aggregation, metric }: FunnelAttributes['query']['compute'], plan: Plan) => {
  const refuse = (field: string, reason: string): never => {
    throw new WaywornError(
      'invalid_field',
      { field: `compute.${field}`, reason },
      { pointer: `${AT}/compute/${field}` },
    )
  }
  if (aggregation !== 'count' && aggregation !== 'cardinality')
    refuse(
      'aggregation',
      `a funnel counts; use cardinality (entities) or count (flows), and journey/scalar for "${aggregation}"`,
    )
  const known = ['__dd.conversion', '__dd.conversion_rate', `@${plan.entity.path}`]
  if (metric !== undefined && !known.includes(metric))
    refuse('metric', `a funnel has one of ${known.join(', ')}; use journey/scalar for others`)
  return { flows: aggregation === 'count', rate: metric === '__dd.conversion_rate' }
}

const optionalSteps = (aliases: readonly string[], plan: Plan): number[] => {
  const pointer = `${AT}/counting/optional_steps`
  const steps = aliases.map((alias) => stepNumber(alias, plan.aliases, pointer)).sort((a, b) => a - b)
  if (!steps.some((step) => step === 1 || step === plan.nodes.length)) return steps
  const reason = "the first and the last step can't be left out"
  throw new WaywornError('invalid_field', { field: 'counting.optional_steps', reason }, { pointer })
}

/** Times to convert in ranges of one width; left to us as many as the cube root of how many there are. */
const binsOf = async (plan: Plan, times: StepsRow | undefined, wanted: 'auto' | number, asking: Asking) => {
  const count = times?.made[plan.nodes.length - 1] ?? 0
  if (!times || !count) return []
  const [low, high] = times.whole as [number, number]
  const bins = wanted === 'auto' ? Math.max(1, Math.ceil(Math.cbrt(count))) : wanted
  const width = Math.max(1, Math.ceil((high - low) / bins / 1000) * 1000)
  const rows = await asking.run<{ bin: number; entities: number }>(compileBins(plan, low, width))
  const found = new Map(rows.map((row) => [row.bin, row.entities]))
  return Array.from({ length: bins + 1 }, (_, i) => ({ from: low + i * width, value: found.get(low + i * width) ?? 0 }))
}
