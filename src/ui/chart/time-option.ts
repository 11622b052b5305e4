import type { EChartsOption, SeriesOption } from 'echarts'
import { inUnit } from '../number/format.ts'
import { niceTicks } from '../number/ticks.ts'
import type { Palette } from '../theme/palette.ts'
import { bucketEnd, partOf } from '../time/bucket.ts'
import { tickLabel, timeTicks } from '../time/ticks.ts'
import { extent, isStacked, ownSeries, type Series, type TimeData } from './series.ts'

/** Where the drawing lies in its box, px. */
export interface Room {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
}

export const roomFor = (width: number, height: number): Room => ({
  width,
  height,
  left: 52,
  right: 8,
  top: 10,
  bottom: 24,
})

/** The marks of the value axis; the first and the last are its ends. */
export const valueTicks = (data: TimeData, room: Room): number[] => {
  const [low, high] = extent(data.series, data.drawing)
  const wanted = Math.max(2, Math.floor((room.height - room.top - room.bottom) / 84))
  return niceTicks(low, high === low ? low + 1 : high, wanted)
}

/** Middle of a bucket, px from the left of the box. */
export const xOf = (index: number, count: number, room: Room): number =>
  room.left + ((index + 0.5) * (room.width - room.left - room.right)) / Math.max(1, count)

/** The bucket under a place, px from the left of the box. */
export const indexAt = (x: number, count: number, room: Room): number => {
  const share = (x - room.left) / Math.max(1, room.width - room.left - room.right)
  return Math.min(count - 1, Math.max(0, Math.floor(share * count)))
}

/** A value's place, px from the top of the box. */
export const yOf = (value: number, ticks: readonly number[], room: Room): number => {
  const [low, high] = [ticks[0]!, ticks.at(-1)!]
  return room.top + (1 - (value - low) / (high - low)) * (room.height - room.top - room.bottom)
}

/** The drawing of a time chart. Names, tooltip and legend are not in it: they are HTML around it. */
export const timeOption = (data: TimeData, room: Room, palette: Palette, locale?: string): EChartsOption => {
  const { times, zone, rollup } = data
  const ticks = valueTicks(data, room)
  const marks = new Set(timeTicks(times, zone, Math.max(2, Math.floor((room.width - room.left - room.right) / 84))))
  const length = times.length ? bucketEnd(times[0]!, rollup, zone) - times[0]! : 0
  const unit = data.series[0]?.unit
  return {
    animation: false,
    grid: { left: room.left, right: room.right, top: room.top, bottom: room.bottom },
    xAxis: {
      type: 'category',
      data: times.map(String),
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: {
        color: palette.muted,
        fontSize: 11,
        hideOverlap: true,
        interval: (index: number) => marks.has(index),
        formatter: (time: string) => tickLabel(Number(time), length, zone, locale),
      },
    },
    yAxis: {
      type: 'value',
      min: ticks[0]!,
      max: ticks.at(-1)!,
      interval: ticks[1]! - ticks[0]!,
      splitLine: { lineStyle: { color: palette.grid } },
      axisLabel: { color: palette.muted, fontSize: 11, formatter: (value: number) => inUnit(value, unit, locale) },
    },
    series: data.series.flatMap((series) => seriesOption(series, data, palette)),
  }
}

/** Buckets that do not hold all of their time yet are drawn lighter and hatched, or dashed. */
const seriesOption = (series: Series, data: TimeData, palette: Palette): SeriesOption[] => {
  const partial = data.times.map((t) => partOf(t, data.rollup, data.zone, data.span, data.now) !== null)
  const shared = { name: series.key, silent: true, emphasis: { disabled: true }, color: series.colour }
  if (series.before !== undefined) return [beforeOption(series, data, palette)]
  if (data.drawing === 'bars')
    return [
      { ...shared, type: 'bar', stack: 'all', barCategoryGap: '18%', barMaxWidth: 64, data: bars(series, partial) },
    ]
  const stack = isStacked(data.drawing) ? { stack: 'all', areaStyle: { opacity: 0.5 } } : {}
  const line = { ...shared, type: 'line' as const, ...stack, symbolSize: 4, lineStyle: { width: 2 } }
  const lonely = series.values.filter((v) => v !== null).length < 2
  const running = partial.at(-1) && !isStacked(data.drawing) && data.times.length > 1
  if (!running) return [{ ...line, showSymbol: lonely, data: [...series.values] }]
  const last = data.times.length - 1
  return [
    { ...line, showSymbol: lonely, data: series.values.map((v, i) => (i === last ? null : v)) },
    {
      ...line,
      showSymbol: false,
      lineStyle: { width: 2, type: 'dashed' },
      data: series.values.map((v, i) => (i < last - 1 ? null : v)),
    },
  ]
}

/** The other period is a thin dotted line over what it is compared with; a single one in the colour of text. */
const beforeOption = (series: Series, { series: all, times }: TimeData, palette: Palette): SeriesOption => ({
  name: series.key,
  type: 'line',
  silent: true,
  z: 3,
  symbolSize: 4,
  showSymbol: times.length < 2,
  color: ownSeries(all).length === 1 ? palette.text : series.colour,
  lineStyle: { width: 1.5, type: [2, 3] },
  data: [...series.values],
})

const HATCH = {
  symbol: 'rect',
  dashArrayX: [1, 0],
  dashArrayY: [2, 4],
  rotation: -Math.PI / 4,
  color: 'rgba(255,255,255,0.55)',
}

const bars = ({ values, colour }: Series, partial: readonly boolean[]) =>
  values.map((value, i) =>
    partial[i] && value !== null ? { value, itemStyle: { color: colour, opacity: 0.6, decal: HATCH } } : value,
  )
