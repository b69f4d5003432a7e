import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import { withTones } from '@/words/terms'

export type Scheme = components['schemas']['AssessmentScheme']
export type SchemeFile = components['schemas']['AssessmentSchemeFile']
export type Indicator = components['schemas']['AssessmentIndicator']
export type Sources = components['schemas']['AssessmentSources']
export type Run = components['schemas']['AssessmentRun']
export type RunFile = components['schemas']['AssessmentRunFile']
export type Result = components['schemas']['AssessmentResult']
export type Item = components['schemas']['AssessmentItem']
export type Row = components['schemas']['AssessmentRow']

export const TARGETS = withTones(glossary.assessment_target)
export const FORMULAS = withTones(glossary.assessment_formula)
export const RUN_STATES = withTones(glossary.assessment_state, { counting: 'busy', ready: 'warn', approved: 'good', revoked: 'bad' })
export const SCHEME_STATES = withTones({ draft: '草稿', published: '已发布' }, { draft: 'warn', published: 'good' })

/** 9650 → 96.5; of what nobody marked, —. */
export function points(x100: number | null | undefined): string {
  return x100 === null || x100 === undefined ? '—' : String(x100 / 100)
}

/** The formula of an indicator in words. */
export function formulaWords(one: Indicator): string {
  const weight = one.weight_percent === 100 || one.weight_percent === undefined ? '' : `，权重 ${one.weight_percent}%`
  const full = `满分 ${points(one.full_x100)}`
  if (one.formula === 'deduction') return `${full}，每起扣 ${points(one.each_x100)}${weight}`
  if (one.formula === 'count') return `${full}，达到 ${one.wanted} 件得满分${weight}`
  if (one.formula === 'threshold') return `${full}，${(one.steps ?? []).map((step) => `≥${step.least_percent}% 得 ${points(step.points_x100)}`).join('，')}${weight}`
  if (one.formula === 'manual') return `${full}，人工评分${weight}`
  return `${full}，达标率 ${one.target_percent}% 得满分${weight}`
}
