import { parseSearch } from '../../model/search/parse.ts'
import type { Asking } from '../asking.ts'
import { errorByRule, placesOf, type Question, rageByRule, sdkSignals, totalsOf, trendOf } from './compile.ts'
import type { FrustrationAttributes, FrustrationsAnswer, Kind } from './definition.ts'
import { type PlaceRow, placesFrom, type TotalRow, totalsFrom, trendFrom } from './shape.ts'

/** Where people were frustrated: by what the SDK said, and by the rules asked for. */
export const answerFrustrations = async (
  attributes: FrustrationAttributes,
  asking: Asking,
): Promise<FrustrationsAnswer> => {
  const { from, to, kinds, rules, limit, parts } = attributes
  const question: Question = {
    application: attributes.application_id ?? null,
    search: parseSearch(attributes.search.query, { pointer: '/data/attributes/search/query' }),
    audience: await asking.audience(attributes.audience_filters, '/data/attributes/audience_filters'),
  }
  const scope = asking.scope(from, to)
  const step = Math.max(1, Math.ceil((to - from) / parts))
  const sources = [
    ...(kinds.length ? [{ by: 'sdk' as const, signals: sdkSignals(question, kinds, scope) }] : []),
    ...(rules?.rage ? [{ by: 'rule' as const, signals: rageByRule(question, rules.rage, scope) }] : []),
    ...(rules?.error ? [{ by: 'rule' as const, signals: errorByRule(question, rules.error, scope) }] : []),
  ]
  const answers = await Promise.all(
    sources.map(async ({ by, signals }) => {
      const [places, totals] = await Promise.all([
        asking.run<PlaceRow>(placesOf(signals, limit)),
        asking.run<TotalRow>(totalsOf(signals)),
      ])
      return { places: placesFrom(places, by), totals: totalsFrom(totals, by) }
    }),
  )
  const counted = kinds.length
    ? await asking.run<{ kind: Kind; part: number; n: number }>(trendOf(sources[0]!.signals, from, step))
    : []
  return {
    totals: answers.flatMap((one) => one.totals),
    trend: trendFrom(counted, { from, step, parts: Math.ceil((to - from) / step) }),
    places: answers
      .flatMap((one) => one.places)
      .sort((a, b) => b.count - a.count)
      .slice(0, limit),
  }
}
