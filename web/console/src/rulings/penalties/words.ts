import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import { withTones } from '@/words/terms'

type Schemas = components['schemas']
export type CaseRow = Schemas['PenaltyCaseRow']
export type PenaltyCase = Schemas['PenaltyCase']
export type CaseAct = PenaltyCase['acts'][number]
export type NextAct = PenaltyCase['next_acts'][number]
export type Deadline = Schemas['PenaltyDeadline']
export type PenaltyTerm = Schemas['PenaltyTerm']

export const CASE_STATES = withTones(glossary.penalty_state, { noticed: 'busy', hearing: 'warn', reviewing: 'busy', deciding: 'warn', decided: 'bad', spared: 'good' })
export const ACTS = withTones(glossary.penalty_act)
export const EVIDENCE = withTones(glossary.case_evidence)
export const DECISION_KINDS = withTones(glossary.penalty_kind)
export const DEADLINES = withTones(glossary.penalty_deadline)
export const GRADES = withTones(glossary.penalty_grade)
export const SOURCES = withTones(glossary.penalty_source)
export const CONSEQUENCES = withTones(glossary.penalty_consequence)
export const NO_PENALTY = withTones(glossary.no_penalty_ground)
export const OUTCOMES = withTones(glossary.preservation_outcome)
export const RESPONDENTS = withTones(glossary.respondent_kind)
export const PROCEDURES = withTones({ ordinary: '普通程序', spot: '当场处罚' })
export const STATES_ASKED = withTones({ open: '办理中', decided: glossary.penalty_state.decided, spared: glossary.penalty_state.spared, withdrawn: glossary.penalty_state.withdrawn, transferred: glossary.penalty_state.transferred })

/** 2000000 → ¥20,000.00 */
export function yuan(fen: number): string {
  return `¥${(fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 })}`
}

/** What a notice intends or a decision imposes, in words. */
export function penaltyWords(of: { is_warning: boolean; fine_fen: number } | null | undefined): string {
  if (!of) return ''
  return [of.is_warning ? '警告' : '', of.fine_fen > 0 ? `罚款 ${yuan(of.fine_fen)}` : ''].filter(Boolean).join('，') || '不予处罚'
}

/** What an article says, with its place. */
export function articleWords(article: { basis: string; article: string; text: string } | null): string {
  return article ? `《${article.basis}》${article.article}：${article.text}` : ''
}
