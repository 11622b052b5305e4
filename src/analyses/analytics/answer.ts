import type { AudienceCondition } from '../../audience/filter.ts'
import { WaywornError } from '../../lib/errors.ts'
import { parseFormula } from '../../model/formula/formula.ts'
import { checkZone } from '../../query/bucket.ts'
import type { Asking } from '../asking.ts'
import { type Compiled, compileScalar, compileTimeseries } from './compile.ts'
import type { AnalyticsAttributes, AnalyticsQuery } from './definition.ts'
import { formulaOutput, keyOfTags, type Output, outputOf, type Row, scalarColumns, timeseries } from './shape.ts'

const AT = '/data/attributes'

/** A query of the request under its name, with the place of its fields in the request. */
interface Named {
  name: string
  query: AnalyticsQuery
  pointer: string
}

type Compile = (named: Named, audience: AudienceCondition) => Compiled

const namedQueries = ({ query, queries }: AnalyticsAttributes): Named[] =>
  query
    ? [{ name: 'query', query, pointer: `${AT}/query` }]
    : queries!.map((one, i) => ({ name: one.name, query: one, pointer: `${AT}/queries/${i}` }))

export const answerScalar = async (attributes: AnalyticsAttributes, asking: Asking) => {
  const scope = asking.scope(attributes.from, attributes.to)
  const answered = await answerAll(attributes, asking, (named, audience) =>
    compileScalar(named.query, scope, named.pointer, audience),
  )
  return { columns: scalarColumns(answered.facets, answered.groups, answered.outputs) }
}

export const answerTimeseries = async (attributes: AnalyticsAttributes, asking: Asking) => {
  const scope = asking.scope(attributes.from, attributes.to)
  const zone = checkZone(attributes.time_zone, `${AT}/time_zone`)
  const answered = await answerAll(attributes, asking, (named, audience) =>
    compileTimeseries(named.query, scope, named.pointer, zone, audience),
  )
  checkSamePeriods(answered.compiled)
  return timeseries(answered.groups, answered.outputs, answered.compiled[0]!)
}

const answerAll = async (attributes: AnalyticsAttributes, asking: Asking, compile: Compile) => {
  const queries = namedQueries(attributes)
  checkNames(queries)
  const facets = sharedFacets(queries)
  const formulas = (attributes.formulas ?? []).map(({ formula, alias }, i) => ({
    name: alias ?? formula,
    formula: parseFormula(
      formula,
      queries.map((one) => one.name),
      `${AT}/formulas/${i}/formula`,
    ),
  }))
  const audiences = await Promise.all(
    queries.map(({ query, pointer }) => asking.audience(query.audience_filters, `${pointer}/audience_filters`)),
  )
  const compiled = queries.map((one, i) => compile(one, audiences[i]!))
  const answers = await Promise.all(
    compiled.map(async (one, i) => outputOf(queries[i]!.name, one, await asking.run<Row>(one.statement))),
  )
  const outputs = new Map(answers.map(({ output }) => [output.name, output]))
  const shown: Output[] = formulas.length
    ? formulas.map(({ name, formula }) => formulaOutput(name, formula, outputs))
    : [...outputs.values()]
  return { facets, compiled, outputs: shown, groups: facets.length ? union(answers.map((a) => a.groups)) : [[]] }
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
