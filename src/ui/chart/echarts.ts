/** The parts of ECharts that are used, in one lazy chunk. */
import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([AriaComponent, BarChart, GridComponent, LineChart, SVGRenderer])

export const openChart = (element: HTMLElement, width: number, height: number) =>
  init(element, null, { renderer: 'svg', width, height })
