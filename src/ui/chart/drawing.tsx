import type { EChartsOption } from 'echarts'
import { useEffect, useRef } from 'react'

interface Props {
  option: EChartsOption
  width: number
  height: number
  /** What the pointer is over, by its name in the option; null: nothing. */
  onOver?: (name: string | null) => void
  /** What was pressed, and where in the drawing, px. */
  onPick?: (name: string, x: number, y: number) => void
  /** What is shown as pointed at. */
  marked?: string | null
}

/** Asked for as soon as a page with charts is, not only once there is something to draw. */
const library = import('./echarts.ts')

type Chart = ReturnType<typeof import('./echarts.ts').openChart>
/** What ECharts tells of a press or of the pointer. */
interface Told {
  name?: string
  event?: { offsetX: number; offsetY: number }
}

/** Draws an option as SVG. Said to screen readers by what stands around it, so hidden from them itself. */
export const Drawing = (props: Props) => {
  const { option, width, height, marked = null } = props
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<Chart | null>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  useEffect(() => {
    chart.current?.resize({ width, height, silent: true })
    chart.current?.setOption(option, { notMerge: true })
  }, [option, width, height])
  useEffect(() => {
    if (marked === null) return
    chart.current?.dispatchAction({ type: 'highlight', name: marked })
    return () => void chart.current?.dispatchAction({ type: 'downplay', name: marked })
  }, [marked])
  useEffect(() => {
    let gone = false
    void library.then(({ openChart }) => {
      if (gone || !box.current) return
      const now = latest.current
      const opened = openChart(box.current, now.width, now.height)
      chart.current = opened
      opened.setOption(now.option)
      listen(opened, latest)
    })
    return () => {
      gone = true
      chart.current?.dispose()
      chart.current = null
    }
  }, [])
  return <div ref={box} style={{ width, height }} aria-hidden="true" />
}

const listen = (chart: Chart, props: { current: Props }): void => {
  chart.on('mouseover', (told: unknown) => props.current.onOver?.((told as Told).name ?? null))
  chart.on('mouseout', () => props.current.onOver?.(null))
  chart.on('click', (told: unknown) => {
    const { name, event } = told as Told
    if (name) props.current.onPick?.(name, event?.offsetX ?? 0, event?.offsetY ?? 0)
  })
}
