import { INDUSTRIES, TASK_KINDS, UNIT_KINDS, wordFor } from '@/words/terms'
import type { Figures } from './useFigures'
import type { ChartTable } from './series'

const SELF = '--good'
const POLICE = '--brand'

export interface Card {
  label: string
  value: string
  hint: string
  path?: string
  isBad?: boolean
}

/** The figures that everybody asks for first. */
export function cardsOf(figures: Figures, isLinked: boolean): Card[] {
  const { board, byArea, tasks } = figures
  const open = board.columns.reduce((sum, column) => sum + column.total, 0)
  const major = board.columns.flatMap((column) => column.cells).reduce((sum, cell) => sum + cell.major, 0)
  const total = byArea.rows.reduce((sum, row) => sum + row.total, 0)
  const self = byArea.rows.reduce((sum, row) => sum + row.self_found, 0)
  const month = tasks.months.at(-1)
  const path = (query: string) => (isLinked ? `/hazards?${query}` : undefined)
  return [
    { label: '未销案隐患', value: String(open), hint: `其中重大 ${major}` },
    { label: '逾期未整改', value: String(board.overdue), hint: '整改期限已过', isBad: board.overdue > 0, path: path('overdue=true') },
    { label: '即将到期', value: String(board.due_soon), hint: `${board.soon_days} 天内到期` },
    { label: '自查发现占比', value: percentWords(total === 0 ? null : Math.round((1000 * self) / total) / 10), hint: `自查 ${self}，公安 ${total - self}` },
    { label: '本月任务办结率', value: percentWords(month?.done_percent ?? null), hint: `应检 ${month?.due ?? 0}，办结 ${month?.done ?? 0}` },
    { label: '本月逾期任务', value: String(month?.overdue ?? 0), hint: '过期未检查', isBad: (month?.overdue ?? 0) > 0, path: isLinked && month ? `/tasks?late=true&due_from=${month.due_from}&due_to=${month.due_to}` : undefined },
  ]
}

export function percentWords(percent: number | null): string {
  return percent === null ? '—' : `${percent}%`
}

export function areaChart(figures: Figures): ChartTable {
  const rows = figures.byArea.rows
  return {
    labels: rows.map((row) => row.name || row.key),
    series: [
      { name: '自查发现', values: rows.map((row) => row.self_found), colour: SELF },
      { name: '公安发现', values: rows.map((row) => row.police_found), colour: POLICE },
    ],
    isStacked: true,
    isLying: true,
  }
}

export function industryChart(figures: Figures, most = 10): ChartTable {
  const rows = [...figures.byIndustry.rows].sort((a, b) => b.total - a.total).slice(0, most)
  return {
    labels: rows.map((row) => wordFor(INDUSTRIES, row.key)),
    series: [
      { name: '未销案', values: rows.map((row) => row.open), colour: '--bad' },
      { name: '已销案', values: rows.map((row) => row.closed), colour: SELF },
      { name: '已移送', values: rows.map((row) => row.handed_over), colour: '--plain' },
    ],
    isStacked: true,
    isLying: true,
  }
}

export function kindChart(figures: Figures): ChartTable {
  const rows = figures.byKind.rows
  return {
    labels: rows.map((row) => wordFor(UNIT_KINDS, row.key)),
    series: [{ name: '隐患', values: rows.map((row) => row.total), colour: POLICE }],
  }
}

export function monthChart(figures: Figures, most = 12): ChartTable {
  const rows = figures.byMonth.rows.slice(-most)
  return {
    labels: rows.map((row) => row.key),
    series: [
      { name: '自查发现', values: rows.map((row) => row.self_found), colour: SELF },
      { name: '公安发现', values: rows.map((row) => row.police_found), colour: POLICE },
    ],
    isStacked: true,
  }
}

export function taskChart(figures: Figures): ChartTable {
  const rows = figures.tasks.months
  return {
    labels: rows.map((row) => row.month),
    series: [
      { name: '按期办结', values: rows.map((row) => row.done_in_time), colour: SELF },
      { name: '逾期办结', values: rows.map((row) => row.done_late), colour: '--warn' },
      { name: '逾期未办', values: rows.map((row) => row.overdue), colour: '--bad' },
      { name: '未到期', values: rows.map((row) => row.open), colour: '--plain' },
    ],
    isStacked: true,
  }
}

const KIND_COLOURS = ['--brand', '--good', '--warn', '--bad', '--plain', '--ink']

export function inspectionChart(figures: Figures): ChartTable {
  const { months, kinds } = figures.inspections
  const used = [...new Set(kinds.map((row) => row.kind))].sort()
  if (used.length === 0) return { labels: [], series: [] }
  const count = (kind: string, month: string) => kinds.find((row) => row.kind === kind && row.month === month)?.inspections ?? 0
  return {
    labels: months,
    series: used.map((kind, place) => ({
      name: wordFor(TASK_KINDS, kind),
      values: months.map((month) => count(kind, month)),
      colour: KIND_COLOURS[place % KIND_COLOURS.length]!,
    })),
    isStacked: true,
  }
}
