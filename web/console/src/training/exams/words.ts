import glossary from '@shouwang/shared/terms.json'
import { optionsOf, withTones, type Terms } from '@/words/terms'
import type { Attempt, Candidate } from './types'

export const SESSION_STATES: Terms = withTones(glossary.exam_session_state, { planned: 'busy', closed: 'good' })
export const SESSION_KINDS: Terms = withTones(glossary.exam_session_kind, { makeup: 'warn', retake: 'warn' })
export const PAPERS_STATES: Terms = withTones(glossary.exam_papers_state, { none: 'warn', asked: 'busy', made: 'good', short: 'bad' })
export const STANDINGS: Terms = withTones(glossary.exam_standing, { checked_in: 'busy', running: 'warn', submitted: 'good', absent: 'bad' })
export const FLAGS: Terms = withTones(glossary.exam_mark, {
  late: 'warn', offline_late: 'warn', other: 'bad', device_changed: 'warn', rescued: 'warn', no_photo: 'warn', clock_odd: 'warn',
})
export const VERDICTS: Terms = withTones(glossary.exam_answer_verdict, { counted: 'good', other: 'bad', late: 'warn' })
/** Of a wish to have late answers counted; `late` marks the answer itself. */
export const LATE_STATES: Terms = withTones({ ...glossary.late_acceptance_state, late: glossary.exam_answer_verdict.late }, { proposed: 'busy', accepted: 'good', late: 'warn' })
export const SENT_BY: Record<string, string> = glossary.exam_answer_source
export const EVENTS: Terms = withTones(glossary.exam_happening, { hidden: 'warn', clock: 'warn', taken_over: 'bad', device_changed: 'warn' })
export const CANDIDATE_CHOICES = optionsOf(withTones(glossary.exam_candidate_choice))
export const ITEM_TYPES: Record<string, string> = glossary.item_type

export function lastOf(candidate: Candidate): Attempt | null {
  return candidate.attempts.at(-1) ?? null
}

export function minutesWords(seconds: number): string {
  if (seconds % 86_400 === 0 && seconds > 0) return `${seconds / 86_400} 天`
  return seconds % 60 ? `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒` : `${seconds / 60} 分钟`
}

/** 12:05 left of an attempt, counted on from when the server was asked. */
export function leftWords(attempt: Attempt, askedAt: number, now: number): string {
  const seconds = Math.max(0, Math.round((attempt.remaining_ms - (now - askedAt)) / 1000))
  return seconds === 0 ? '已到时' : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** How long ago the phone was last heard of. */
export function agoWords(instant: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(instant)) / 1000))
  if (seconds < 60) return `${seconds} 秒前`
  return seconds < 3600 ? `${Math.floor(seconds / 60)} 分钟前` : `${Math.floor(seconds / 3600)} 小时前`
}

/** A phone asks every half minute: after two minutes of silence its line is down. */
export function isSilent(attempt: Attempt, now: number): boolean {
  return attempt.state === 'running' && now - Date.parse(attempt.seen_at) > 120_000
}

/** An answer as a person may read it; the options' letters are the candidate's, their ids the bank's. */
export function answerWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return '（空）'
  if (value === true) return '对'
  if (value === false) return '错'
  if (Array.isArray(value)) return value.map(answerWords).join('、')
  if (typeof value === 'object') return Object.entries(value).map(([key, one]) => `${key}：${answerWords(one)}`).join('；')
  return String(value)
}
