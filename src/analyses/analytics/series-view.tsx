import { useMemo } from 'react'
import { ownSeries, type Series, type TimeData } from '../../ui/chart/series.ts'
import { TimeChart } from '../../ui/chart/time-chart.tsx'
import { exact } from '../../ui/number/format.ts'
import { colourMap, type Scheme } from '../../ui/theme/palette.ts'
import { useScheme } from '../../ui/theme/theme-provider.tsx'
import type { Question } from './address.ts'
import type { Asked } from './asked.ts'
import { PointActions } from './point-actions.tsx'
import { formulasOf, measureOf, queriesOf, rollupOf } from './request.ts'
import { OTHER_TAG, type SeriesResult } from './result.ts'
import { SeriesTable } from './series-table.tsx'
import type { ChangeQuestion } from './use-question.ts'
import style from './view.module.css'
import { attributeWord, queryWords } from './words.ts'

interface Props {
  result: SeriesResult
  asked: Asked
  /** Whether the series add up to a whole. */
  additive: boolean
  change: ChangeQuestion
}

/** What each output is called: its formula, or its query in words. */
export const outputWords = (question: Question): string[] =>
  formulasOf(question).length
    ? [...formulasOf(question)]
    : queriesOf(question).map((part) => queryWords({ ...part, measure: measureOf(question, part) }))

const labelOf = (tags: readonly string[], output: number, outputs: readonly string[]): string => {
  const group = tags.join(' · ')
  if (outputs.length < 2) return group || (outputs[0] ?? '')
  return group ? `${group}: ${outputs[output] ?? output}` : (outputs[output] ?? String(output))
}

/** The answer as series, with names and colours. "Other" comes last and is grey. */
export const seriesOf = (
  result: SeriesResult,
  question: Question,
  scheme: Scheme,
): (Series & { tags: readonly string[] })[] => {
  const outputs = outputWords(question)
  const named = result.series.map((s) => ({
    ...s,
    label: labelOf(s.tags, s.output, outputs),
    rest: s.tags.includes(OTHER_TAG),
  }))
  const own = named.filter((s) => !s.before)
  const ordered = [...own.filter((s) => !s.rest), ...own.filter((s) => s.rest), ...named.filter((s) => s.before)]
  const rest = new Set(ordered.filter((s) => s.rest).map((s) => s.label))
  const colours = colourMap(
    scheme,
    ordered.map((s) => s.label),
    (label) => rest.has(label),
  )
  const keyOf = (s: (typeof ordered)[number]) => JSON.stringify([s.output, ...s.tags])
  return ordered.map((s) => ({
    key: s.before ? `before ${keyOf(s)}` : keyOf(s),
    label: s.before ? `${s.label}, before` : s.label,
    tags: s.tags,
    unit: s.unit,
    values: s.values,
    colour: colours.get(s.label)!,
    ...(s.before && { before: keyOf(s) }),
  }))
}

export const SeriesView = ({ result, asked, additive, change }: Props) => {
  const { question, span, zone, now } = asked
  const asTable = question.numbers
  const { scheme } = useScheme()
  const all = useMemo(() => seriesOf(result, question, scheme), [result, question, scheme])
  const most = asTable ? MOST_COLUMNS : MOST_DRAWN
  const own = ownSeries(all).length
  const isCut = own > most
  const series = useMemo(() => {
    const kept = new Set(all.slice(0, Math.min(own, most)).map((s) => s.key))
    return all.filter((s) => kept.has(s.before ?? s.key))
  }, [all, own, most])
  const data: TimeData = useMemo(
    () => ({
      times: result.times,
      series,
      drawing: question.draw ?? 'bars',
      rollup: rollupOf(question, span),
      zone,
      span,
      now,
      additive: additive && !isCut,
    }),
    [result, series, question, span, zone, now, additive, isCut],
  )
  const tagsOf = (key: string | undefined) => series.find((s) => s.key === key)?.tags ?? null
  const note = isCut && (
    <p className={style.note}>
      {`The first ${most} of ${exact(own)} series are shown. Lower the limits of the breakdowns, or show the answer as a table of groups.`}
    </p>
  )
  if (asTable) {
    return (
      <>
        {note}
        <SeriesTable data={data} />
      </>
    )
  }
  return (
    <>
      {note}
      <TimeChart
        data={data}
        summary={summaryOf(data, question)}
        onZoom={(from, to) => change({}, { time: { from, to } })}
        actions={(point) => (
          <PointActions
            question={question}
            change={change}
            by={question.by}
            tags={tagsOf(point.series?.key)}
            all={all.map((s) => s.tags)}
            period={{ from: point.from, to: point.to }}
          />
        )}
      />
    </>
  )
}

/** More lines than this tell nobody anything, and more columns than this are no table. */
const MOST_DRAWN = 40
const MOST_COLUMNS = 200

const summaryOf = (data: TimeData, question: Question): string => {
  const by = question.by.length ? ` by ${question.by.map((b) => attributeWord(b.path)).join(', ')}` : ''
  return `${outputWords(question).join(', ')}${by} over time, ${data.series.length} series of ${data.times.length} periods. Arrow keys walk the periods, Enter opens one. The numbers are also there as a table.`
}
