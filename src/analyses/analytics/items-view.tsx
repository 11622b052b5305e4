import { lazy, Suspense, useCallback, useMemo } from 'react'
import { attributeOf } from '../../model/attribute.ts'
import { countryName } from '../../ui/chart/countries.ts'
import { ItemChart } from '../../ui/chart/item-chart.tsx'
import { barOption, type Look, pieOption, treemapOption } from '../../ui/chart/item-option.ts'
import { flatTree, type Item } from '../../ui/chart/items.ts'
import { Waiting } from '../../ui/feedback/loading.tsx'
import { exact } from '../../ui/number/format.ts'
import { useScheme } from '../../ui/theme/theme-provider.tsx'
import type { Asked } from './asked.ts'
import { barItems, type GroupItem, mapItems, pieItems, rangeItems, treeItems, withEmptyRanges } from './items.ts'
import { PointActions } from './point-actions.tsx'
import { numberOf, shownBy } from './request.ts'
import type { ScalarResult } from './result.ts'
import { outputWords } from './series-view.tsx'
import type { ChangeQuestion } from './use-question.ts'
import style from './view.module.css'
import { attributeWord, isAdditive } from './words.ts'

interface Props {
  result: ScalarResult
  asked: Asked
  change: ChangeQuestion
}

/** The shapes of the world come with the first map. */
const WorldMap = lazy(async () => ({ default: (await import('../../ui/chart/world-map.tsx')).WorldMap }))

/** Bars, a pie, a treemap, a map or a distribution: one number for each value of an attribute. */
export const ItemsView = (props: Props) => {
  switch (props.asked.question.show) {
    case 'pie':
      return <Pie {...props} />
    case 'treemap':
      return <Treemap {...props} />
    case 'map':
      return <Countries {...props} />
    case 'distribution':
      return <Distribution {...props} />
    default:
      return <Bars {...props} />
  }
}

const useActions = ({ result, asked, change }: Props) => {
  const by = shownBy(asked.question)
  const all = useMemo(() => result.rows.map((row) => row.tags), [result])
  return (item: Item) => {
    const { tags = JSON.parse(item.key) as string[], range } = item as Partial<GroupItem> & {
      range?: readonly [number, number]
    }
    return <PointActions question={asked.question} change={change} by={by} tags={tags} all={all} range={range} />
  }
}

/** What the shown add up to, where counts do. */
const wholeOf = ({ result, asked }: Props): number | null =>
  isAdditive(asked.question.queries[0]!.measure) || asked.question.show === 'distribution'
    ? result.rows.reduce((sum, row) => sum + Math.max(0, row.values[0] ?? 0), 0)
    : null

const summaryOf = ({ asked: { question } }: Props, count: number): string => {
  const by = shownBy(question).map((b) => attributeWord(b.path))
  return `${outputWords(question)[0]} by ${by.join(', ')}, ${count} values. Arrow keys walk the values, Enter opens one. The numbers are also there as a table.`
}

const MOST_BARS = 60

const Bars = (props: Props) => {
  const { scheme } = useScheme()
  const all = useMemo(() => barItems(props.result, scheme), [props.result, scheme])
  const items = useMemo(() => all.slice(0, MOST_BARS), [all])
  const draw = useCallback((look: Look) => barOption(items, look), [items])
  return (
    <>
      <CutNote shown={items.length} all={all.length} />
      <Chart {...props} items={items} draw={draw} />
    </>
  )
}

const MOST_SLICES = 30

const Pie = (props: Props) => {
  const { scheme } = useScheme()
  const all = useMemo(() => pieItems(props.result, scheme), [props.result, scheme])
  const items = useMemo(() => all.slice(0, MOST_SLICES), [all])
  const draw = useCallback((look: Look) => pieOption(items, look), [items])
  return (
    <>
      <CutNote shown={items.length} all={all.length} />
      <NoWholeNote {...props} />
      <Chart {...props} items={items} draw={draw} />
    </>
  )
}

const Treemap = (props: Props) => {
  const { scheme } = useScheme()
  const tree = useMemo(() => treeItems(props.result, scheme), [props.result, scheme])
  const items = useMemo(() => flatTree(tree), [tree])
  const draw = useCallback((look: Look) => treemapOption(tree, look), [tree])
  return (
    <>
      <NoWholeNote {...props} />
      <Chart {...props} items={items} draw={draw} />
    </>
  )
}

const Countries = (props: Props) => {
  const { scheme } = useScheme()
  const { items, elsewhere } = useMemo(() => mapItems(props.result, scheme, countryName), [props.result, scheme])
  const actions = useActions(props)
  return (
    <Suspense fallback={<Waiting rows={8} />}>
      <WorldMap
        items={items}
        unit={props.result.outputs[0]?.unit}
        summary={summaryOf(props, items.length)}
        whole={wholeOf(props)}
        actions={actions}
      />
      {elsewhere > 0 && (
        <p className={style.aside}>
          {wholeOf(props) === null
            ? 'Some of them have no known country and are not on the map.'
            : `${exact(elsewhere)} have no known country and are not on the map.`}
        </p>
      )}
    </Suspense>
  )
}

const Distribution = (props: Props) => {
  const { scheme } = useScheme()
  const { result, asked } = props
  const unit = attributeOf(numberOf(asked.question))?.unit
  const items = useMemo(
    () => withEmptyRanges(rangeItems(result, unit, scheme), result.interval, unit),
    [result, unit, scheme],
  )
  const draw = useCallback((look: Look) => barOption(items, look, true), [items])
  return <Chart {...props} items={items} draw={draw} />
}

interface ChartProps extends Props {
  items: readonly Item[]
  draw: Parameters<typeof ItemChart>[0]['draw']
}

const Chart = (props: ChartProps) => (
  <ItemChart
    items={props.items}
    unit={props.result.outputs[0]?.unit}
    draw={props.draw}
    summary={summaryOf(props, props.items.length)}
    whole={wholeOf(props)}
    actions={useActions(props)}
  />
)

const CutNote = ({ shown, all }: { shown: number; all: number }) =>
  all > shown && (
    <p className={style.note}>
      {`The first ${shown} of ${exact(all)} values are drawn. Lower the limit of the breakdown, or show the numbers as a table.`}
    </p>
  )

/** Unique people of several groups are not the unique people of all. */
const NoWholeNote = (props: Props) =>
  wholeOf(props) === null && (
    <p className={style.note}>
      These numbers do not add up to a whole: what counts in several groups is in each of them.
    </p>
  )
