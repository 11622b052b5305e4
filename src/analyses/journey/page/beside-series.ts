import type { Series } from '../../../ui/chart/series.ts'
import { colourMap, type Scheme } from '../../../ui/theme/palette.ts'
import { seriesResult, type TimeseriesAnswer } from '../../analytics/result.ts'
import type { Beside } from './use-others.ts'
import type { Versus } from './versus.ts'

/** What stands beside the only series of a chart: another period opposite to it, segments in colours of their own. */
export const besideSeries = (
  [own]: readonly Series[],
  others: readonly Beside<TimeseriesAnswer>[],
  versus: Versus | null,
  scheme: Scheme,
): Series[] => {
  if (!own) return []
  const colours = colourMap(scheme, [own.label, ...others.map(({ name }) => name)], () => false)
  return others.flatMap(({ key, name, answer }) => {
    const [one] = answer ? seriesResult(answer).series : []
    if (!one) return []
    const shared = { key, label: name, unit: own.unit, values: one.values }
    return versus?.kind === 'period'
      ? [{ ...shared, colour: own.colour, before: own.key }]
      : [{ ...shared, colour: colours.get(name)! }]
  })
}
