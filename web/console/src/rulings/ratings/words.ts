import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import { withTones } from '@/words/terms'

type Wire = components['schemas']
export type Scheme = Wire['RatingScheme']
export type Round = Wire['RatingRound']
export type ApplicationRow = Wire['RatingApplicationOutline']
export type Application = Wire['RatingApplication']
export type Figures = Wire['RatingFigures']
export type Held = Wire['UnitRating']
export type History = Wire['RatingHistory']
export type Downgrade = Wire['RatingDowngrade']
export type Veto = Wire['RatingVeto']
export type Appeal = Wire['RatingAppeal']

export const RATING_ORIGINS = withTones(glossary.rating_origin)
export const RATING_STATES = withTones(glossary.rating_state, { proposed: 'warn', submitted: 'busy', decided: 'good' })
export const DIRECTIONS = withTones(glossary.rating_direction, { first: 'good', up: 'good', kept: 'busy', down: 'bad', refused: 'warn' })
export const MOVES = withTones(glossary.rating_move, { veto: 'bad', appeal: 'good', withdrawal: 'good' })
export const VETO_SOURCES = withTones(glossary.veto_source)
export const DOWNGRADE_STATES = withTones(glossary.downgrade_state, { open: 'warn', applied: 'bad' })
export const APPEAL_STATES = withTones(glossary.rating_appeal_state, { open: 'warn', upheld: 'good' })
export const RATING_SIDES = withTones(glossary.rating_side)
export const FIGURE_CODES = {
  inspections: '监督检查',
  hazards_found: '发现隐患',
  hazards_open: '尚未销案',
  hazards_overdue: '逾期未改',
  orders: '责令整改',
  cases: '治安案件',
  duties_missing: '履职缺口',
  training_done: '年度轮训',
} as const
export const VETO_EVENTS = { 'accountability.opened': '追责立项', 'penalty.decided': '作出罚款决定', 'case.recorded': '登记治安案件' } as const

/** Hundredths of points as people read them: 85.5 分. */
export function points(hundredths: number | null | undefined): string {
  return hundredths === null || hundredths === undefined ? '—' : `${hundredths / 100} 分`
}

/** Where the rows behind a score are looked at. */
export function placeOf(row: { kind: string; id: string }): string {
  const lists: Record<string, string> = { hazard: '/hazards', inspection: '/inspections', case: '/cases' }
  return row.kind === 'order' ? `/orders/${row.id}` : `${lists[row.kind] ?? ''}?open=${row.id}`
}
