import { useMemo } from 'react'
import type { Series, TimeData } from '../../../ui/chart/series.ts'
import { TimeChart } from '../../../ui/chart/time-chart.tsx'
import { Failure } from '../../../ui/feedback/failure.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import { colourMap } from '../../../ui/theme/palette.ts'
import { useScheme } from '../../../ui/theme/theme-provider.tsx'
import { zoneLabel } from '../../../ui/time/zone.ts'
import { PointAction } from '../../analytics/point-action.tsx'
import { OTHER_TAG, type SeriesResult, type TimeseriesAnswer } from '../../analytics/result.ts'
import { SeriesTable } from '../../analytics/series-table.tsx'
import { besideSeries } from '../../journey/page/beside-series.ts'
import { useOthers } from '../../journey/page/use-others.ts'
import { ENTITY_WORDS } from '../../journey/page/words.ts'
import type { Asked } from './asked.ts'
import { printChosen } from './people-address.ts'
import type { Measure } from './question.ts'
import { rollupOf, timeRequest } from './request.ts'
import style from './result.module.css'
import { titleOf } from './words.ts'

const UNITS: Record<Measure, string | undefined> = { rate: 'share', count: undefined, duration: 'ms' }
const MEASURE_WORDS: Record<Measure, string> = {
  rate: 'Conversion rate',
  count: 'Conversions',
  duration: 'Median time to convert',
}

/** Conversion by the period in which the first step was taken. */
export const TimeView = ({ result, asked, asTable }: { result: SeriesResult; asked: Asked; asTable: boolean }) => {
  const { question, span, zone, now, around } = asked
  // Periods as long as the question's own stand opposite to them.
  const roll = rollupOf(question, span)
  const { others, error, again } = useOthers<TimeseriesAnswer>(question.by ? null : question.versus, around, (of) =>
    timeRequest({ ...question, by: null, roll }, of),
  )
  const { scheme } = useScheme()
  const { setScope, setParams } = useFrame()
  const data: TimeData = useMemo(() => {
    const names = result.series.map((s) => s.tags.join(' · ') || MEASURE_WORDS[question.measure])
    const colours = colourMap(scheme, names, (name) => name === OTHER_TAG)
    const unit = UNITS[question.measure]
    const own: Series[] = result.series.map((s, i) => ({
      key: String(i),
      label: names[i]!,
      colour: colours.get(names[i]!)!,
      unit,
      values: s.values,
    }))
    return {
      times: result.times,
      series: [...own, ...besideSeries(own, others, question.versus, scheme)],
      drawing: question.measure === 'count' ? 'bars' : 'lines',
      rollup: rollupOf(question, span),
      zone,
      span,
      now,
      additive: question.measure === 'count',
    }
  }, [result, others, question, span, zone, now, scheme])
  if (error !== null) return <Failure error={error} again={again} />
  if (asTable) return <SeriesTable data={data} />
  const summary = `${MEASURE_WORDS[question.measure]} of ${titleOf(question)} over time, ${data.times.length} periods. Arrow keys walk the periods. The numbers are also there as a table.`
  return (
    <>
      <p className={style.timeHead}>
        <bdi>{`${MEASURE_WORDS[question.measure]}, ${titleOf(question)}`}</bdi>
        <span className="ww-muted">
          {`by when the first step was taken · ${zoneLabel(zone, now)}${question.by ? ` · the first ${question.by.limit} values` : ''}${others.length && question.versus?.kind === 'period' ? ` · dotted: ${others[0]!.name}` : ''}`}
        </span>
      </p>
      <TimeChart
        data={data}
        summary={summary}
        onZoom={(from, to) => setScope({ time: { from, to } })}
        actions={({ from, to, series }) => {
          const group = question.by && series ? result.series[Number(series.key)]?.tags.join(' · ') : undefined
          const { many } = ENTITY_WORDS[question.per]
          const list = (step: number) =>
            setParams({ people: printChosen({ step, side: 'reached', group, begun: { from, to } }), trait: undefined })
          return (
            <>
              {(!question.by || (series && group !== OTHER_TAG)) && (
                <>
                  <PointAction icon="people" label={`The ${many} that began`} onClick={() => list(1)} />
                  <PointAction
                    icon="check"
                    label={`The ${many} that converted`}
                    onClick={() => list(question.steps.length)}
                  />
                </>
              )}
              <PointAction icon="search" label="Zoom to this period" onClick={() => setScope({ time: { from, to } })} />
            </>
          )
        }}
      />
    </>
  )
}
