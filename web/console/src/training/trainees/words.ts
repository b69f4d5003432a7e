import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import type { Term, Terms, Tone } from '@/words/terms'

export type Trainee = components['schemas']['Trainee']
export type TrainingFile = components['schemas']['TrainingFile']
export type SkillCertificate = components['schemas']['Skill']
export type SkillGrade = components['schemas']['SkillGrade']

function withTones(labels: Record<string, string>, tones: Record<string, Tone> = {}): Terms {
  return Object.fromEntries(Object.entries(labels).map(([code, label]): [string, Term] => [code, { label, tone: tones[code] ?? 'plain' }]))
}

export const AUDIENCES = withTones(glossary.audience)
export const POLICE_AUDIENCES: readonly string[] = ['police_internal', 'police_community']
export const HOUR_KINDS = withTones(glossary.hour_kind)
export const ENROLMENT_STATES = withTones(glossary.enrolment_state, { active: 'warn', done: 'good', excused: 'busy' })
export const ROTATION_TIERS = withTones(glossary.rotation_tier)
export const MISSED_REASONS = withTones(glossary.missed_reason, { not_started: 'bad', hours_short: 'warn', exam_missing: 'warn' })
export const SKILL_KINDS = withTones(glossary.skill_kind)
export const SKILL_CHECKS = withTones(glossary.skill_check, { confirmed: 'good', doubtful: 'bad' })

/** Seconds as hours of training, one decimal: 5400 → 1.5 学时. */
export function hoursWords(seconds: number): string {
  return `${Math.round(seconds / 360) / 10} 学时`
}

/** Hundredths of a percent as percent, as in the bulletin; rounded down by the server, never up here: 100 % means everybody. */
export function coverageWords(bp: number | null): string {
  return bp === null ? '无应训人员' : `${bp / 100}%`
}
