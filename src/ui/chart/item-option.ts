import type { EChartsOption } from 'echarts'
import { inUnit, percent } from '../number/format.ts'
import { niceTicks } from '../number/ticks.ts'
import type { Palette } from '../theme/palette.ts'
import { type Item, type ItemTree, shareOf, shortLabel } from './items.ts'

/** What all of these drawings are made with. */
export interface Look {
  width: number
  height: number
  palette: Palette
  unit: string | undefined
  locale?: string
}

const still = { animation: false } as const

/** Vertical columns in the order given, with the other period's beside them; ranges touch. */
export const barOption = (items: readonly Item[], look: Look, ranges = false): EChartsOption => {
  const { palette, unit, locale, width, height } = look
  const compared = items.some((item) => item.before !== undefined)
  const all = items.flatMap((item) => [item.value ?? 0, item.before ?? 0])
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)]
  const ticks = niceTicks(low, high === low ? low + 1 : high, Math.max(2, Math.floor(height / 84)))
  const room = Math.max(1, (width - 64) / Math.max(1, items.length))
  const letters = Math.max(3, Math.floor(room / 6.5))
  const shared = { type: 'bar' as const, barMaxWidth: ranges ? 400 : 64, emphasis: { itemStyle: { opacity: 0.8 } } }
  const own = {
    ...shared,
    barCategoryGap: ranges ? '2%' : '24%',
    data: items.map(({ key, value, colour }) => ({ name: key, value, itemStyle: { color: colour } })),
  }
  const before = {
    ...shared,
    barCategoryGap: '24%',
    data: items.map(({ key, before: value, colour }) => ({
      name: key,
      value: value ?? null,
      itemStyle: { color: colour, opacity: 0.35 },
    })),
  }
  return {
    ...still,
    grid: { left: 56, right: 8, top: 10, bottom: 28 },
    xAxis: {
      type: 'category',
      data: items.map((item) => item.key),
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: {
        color: palette.muted,
        fontSize: 11,
        hideOverlap: true,
        ...(ranges || room < 24 ? {} : { interval: 0 }),
        formatter: (_: string, index: number) => shortLabel(items[index]?.label ?? '', ranges ? 14 : letters),
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
    series: compared ? [before, own] : [own],
  }
}

/** Shares of a whole, named beside their slices. */
export const pieOption = (items: readonly Item[], { palette, width, height, locale }: Look): EChartsOption => {
  const narrow = width < 480
  return {
    ...still,
    series: [
      {
        type: 'pie',
        radius: Math.max(40, Math.min(height / 2 - 28, width / 4)),
        startAngle: 90,
        data: items.map((item) => ({
          name: item.key,
          value: Math.max(0, item.value ?? 0),
          itemStyle: { color: item.colour, borderColor: palette.surface, borderWidth: 1 },
          label: {
            color: palette.text,
            fontSize: 12,
            formatter: () =>
              `${shortLabel(item.label, narrow ? 12 : 28)} ${percent(shareOf(items, item.value), locale)}`,
          },
          // Slivers are named in the tooltip and in the table.
          ...((shareOf(items, item.value) ?? 0) < 0.01 && { label: { show: false }, labelLine: { show: false } }),
        })),
        emphasis: { scaleSize: 4 },
      },
    ],
  }
}

/** A colour laid over a ground, so thinly that text on it stays readable. Both as `#rrggbb`. */
export const mixed = (colour: string, ground: string, share: number): string => {
  const part = (of: string, at: number) => Number.parseInt(of.slice(1 + 2 * at, 3 + 2 * at), 16)
  const mix = [0, 1, 2].map((at) => Math.round(part(colour, at) * share + part(ground, at) * (1 - share)))
  return `#${mix.map((one) => one.toString(16).padStart(2, '0')).join('')}`
}

interface Node {
  name: string
  value: number
  itemStyle: object
  label: object
  upperLabel?: object
  children?: Node[]
}

/** Nested rectangles; those of one first value have its colour. */
export const treemapOption = (tree: readonly ItemTree[], { palette, unit, locale }: Look): EChartsOption => {
  const node = (item: ItemTree): Node => ({
    name: item.key,
    value: item.value ?? 0,
    itemStyle: {
      color: mixed(item.colour, palette.surface, 0.3),
      borderColor: item.inside.length ? mixed(item.colour, palette.surface, 0.45) : palette.surface,
    },
    label: { formatter: () => `${shortLabel(item.label, 40)}\n${inUnit(item.value, unit, locale)}` },
    ...(item.inside.length && {
      upperLabel: { formatter: () => `${shortLabel(item.label, 60)}  ${inUnit(item.value, unit, locale)}` },
      children: item.inside.map(node),
    }),
  })
  const deep = tree.some((item) => item.inside.length > 0)
  const label = { color: palette.text, fontSize: 12, lineHeight: 16, position: 'insideTopLeft', overflow: 'truncate' }
  const upper = { show: true, height: 22, color: palette.text, fontSize: 12, fontWeight: 600 as const }
  return {
    ...still,
    series: [
      {
        type: 'treemap',
        animation: false,
        data: tree.map(node),
        left: 0,
        right: 0,
        top: 0,
        bottom: 0,
        roam: false,
        nodeClick: false,
        breadcrumb: { show: false },
        label: label as object,
        upperLabel: { ...upper, show: deep },
        levels: [
          { itemStyle: { gapWidth: 3, borderWidth: 0 }, upperLabel: { show: false } },
          { itemStyle: { gapWidth: 2, borderWidth: 1 } },
          { itemStyle: { gapWidth: 1, borderWidth: 1 } },
          { itemStyle: { gapWidth: 1, borderWidth: 1 } },
        ],
      },
    ],
  }
}

/** Countries by their code, shaded as their items say; the shapes must have been registered as `world`. */
export const mapOption = (items: readonly Item[], { palette }: Look): EChartsOption => ({
  ...still,
  series: [
    {
      type: 'map',
      map: 'world',
      roam: false,
      selectedMode: false,
      left: 0,
      right: 0,
      top: 8,
      bottom: 8,
      itemStyle: { areaColor: palette.grid, borderColor: palette.surface, borderWidth: 0.5 },
      label: { show: false },
      emphasis: { label: { show: false }, itemStyle: { areaColor: palette.warn } },
      data: items.map((item) => ({ name: item.key, value: item.value ?? 0, itemStyle: { areaColor: item.colour } })),
    },
  ],
})
