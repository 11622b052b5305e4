import { useMemo } from 'react'
import type { Series, TimeData } from '../../../ui/chart/series.ts'
import { TimeChart } from '../../../ui/chart/time-chart.tsx'
import { useFrame } from '../../../ui/scope/frame.ts'
import type { Surroundings } from '../../../ui/scope/surroundings.ts'
import { colourMap } from '../../../ui/theme/palette.ts'
import { useScheme } from '../../../ui/theme/theme-provider.tsx'
import type { Span } from '../../../ui/time/range.ts'
import { PointAction } from '../../analytics/point-action.tsx'
import { OTHER_TAG, seriesResult, type TimeseriesAnswer } from '../../analytics/result.ts'
import { besideSeries } from '../../journey/page/beside-series.ts'
import { oneOf } from '../../journey/page/step-address.ts'
import type { Beside } from '../../journey/page/use-others.ts'
import { ENTITY_WORDS } from '../../journey/page/words.ts'
import { STATES } from '../states.ts'
import { type Question, rollupOf } from './question.ts'
import type { Choose } from './use-question.ts'
import { STATE_WORDS, titleOf } from './words.ts'

/** What an answer answers. */
export interface Asked {
  question: Question
  span: Span
  zone: string
  now: number
  around: Surroundings
}

interface Props {
  answer: TimeseriesAnswer
  asked: Asked
  /** What it is compared with. */
  others: readonly Beside<TimeseriesAnswer>[]
  choose: Choose
}

/** A return period's retention over the cohorts, or what became of everybody from period to period. */
export const OverTime = ({ answer, asked, others, choose }: Props) => {
  const { question, span, zone, now } = asked
  const { scheme } = useScheme()
  const { setScope } = useFrame()
  const isLife = question.show === 'lifecycle'
  const data: TimeData = useMemo(() => {
    const result = seriesResult(answer)
    const names = result.series.map(({ tags }) =>
      isLife ? STATE_WORDS[oneOf(STATES, tags[0]) ?? 'new'] : tags.join(' · ') || `Period ${question.k}`,
    )
    const colours = colourMap(scheme, names, (name) => name === OTHER_TAG || name === STATE_WORDS.dormant)
    const own: Series[] = result.series.map(({ tags, values }, i) => ({
      key: String(i),
      label: names[i]!,
      colour: colours.get(names[i]!)!,
      unit: !isLife && question.measure === 'rate' ? 'share' : undefined,
      // Those who are gone hang below the line.
      values: tags[0] === 'dormant' && isLife ? values.map((v) => (v === null ? null : -v)) : values,
    }))
    return {
      times: result.times,
      series: [...own, ...besideSeries(own, others, question.versus, scheme)],
      drawing: isLife ? 'bars' : 'lines',
      rollup: rollupOf(question, span),
      zone,
      span,
      now,
      additive: false,
    }
  }, [answer, others, question, span, zone, now, scheme, isLife])
  return (
    <TimeChart
      data={data}
      summary={`${titleOf(question)}, ${data.times.length} periods. Arrow keys walk the periods.`}
      onZoom={(from, to) => setScope({ time: { from, to } })}
      actions={({ from, to, series }) => (
        <>
          {isLife && series && (
            <PointAction
              icon="people"
              label="List them"
              onClick={() => choose({ state: STATES[Number(series.key)]!, period: data.times.indexOf(from) })}
            />
          )}
          {!isLife && series && series.label !== OTHER_TAG && (
            <PointAction
              icon="people"
              label={`The ${ENTITY_WORDS[question.per].many} that came back`}
              onClick={() =>
                choose({
                  cohort: data.times.indexOf(from),
                  k: question.k,
                  group: question.by ? series.label : undefined,
                })
              }
            />
          )}
          <PointAction icon="search" label="Zoom to this period" onClick={() => setScope({ time: { from, to } })} />
        </>
      )}
    />
  )
}
