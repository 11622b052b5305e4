import { type Item, type ItemTree, treeOf } from '../../ui/chart/items.ts'
import { inUnit } from '../../ui/number/format.ts'
import { colourMap, PALETTES, type Scheme, shadeOf } from '../../ui/theme/palette.ts'
import { MISSING_TAG, OTHER_TAG, type ScalarResult, type ScalarRow } from './result.ts'

/** A group of the answer as a value of a drawing. */
export type GroupItem = Item & { tags: readonly string[] }

const isOther = (tag: string) => tag === OTHER_TAG
const keyOf = (tags: readonly string[]) => JSON.stringify(tags)

/** "Other" comes last, whatever it holds. */
const otherLast = (rows: readonly ScalarRow[]): ScalarRow[] => [
  ...rows.filter((row) => !row.tags.some(isOther)),
  ...rows.filter((row) => row.tags.some(isOther)),
]

const itemOf = ({ tags, values, before }: ScalarRow, colour: string): GroupItem => ({
  key: keyOf(tags),
  label: tags.join(' · '),
  tags,
  value: values[0] ?? null,
  ...(before.length > 0 && { before: before[0] ?? null }),
  colour,
})

/** Columns of one colour, so that their heights speak. */
export const barItems = ({ rows }: ScalarResult, scheme: Scheme): GroupItem[] => {
  const { accent, other } = PALETTES[scheme]
  return otherLast(rows).map((row) => itemOf(row, row.tags.some(isOther) ? other : accent))
}

/** Slices, each of a colour of its own. */
export const pieItems = ({ rows }: ScalarResult, scheme: Scheme): GroupItem[] => {
  const ordered = otherLast(rows)
  const colours = colourMap(
    scheme,
    ordered.map((row) => row.tags[0] ?? ''),
    isOther,
  )
  return ordered.map((row) => itemOf(row, colours.get(row.tags[0] ?? '')!))
}

/** Rectangles inside rectangles: the first breakdown outside. */
export const treeItems = ({ rows }: ScalarResult, scheme: Scheme): ItemTree[] => {
  const ordered = otherLast(rows)
  const colours = colourMap(
    scheme,
    ordered.map((row) => row.tags[0] ?? ''),
    isOther,
  )
  return treeOf(
    ordered.map(({ tags, values }) => ({ tags, value: values[0] ?? null })),
    (first) => colours.get(first)!,
  )
}

/** Countries, shaded by the root of their number, so that small ones differ too; and how many have no place on it. */
export const mapItems = (
  { rows }: ScalarResult,
  scheme: Scheme,
  nameOf: (code: string) => string,
): { items: GroupItem[]; elsewhere: number } => {
  const isPlace = ({ tags: [code = ''] }: ScalarRow) => code !== MISSING_TAG && code !== OTHER_TAG
  const most = Math.max(1e-12, ...rows.filter(isPlace).map((row) => row.values[0] ?? 0))
  const items = rows.filter(isPlace).map((row) => {
    const code = row.tags[0]!
    const shade = shadeOf(scheme, Math.sqrt(Math.max(0, row.values[0] ?? 0) / most))
    return { ...itemOf(row, shade), key: code, label: nameOf(code) }
  })
  const elsewhere = rows.filter((row) => !isPlace(row)).reduce((sum, row) => sum + (row.values[0] ?? 0), 0)
  return { items, elsewhere }
}

/** Ranges of a number, in order, called by both of their ends. */
export const rangeItems = (
  { rows, interval }: ScalarResult,
  unit: string | undefined,
  scheme: Scheme,
): (GroupItem & { range: readonly [number, number] })[] =>
  rows
    .filter(({ tags: [low = ''] }) => low !== '' && Number.isFinite(Number(low)))
    .map((row) => ({ row, low: Number(row.tags[0]) }))
    .sort((a, b) => a.low - b.low)
    .map(({ row, low }) => {
      const high = Number((low + (interval ?? 0)).toPrecision(12))
      const label = `${inUnit(low, unit)} – ${inUnit(high, unit)}`
      return { ...itemOf(row, PALETTES[scheme].accent), label, range: [low, high] as const }
    })

/** Ranges in which there is nothing are there all the same, so that the axis keeps its measure. */
export const withEmptyRanges = <R extends GroupItem & { range: readonly [number, number] }>(
  items: readonly R[],
  interval: number | null,
  unit: string | undefined,
): (GroupItem & { range: readonly [number, number] })[] => {
  const [first, last] = [items[0], items.at(-1)]
  if (!first || !last || !interval) return [...items]
  const count = Math.round((last.range[0] - first.range[0]) / interval) + 1
  if (count > 200) return [...items]
  const byPlace = new Map(items.map((item) => [Math.round((item.range[0] - first.range[0]) / interval), item]))
  return Array.from({ length: count }, (_, place) => {
    const there = byPlace.get(place)
    if (there) return there
    const [low, high] = [place, place + 1].map((n) => Number((first.range[0] + n * interval).toPrecision(12)))
    const label = `${inUnit(low, unit)} – ${inUnit(high, unit)}`
    return { key: `empty ${place}`, label, tags: [String(low)], value: 0, colour: first.colour, range: [low!, high!] }
  })
}
