import { WaywornError } from '../../lib/errors.ts'
import { checkZone } from '../../query/calendar.ts'
import { and } from '../../sql/sql.ts'
import { otherPeriodOf } from '../analytics/compare.ts'
import type { Asking } from '../asking.ts'
import type { FunnelAttributes } from './definition.ts'
import type { Plan } from './plan.ts'

interface Compared {
  /** What tells it from the others in the answer. */
  of: { segment_id: string } | { from: number; to: number }
  plan: Plan
}

type Asked = Pick<FunnelAttributes, 'from' | 'to' | 'time_zone' | 'compare'>

const COMPARE = '/data/attributes/compare'

/** The plan again, of another period, and of whoever of its audience is in each segment. Throws `invalid_field`. */
export const comparedPlans = async (
  { from, to, time_zone, compare }: Asked,
  plan: Plan,
  asking: Asking,
): Promise<Compared[]> => {
  if (!compare) return []
  const segments = [...new Set(compare.segments)]
  if (compare.to === undefined && !segments.length) throw nothing()
  const zone = checkZone(time_zone, '/data/attributes/time_zone')
  const before = compare.to === undefined ? undefined : otherPeriodOf({ to: compare.to }, from, to, zone)
  const periods = before ? [{ from: before.from, to: before.to }] : []
  return [
    ...periods.map((of) => ({ of, plan: { ...plan, scope: asking.scope(of.from, of.to) } })),
    ...(await Promise.all(segments.map((id, i) => ofSegment(id, plan, asking, `${COMPARE}/segments/${i}`)))),
  ]
}

const ofSegment = async (segment_id: string, plan: Plan, asking: Asking, pointer: string): Promise<Compared> => {
  if (!(await asking.segment(segment_id))) throw unknown(segment_id, pointer)
  const inside = await asking.audience({ segments: [{ name: 'segment', segment_id }] }, pointer)
  const own = plan.audience
  return {
    of: { segment_id },
    plan: { ...plan, audience: (fields) => and([...(own ? [own(fields)] : []), inside(fields)]) },
  }
}

const nothing = () =>
  new WaywornError(
    'invalid_field',
    { field: 'compare', reason: 'it names nothing to compare with; give "to" or "segments", or leave it out' },
    { pointer: COMPARE },
  )

const unknown = (id: string, pointer: string) => {
  const reason = `there is no segment "${id}"; take an id from GET /api/v2/product-analytics/segments`
  return new WaywornError('invalid_field', { field: 'compare.segments', reason }, { pointer })
}
