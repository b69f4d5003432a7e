import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import { AUDIENCES, HOUR_KINDS } from '@/training/trainees/words'
import { RESULTS, withTones, wordFor } from '@/words/terms'

type Schemas = components['schemas']
export type Round = Schemas['CommendationRound']
export type Nomination = Schemas['Nomination']
export type Candidate = Schemas['Candidate']
export type CandidateRow = Schemas['CandidateRow']
export type Objection = Schemas['Objection']
export type Honour = Schemas['Honour']
export type Term = Schemas['CommendationTerm']
export type HonourKind = Round['honours'][number]['kind']

export const ROUND_STATES = withTones(glossary.commendation_state, { open: 'busy', noticed: 'warn', decided: 'good' })
export const LEVELS = withTones(glossary.commendation_level)
export const HONOUR_KINDS = withTones(glossary.honour_kind)
export const HONOUR_STATES = withTones(glossary.honour_state, { given: 'good', revoked: 'bad' })
export const NOMINATION_STATES = withTones(glossary.nomination_state, { proposed: 'busy', approved: 'good', rejected: 'bad', dropped: 'bad' })
export const SOURCES = withTones(glossary.nomination_source)
export const FIGURES = withTones(glossary.candidate_figure)

const UNITS: Record<string, string> = { inspections: '次', rectified_on_time: '处', overdue: '处', cases: '起', drills: '次', trained: '人', untrained: '人', hours: '学时', exam: '%' }
const OF_PERSON: Record<string, string> = { ...UNITS, trained: '次' }

/** A figure in words: 演练 2 次. */
export function figureWords(figure: { code: string; value: number }, kind: HonourKind): string {
  return `${FIGURES[figure.code]?.label ?? figure.code} ${figure.value} ${(kind === 'person' ? OF_PERSON : UNITS)[figure.code] ?? ''}`.trim()
}

const PAGES: Record<string, string> = { inspection: '/inspections/', hazard: '/hazards/' }

/** A row that was counted, in words: a code is said by its own glossary. */
export function rowWords(row: CandidateRow): string {
  if (row.type === 'inspection') return wordFor(RESULTS, row.label) || '未评定'
  if (row.type === 'enrolment') return wordFor(AUDIENCES, row.label)
  if (row.type === 'hour_credit') return wordFor(HOUR_KINDS, row.label)
  if (row.type === 'exam_result') return `${Number(row.label) / 100} 分`
  return row.label || '—'
}

/** Where a counted row is shown whole, if it has a page of its own. */
export function pageOf(row: CandidateRow): string | null {
  return PAGES[row.type] ? `${PAGES[row.type]}${row.id}` : null
}

/** What the round waits for, in one sentence. */
export function nextStepOf(round: Round): string {
  if (round.state === 'withdrawn') return `已撤回：${round.withdrawal?.reason ?? ''}`
  if (round.state === 'decided') {
    const { total, signed, revoked } = round.certificates
    return signed + revoked < total ? `证书制作中：${signed + revoked} / ${total}` : `证书已全部制作，共 ${total} 份`
  }
  if (round.state === 'open') return round.waiting > 0 ? `还有 ${round.waiting} 个提名待审核` : '提名并审核后开始公示'
  if (round.objections.open > 0) return `还有 ${round.objections.open} 件异议待答复`
  return round.notice?.is_over ? '公示期已满，可以作出决定' : '公示中，期满后由负责人决定'
}
