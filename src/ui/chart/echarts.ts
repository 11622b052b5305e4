/** The parts of ECharts that are used, in one lazy chunk. */
import { BarChart, LineChart, MapChart, PieChart, TreemapChart } from 'echarts/charts'
import { AriaComponent, GridComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { SVGRenderer } from 'echarts/renderers'

use([AriaComponent, BarChart, GridComponent, LabelLayout, LineChart, MapChart, PieChart, SVGRenderer, TreemapChart])

export const openChart = (element: HTMLElement, width: number, height: number) =>
  init(element, null, { renderer: 'svg', width, height })
