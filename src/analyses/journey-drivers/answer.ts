import { WaywornError } from '../../lib/errors.ts'
import { MISSING } from '../analytics/groups.ts'
import type { Asking } from '../asking.ts'
import { groupingOf } from '../funnel/grouping.ts'
import { spanOf } from '../funnel/metric.ts'
import { aliasesOfTarget, planOfNamed } from '../funnel/optional-steps.ts'
import type { Plan } from '../funnel/plan.ts'
import { planned, QUERY } from '../funnel/planned.ts'
import {
  compileAttributes,
  compileBehaviours,
  compileLists,
  compileNext,
  type NextRow,
  type TraitRow,
} from './compile.ts'
import { DEFAULT_ATTRIBUTES } from './default-attributes.ts'
import type { DriversAttributes } from './definition.ts'
import { ranked } from './ranked.ts'
import { type BehaviourKind, searchOf } from './traits.ts'

type Trait =
  | { kind: 'attribute'; facet: string; value: string }
  | { kind: BehaviourKind; name: string | null; query: string }

/**
 * What goes with making a step, and what with leaving before it: attributes and behaviours, tested one by one and
 * corrected for how many they are, and what those who left did instead. Throws `invalid_field` for steps in any order.
 */
export const answerDrivers = async ({ query, ...attributes }: DriversAttributes, asking: Asking) => {
  const named = [query.target, ...(query.group_by ?? []).map((group) => group.target)].flatMap(aliasesOfTarget)
  const plan = planOfNamed(await planned({ ...attributes, query }, asking), query.counting, named)
  checkOrder(plan)
  const within = query.group_by?.length ? { within: groupingOf(query.group_by, plan, `${QUERY}/group_by`) } : {}
  const span = { ...spanOf(query.target, plan, false, `${QUERY}/target`), ...within }
  const paths = [...new Set(query.attributes ?? DEFAULT_ATTRIBUTES)]
  const { slow_ms, least, limit, correction, level } = query
  const lists = compileLists(plan, span, paths, least)
  // One after the other: each takes all processors, and what it holds.
  const [totals, ...values] = await asking.run<TraitRow>(compileAttributes(plan, span, paths, least))
  const severalValues = lists ? await asking.run<TraitRow>(lists) : []
  const behaviours = await asking.run<TraitRow>(compileBehaviours(plan, span, slow_ms, least))
  const next = await asking.run<NextRow>(compileNext(plan, span, limit))
  const { converted, dropped } = totals ?? { converted: 0, dropped: 0 }
  const ofAttributes = [...values, ...severalValues]
  const traits: (Pick<TraitRow, 'converted' | 'dropped'> & { trait: Trait })[] = [
    ...ofAttributes.map(({ kind, value, ...counts }) => ({
      ...counts,
      trait: { kind: 'attribute' as const, facet: paths[Number(kind) - 1]!, value: value === '' ? MISSING : value },
    })),
    ...behaviours.map(({ kind, value, ...counts }) => ({
      ...counts,
      trait: {
        kind: kind as BehaviourKind,
        name: value || null,
        query: searchOf({ kind: kind as BehaviourKind, name: value }, slow_ms),
      },
    })),
  ]
  const { rows, tests } = ranked(traits, { converted, dropped }, { least, correction, level })
  const isAttribute = ({ trait }: (typeof rows)[number]) => trait.kind === 'attribute'
  const untested = (of: readonly TraitRow[]) => (of[0]?.found ?? of.length) - of.length
  return {
    entity: plan.entity.kind,
    ...{ converted, dropped, tests, correction, level, least, slow_ms },
    /** Beyond the most that are tested at once. */
    untested: untested(values) + untested(severalValues) + untested(behaviours),
    attributes: rows
      .filter(isAttribute)
      .slice(0, limit)
      .map(({ trait, ...row }) => ({ ...trait, ...row })),
    behaviours: rows
      .filter((row) => !isAttribute(row))
      .slice(0, limit)
      .map(({ trait, ...row }) => ({ ...trait, ...row })),
    next: nextOf(next, dropped, slow_ms),
  }
}

const nextOf = (rows: readonly NextRow[], dropped: number, slowMs: number) => ({
  dropped,
  rows: rows.map(({ kind, name, entities }) => ({
    kind,
    name: name || null,
    query: searchOf({ kind: kind as BehaviourKind, name }, slowMs),
    count: entities,
    share: dropped ? entities / dropped : 0,
  })),
})

const checkOrder = ({ order }: Plan): void => {
  if (order !== 'any') return
  const reason = 'in any order there is no way from one step to another; use "ordered" or "strict"'
  throw new WaywornError('invalid_field', { field: 'counting.order', reason }, { pointer: `${QUERY}/counting/order` })
}
