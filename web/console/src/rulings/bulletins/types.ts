import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import type { ChartTable } from '@/figures/series'
import { withTones } from '@/words/terms'

export type Bulletin = components['schemas']['Bulletin']
export type BulletinFile = components['schemas']['BulletinFile']
export type BulletinChart = components['schemas']['BulletinChart']
export type BulletinTable = components['schemas']['BulletinTable']
export type BriefSchedule = components['schemas']['BriefSchedule']
export type BriefTask = components['schemas']['BriefTask']

export const BULLETIN_STATES = withTones(glossary.bulletin_state, { draft: 'warn', issued: 'good', revoked: 'bad' })
export const BULLETIN_KINDS = withTones(glossary.bulletin_kind)
export const SPANS = withTones(glossary.bulletin_span)

const COLOURS = ['--brand', '--good', '--warn', '--bad']

/** A chart of the paper, as the console draws it. */
export function chartOf(chart: BulletinChart): ChartTable {
  return { labels: chart.labels, series: chart.series.map((one, place) => ({ name: one.name, values: one.values, colour: COLOURS[place % COLOURS.length] ?? '--brand' })) }
}

export function partsOf(span: string): { value: number; label: string }[] {
  if (span === 'month') return Array.from({ length: 12 }, (_, index) => ({ value: index + 1, label: `${index + 1}月` }))
  if (span === 'quarter') return ['第一季度', '第二季度', '第三季度', '第四季度'].map((label, index) => ({ value: index + 1, label }))
  return [{ value: 1, label: '全年' }]
}

/** One name a line. */
export function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
}
