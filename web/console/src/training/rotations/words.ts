import type { components } from '@shouwang/shared/api-types'
import type { ChartTable } from '@/figures/series'

export type Cycle = components['schemas']['RotationCycle']
export type CycleDefaults = components['schemas']['CycleDefaults']
export type Counts = components['schemas']['RotationCounts']
export type CoverageRow = components['schemas']['CoverageRow']
export type Coverage = components['schemas']['Coverage']
export type YearCoverage = components['schemas']['YearCoverage']
export type EnrolmentRow = components['schemas']['Enrolment']
export type MissedRow = components['schemas']['MissedRotation']

/** Done, excused and missing beside each other: together they are all who should. */
export function coverageChart(rows: readonly (Counts & { name: string })[]): ChartTable {
  return {
    labels: rows.map((row) => row.name),
    isStacked: true,
    isLying: true,
    series: [
      { name: '已完成', values: rows.map((row) => row.done), colour: '--good' },
      { name: '免训', values: rows.map((row) => row.excused), colour: '--brand' },
      { name: '未完成', values: rows.map((row) => row.missing), colour: '--bad' },
    ],
  }
}

/** Bases whose day has passed are shown, and said to be so: the duty stands by the others. */
export function basisWords(basis: Cycle['bases'][number]): string {
  const lapsed = basis.status === 'lapsed' ? '（已失效，仅供参考）' : basis.status === 'not_yet' ? '（尚未施行）' : ''
  return `《${basis.title}》${basis.article}${lapsed}`
}
