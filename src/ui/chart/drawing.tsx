import type { EChartsOption } from 'echarts'
import { useEffect, useRef } from 'react'

interface Props {
  option: EChartsOption
  width: number
  height: number
}

/** Asked for as soon as a page with charts is, not only once there is something to draw. */
const library = import('./echarts.ts')

type Chart = ReturnType<typeof import('./echarts.ts').openChart>

/** Draws an option as SVG. Said to screen readers by what stands around it, so hidden from them itself. */
export const Drawing = ({ option, width, height }: Props) => {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<Chart | null>(null)
  const latest = useRef({ option, width, height })
  useEffect(() => {
    latest.current = { option, width, height }
    chart.current?.resize({ width, height, silent: true })
    chart.current?.setOption(option, { notMerge: true })
  }, [option, width, height])
  useEffect(() => {
    let gone = false
    void library.then(({ openChart }) => {
      if (gone || !box.current) return
      const now = latest.current
      chart.current = openChart(box.current, now.width, now.height)
      chart.current.setOption(now.option)
    })
    return () => {
      gone = true
      chart.current?.dispose()
      chart.current = null
    }
  }, [])
  return <div ref={box} style={{ width, height }} aria-hidden="true" />
}
