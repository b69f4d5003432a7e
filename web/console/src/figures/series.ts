/** A chart as the page means it: names along one axis, a number for each name in every series. */
export interface Series {
  name: string
  values: readonly number[]
  /** A colour of the theme, by its custom property. */
  colour: string
}

export interface ChartTable {
  labels: readonly string[]
  series: readonly Series[]
  isStacked?: boolean
  /** Lying bars, for long names. */
  isLying?: boolean
}

export interface ChartColours {
  ink: string
  line: string
  of: (name: string) => string
}

/** The chart's option for ECharts; texts in the theme's ink, lines in its line. */
export function optionOf(chart: ChartTable, colours: ChartColours): Record<string, unknown> {
  const text = { color: colours.ink, fontSize: 13 }
  const names = { type: 'category', data: [...chart.labels], inverse: chart.isLying === true, axisLabel: { ...text, width: chart.isLying ? 96 : undefined, overflow: 'truncate' }, axisLine: { lineStyle: { color: colours.line } }, axisTick: { show: false } }
  const numbers = { type: 'value', minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: colours.line } } }
  return {
    animation: false,
    textStyle: { color: colours.ink },
    grid: { left: 8, right: 16, top: chart.series.length > 1 ? 34 : 10, bottom: 4, containLabel: true },
    legend: chart.series.length > 1 ? { top: 0, left: 0, textStyle: text, itemWidth: 14, itemHeight: 10 } : undefined,
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true },
    xAxis: chart.isLying ? numbers : names,
    yAxis: chart.isLying ? names : numbers,
    series: chart.series.map((one) => ({
      type: 'bar',
      name: one.name,
      data: [...one.values],
      stack: chart.isStacked ? 'all' : undefined,
      barMaxWidth: 26,
      itemStyle: { color: colours.of(one.colour) },
    })),
  }
}
