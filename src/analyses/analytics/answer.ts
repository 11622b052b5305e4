import { WaywornError } from '../../lib/errors.ts'
import { type Formula, parseFormula } from '../../model/formula/formula.ts'
import { checkZone } from '../../query/calendar.ts'
import type { Scope } from '../../query/source.ts'
import type { Asking } from '../asking.ts'
import { otherPeriodOf } from './compare.ts'
import { type Around, type Compiled, compileScalar, compileTimeseries, type Other } from './compile.ts'
import type { AnalyticsAttributes, AnalyticsQuery } from './definition.ts'
import { withRanges } from './histogram.ts'
import {
  type Frame,
  formulaOutput,
  keyOfTags,
  type Output,
  outputOf,
  type Row,
  scalarColumns,
  timeseries,
} from './shape.ts'

const AT = '/data/attributes'

/** A query of the request under its name, with the place of its fields in the request. */
export interface Named {
  name: string
  query: AnalyticsQuery
  pointer: string
}

type Compile = (named: Named, scope: Scope, around: Around) => Compiled

const namedQueries = ({ query, queries }: AnalyticsAttributes): Named[] =>
  query
    ? [{ name: 'query', query, pointer: `${AT}/query` }]
    : queries!.map((one, i) => ({ name: one.name, query: one, pointer: `${AT}/queries/${i}` }))

export const answerScalar = async (attributes: AnalyticsAttributes, asking: Asking) => {
  const compile: Compile = ({ query, pointer }, scope, around) => compileScalar(query, scope, pointer, around)
  const { facets, groups, outputs, compared, more } = await answerAll(attributes, asking, 'scalar', compile)
  return { columns: scalarColumns(facets, groups, outputs, compared), ...more }
}

export const answerTimeseries = async (attributes: AnalyticsAttributes, asking: Asking) => {
  const zone = checkZone(attributes.time_zone, `${AT}/time_zone`)
  const compile: Compile = ({ query, pointer }, scope, around) => compileTimeseries(query, scope, pointer, zone, around)
  const answered = await answerAll(attributes, asking, 'timeseries', compile)
  const { groups, outputs, compared, compiled, more } = answered
  const now = asking.now?.() ?? asking.scope(attributes.from, attributes.to).nowMs
  return { ...timeseries(groups, outputs, compiled[0]!.buckets!, now, compared), ...more }
}

const answerAll = async (
  attributes: AnalyticsAttributes,
  asking: Asking,
  shape: 'scalar' | 'timeseries',
  compile: Compile,
) => {
  const scope = asking.scope(attributes.from, attributes.to)
  const asked = namedQueries(attributes)
  checkNames(asked)
  const facets = sharedFacets(asked)
  const formulas = formulasOf(attributes, asked, shape)
  const audiences = await Promise.all(
    asked.map(({ query, pointer }) => asking.audience(query.audience_filters, `${pointer}/audience_filters`)),
  )
  const ranged = await withRanges(asked, audiences, scope, asking)
  const { queries } = ranged
  const alone = queries.map((one, i) => compile(one, scope, { audience: audiences[i]! }))
  const tops = facets.length && queries.length > 1 ? alone.map((one) => one.top!) : undefined
  const compiled = tops ? queries.map((one, i) => compile(one, scope, { audience: audiences[i]!, tops })) : alone
  if (shape === 'timeseries') checkSamePeriods(compiled)
  const other = otherOf(attributes, asking)
  const across = other ? queries.map((one, i) => compile(one, scope, { audience: audiences[i]!, other, tops })) : []
  const run = (all: readonly Compiled[]) =>
    Promise.all(all.map(async (one, i) => outputOf(queries[i]!.name, one, await asking.run<Row>(one.statement))))
  const [own, opposite] = await Promise.all([run(compiled), run(across)])
  const groups = facets.length ? ranged.inOrder(union(own.map((a) => a.groups))) : [[]]
  const frame = { groups, buckets: compiled[0]!.buckets }
  return {
    facets,
    compiled,
    groups,
    outputs: shown(own, formulas, frame),
    compared: shown(opposite, formulas, frame),
    more: {
      ...(other ? { comparison: { from: other.scope.from, to: other.scope.to } } : {}),
      ...(ranged.histograms.length ? { histograms: ranged.histograms } : {}),
    },
  }
}

interface NamedFormula {
  name: string
  formula: Formula
}

const formulasOf = (
  { formulas = [] }: AnalyticsAttributes,
  queries: readonly Named[],
  shape: 'scalar' | 'timeseries',
): NamedFormula[] => {
  const names = queries.map((one) => one.name)
  return formulas.map(({ formula, alias }, i) => ({
    name: alias ?? formula,
    formula: parseFormula(formula, names, `${AT}/formulas/${i}/formula`, shape),
  }))
}

const shown = (answers: readonly { output: Output }[], formulas: readonly NamedFormula[], frame: Frame): Output[] => {
  const outputs = new Map(answers.map(({ output }) => [output.name, output]))
  if (!answers.length || !formulas.length) return [...outputs.values()]
  return formulas.map(({ name, formula }) => formulaOutput(name, formula, outputs, frame))
}

const otherOf = ({ compare, from, to, time_zone }: AnalyticsAttributes, asking: Asking): Other | undefined => {
  if (!compare) return undefined
  const period = otherPeriodOf(compare, from, to, checkZone(time_zone, `${AT}/time_zone`))
  return { period, scope: asking.scope(period.from, period.to) }
}

/** Groups in the order of the first query, then those that only later ones have. */
const union = (lists: readonly string[][][]): string[][] => {
  const all = new Map<string, string[]>()
  for (const tags of lists.flat()) all.set(keyOfTags(tags), tags)
  return [...all.values()]
}

const sharedFacets = (queries: readonly Named[]): string[] => {
  const [first, ...rest] = queries.map((one) => one.query.group_by.map((group) => group.facet))
  const differs = rest.findIndex((facets) => facets.join() !== first!.join())
  if (differs < 0) return first!
  const reason = 'queries that are shown together must group by the same attributes'
  throw new WaywornError(
    'invalid_field',
    { field: 'group_by', reason },
    { pointer: `${AT}/queries/${differs + 1}/group_by` },
  )
}

const checkNames = (queries: readonly Named[]) => {
  const seen = new Set<string>()
  for (const { name, pointer } of queries) {
    if (seen.has(name)) {
      throw new WaywornError(
        'invalid_field',
        { field: 'name', reason: `"${name}" is used twice` },
        { pointer: `${pointer}/name` },
      )
    }
    seen.add(name)
  }
}

const checkSamePeriods = (compiled: readonly Compiled[]) => {
  const [first, ...rest] = compiled.map((one) => one.buckets!.starts.join())
  const differs = rest.findIndex((starts) => starts !== first)
  if (differs < 0) return
  const reason = 'queries that are shown together must have the same interval'
  throw new WaywornError(
    'invalid_field',
    { field: 'interval', reason },
    { pointer: `${AT}/queries/${differs + 1}/compute/interval` },
  )
}
