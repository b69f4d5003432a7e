import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import { newId } from '@shouwang/shared/uuid'
import type { Terms } from '@/words/terms'

type Wire = components['schemas']

export type SatSession = Wire['SatSession']
export type ResultSummary = Wire['ResultSummary']
export type ExamResult = Wire['ExamResult']
export type ResultFile = Wire['ResultFile']
export type ResultSlot = Wire['ResultSlot']
export type MarkingQueue = Wire['MarkingQueue']
export type NextAnswer = Wire['NextAnswer']
export type Regrade = Wire['Regrade']
export type RegradeTrial = Wire['RegradeTrial']
export type ListedTrial = Wire['ListedTrial']
export type Foreseen = Wire['Foreseen']
export type SessionStatistics = Wire['SessionStatistics']
export type ItemStatistic = Wire['ItemStatistic']
export type ItemStatisticFile = Wire['ItemStatisticFile']
export type RegradeMode = Regrade['mode']
export type Key = Record<string, unknown>

const terms = (labels: Record<string, string>, tones: Record<string, Terms[string]['tone']> = {}): Terms =>
  Object.fromEntries(Object.entries(labels).map(([code, label]) => [code, { label, tone: tones[code] ?? 'plain' }]))

export const SECTIONS = terms(glossary.training_category)
export const ITEM_TYPES = terms(glossary.item_type)
export const MARKED_BY = terms(glossary.slot_mark, { person: 'busy', full_credit: 'warn', void: 'warn' })
export const MARKER_ROLES = terms(glossary.marker_role)
export const REGRADE_MODES = terms(glossary.regrade_mode)
export const REGRADE_STATES = terms(glossary.regrade_state, { proposed: 'busy', approved: 'busy', applied: 'good', rejected: 'warn' })
/** Of a trial; two of them are what has become of it since. */
export const TRIAL_STATES = terms({ trying: '试算中', tried: '已试算', failed: '试算未成', stale: '已过时', proposed: '已提出' }, { trying: 'busy', tried: 'good', failed: 'bad', stale: 'warn' })
export const ITEM_FLAGS = terms(glossary.item_flag, { negative: 'bad', hard: 'warn', easy: 'warn' })
export const PASSED: Terms = { true: { label: '合格', tone: 'good' }, false: { label: '不合格', tone: 'bad' } }

/** Hundredths of a point as people write them. */
export function pointsWords(x100: number): string {
  return String(Math.round(x100) / 100)
}

/** What a person typed as points, in hundredths; null when it is no such number or above the worth. */
export function readPoints(text: string, worthX100: number): number | null {
  const trimmed = text.trim()
  if (!/^\d{1,4}(\.\d{1,2})?$/.test(trimmed)) return null
  const x100 = Math.round(Number(trimmed) * 100)
  return x100 <= worthX100 ? x100 : null
}

/** What the ticked key points are worth together, in hundredths. */
export function tickedWorth(points: readonly { share: number }[], ticked: readonly number[], worthX100: number): number {
  const whole = points.reduce((sum, point) => sum + point.share, 0)
  const got = ticked.reduce((sum, place) => sum + (points[place]?.share ?? 0), 0)
  return whole === 0 ? 0 : Math.round((worthX100 * got) / whole)
}

export function percentOf(points: number, worth: number): string {
  return worth === 0 ? '—' : `${Math.round((1000 * points) / worth) / 10}%`
}

export function figureWords(value: number | null | undefined, digits = 2): string {
  return value === null || value === undefined ? '—' : value.toFixed(digits)
}

interface Option { id: string; text: string }
interface Content { stem?: string; options?: Option[]; left?: Option[]; right?: Option[]; parts?: { id: string; type: string; content: Content }[] }

/** An answer or a right answer in words: letters of options with their texts, texts as they are. */
export function answerWords(type: string, content: unknown, value: unknown): string {
  const shown = content as Content
  if (value === null || value === undefined || value === '') return '未作答'
  if (typeof value === 'boolean') return value ? '对' : '错'
  const nameOf = (id: unknown, options: Option[] = shown.options ?? []): string => {
    const place = options.findIndex((option) => option.id === id)
    return place < 0 ? String(id) : `${String.fromCharCode(65 + place)} ${options[place]?.text ?? ''}`
  }
  if (type === 'case' && typeof value === 'object') {
    const given = value as Record<string, unknown>
    return (shown.parts ?? []).map((part, place) => `（${place + 1}）${answerWords(part.type, part.content, given[part.id])}`).join('；')
  }
  if (type === 'match' && typeof value === 'object') {
    return Object.entries(value).map(([left, right]) => `${nameOf(left, shown.left)} → ${nameOf(right, shown.right)}`).join('；')
  }
  if (Array.isArray(value)) return value.map((one) => (shown.options ? nameOf(one) : String(one))).join(type === 'order' ? ' → ' : '；')
  return shown.options ? nameOf(value) : String(value)
}

/** A key in the shape of an answer, so that it reads the same way. */
export function keyWords(type: string, content: unknown, key: unknown): string {
  const shown = key as { right?: unknown; blanks?: string[][]; pairs?: unknown; points?: { text: string }[]; parts?: Record<string, unknown> }
  if (type === 'short_answer') return (shown.points ?? []).map((point) => point.text).join('；')
  if (type === 'fill_in') return (shown.blanks ?? []).map((accepted) => accepted.join(' / ')).join('；')
  if (type === 'match') return answerWords(type, content, shown.pairs)
  if (type === 'case') {
    const parts = (content as Content).parts ?? []
    return parts.map((part, place) => `（${place + 1}）${keyWords(part.type, part.content, shown.parts?.[part.id] ?? {})}`).join('；')
  }
  return answerWords(type, content, shown.right)
}

export { newId }
