import { describe, expect, it } from 'vitest'
import { percentDone, sizeWords } from '@/exports/formats'
import { areaChart, cardsOf, inspectionChart, percentWords } from '@/figures/derive'
import { fromGcj02, toGcj02 } from '@/figures/datum'
import { boardPath, yearsUntil } from '@/figures/paths'
import { optionOf } from '@/figures/series'
import type { Figures } from '@/figures/useFigures'

const row = { key: '370102', name: '历下区', total: 4, open: 2, closed: 2, handed_over: 0, major: 1, self_found: 1, police_found: 3, self_share_percent: 25 }
const cell = (band: string, total: number, major = 0) => ({ band, total, major, general: total - major })
const month = { month: '2026-11', due: 5, done: 3, done_in_time: 2, done_late: 1, overdue: 1, open: 1, cancelled: 0, done_percent: 60, in_time_percent: 40 }
const figures = {
  board: { columns: [{ state: 'found', total: 2, cells: [cell('week', 2, 1)] }], overdue: 1, due_soon: 0, soon_days: 7 },
  byArea: { rows: [row] },
  tasks: { months: [month] },
  inspections: { months: ['2026-10', '2026-11'], kinds: [{ month: '2026-11', kind: 'periodic', inspections: 3, hazards: 2 }] },
} as unknown as Figures

describe('cards', () => {
  it('count what the board and the areas count', () => {
    const cards = Object.fromEntries(cardsOf(figures, true).map((card) => [card.label, card]))
    expect(cards['未销案隐患']).toMatchObject({ value: '2', hint: '其中重大 1' })
    expect(cards['自查发现占比']!.value).toBe('25%')
    expect(cards['逾期未整改']).toMatchObject({ value: '1', isBad: true, path: '/hazards?overdue=true' })
    expect(cards['本月任务办结率']!.value).toBe('60%')
  })

  it('lead nowhere when the numbers are those of another agency', () => {
    expect(cardsOf(figures, false).every((card) => card.path === undefined)).toBe(true)
  })

  it('show no share of nothing', () => {
    const nothing = { ...figures, byArea: { rows: [] } } as unknown as Figures
    expect(cardsOf(nothing, true).find((card) => card.label === '自查发现占比')!.value).toBe('—')
    expect(percentWords(0)).toBe('0%')
  })
})

describe('charts', () => {
  it('have a number for every name', () => {
    for (const chart of [areaChart(figures), inspectionChart(figures)]) {
      for (const one of chart.series) expect(one.values).toHaveLength(chart.labels.length)
    }
    expect(inspectionChart(figures).series[0]!.values).toEqual([0, 3])
  })

  it('take their colours from the theme', () => {
    const option = optionOf(areaChart(figures), { ink: '#111', line: '#222', of: (name) => `theme ${name}` })
    expect((option.series as { itemStyle: { color: string } }[]).map((one) => one.itemStyle.color)).toEqual(['theme --good', 'theme --brand'])
  })
})

describe('addresses', () => {
  it('of a band name its days and leave out the end that it has not', () => {
    expect(boardPath('found', { found_from: null, found_to: '2026-08-24' })).toBe('/hazards?state=found&found_to=2026-08-24')
    expect(yearsUntil('2026-11-22', 3)).toEqual([2026, 2025, 2024])
  })
})

describe('an export', () => {
  it('tells how far it is as soon as that is known', () => {
    expect(percentDone({ state: 'running', rows_done: 50, rows_total: null })).toBeNull()
    expect(percentDone({ state: 'running', rows_done: 50, rows_total: 200 })).toBe(25)
    expect(percentDone({ state: 'running', rows_done: 201, rows_total: 200 })).toBe(100)
    expect(percentDone({ state: 'ready', rows_done: 0, rows_total: 0 })).toBe(100)
  })

  it('has a size in words', () => {
    expect([sizeWords(null), sizeWords(10), sizeWords(3 * 1024 * 1024)]).toEqual(['', '1 KB', '3.0 MB'])
  })
})

describe('the datum of tiles', () => {
  const jinan = { lat: 36.6512, lon: 117.1201 }

  it('is some hundreds of metres off in China and nowhere else', () => {
    const moved = toGcj02(jinan)
    const metres = Math.hypot((moved.lat - jinan.lat) * 111_195, (moved.lon - jinan.lon) * 111_195 * Math.cos((jinan.lat * Math.PI) / 180))
    expect(metres).toBeGreaterThan(300)
    expect(metres).toBeLessThan(800)
    expect(toGcj02({ lat: 51.5, lon: -0.12 })).toEqual({ lat: 51.5, lon: -0.12 })
  })

  it('has the shift that is known of Tiananmen', () => {
    const moved = toGcj02({ lat: 39.90734, lon: 116.39089 })
    expect(moved.lat).toBeCloseTo(39.90874, 3)
    expect(moved.lon).toBeCloseTo(116.39713, 3)
  })

  it('comes back to a metre', () => {
    const back = fromGcj02(toGcj02(jinan))
    expect(Math.abs(back.lat - jinan.lat)).toBeLessThan(1e-5)
    expect(Math.abs(back.lon - jinan.lon)).toBeLessThan(1e-5)
  })
})
