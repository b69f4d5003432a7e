/** ECharts, only what is drawn here; loaded when the first chart is shown. */
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

export type ChartOption = EChartsCoreOption

export interface DrawnChart {
  draw: (option: ChartOption) => void
  resize: () => void
  remove: () => void
}

export function drawInto(box: HTMLElement): DrawnChart {
  const chart = init(box, undefined, { renderer: 'svg' })
  return {
    draw: (option) => chart.setOption(option, true),
    resize: () => chart.resize(),
    remove: () => chart.dispose(),
  }
}
