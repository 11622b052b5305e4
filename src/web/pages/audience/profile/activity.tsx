import { useMemo } from 'react'
import type { TimeseriesAnswer } from '../../../../analyses/analytics/result.ts'
import type { Audience } from '../../../../ui/ask/profile-facets.ts'
import type { TimeData } from '../../../../ui/chart/series.ts'
import { TimeChart } from '../../../../ui/chart/time-chart.tsx'
import { Failure } from '../../../../ui/feedback/failure.tsx'
import { Waiting } from '../../../../ui/feedback/loading.tsx'
import { PlaceLink, usePlaces } from '../../../../ui/link.tsx'
import { useFrame } from '../../../../ui/scope/frame.ts'
import { colourMap } from '../../../../ui/theme/palette.ts'
import { useScheme } from '../../../../ui/theme/theme-provider.tsx'
import type { Span } from '../../../../ui/time/range.ts'
import { eventsPath } from './events-path.ts'
import style from './profile.module.css'
import { activityRequest, searchOfOne, type Whose } from './requests.ts'
import { useAnswered } from './use-one.ts'

interface Props {
  audience: Audience
  one: Whose
  span: Span
}

const LABELS: Record<string, string> = { view: 'Views', action: 'Actions' }

/** Views and actions over all the time that one was seen in. */
export const Activity = ({ audience, one, span }: Props) => {
  const { scope, now } = useFrame()
  const { scheme } = useScheme()
  const { go } = usePlaces()
  const { path, body, rollup } = useMemo(
    () => activityRequest(one, audience, span, scope.zone),
    [one, audience, span, scope.zone],
  )
  const { data, error, refetch } = useAnswered<TimeseriesAnswer>({ path, body })
  const search = typeof one === 'object' && 'id' in one ? searchOfOne(audience, one.id) : ''
  const shown: TimeData | null = useMemo(() => {
    if (!data) return null
    const { times, series, values } = data.data.attributes
    const kinds = series.map((one) => one.group_tags?.[0] ?? '')
    const colours = colourMap(scheme, ['view', 'action'], () => false)
    return {
      times,
      series: kinds.map((kind, i) => ({
        key: kind,
        label: LABELS[kind] ?? kind,
        colour: colours.get(kind) ?? 'var(--ww-muted)',
        values: values[i] ?? [],
      })),
      drawing: 'bars',
      rollup,
      zone: scope.zone,
      span,
      now,
      additive: true,
    }
  }, [data, scheme, rollup, scope.zone, span, now])
  return (
    <section aria-label="Activity over time">
      <h2>Activity over time</h2>
      {error && <Failure error={error} again={() => void refetch()} />}
      {!shown && !error && <Waiting rows={4} />}
      {shown && (
        <div className={style.chart}>
          <TimeChart
            data={shown}
            summary="Views and actions over time"
            onZoom={(from, to) => go(eventsPath({ search, span: { from, to }, zone: scope.zone }))}
            actions={({ from, to }) => (
              <PlaceLink to={eventsPath({ search, span: { from, to }, zone: scope.zone })}>See these events</PlaceLink>
            )}
          />
        </div>
      )}
    </section>
  )
}
