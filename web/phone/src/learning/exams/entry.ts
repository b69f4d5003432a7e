import type { components } from '@shouwang/shared/api-types'
import { formatInstant } from '@shouwang/shared/format'
import type { KeptExam } from './kept_exam'

/** An exam of mine, as the server lists it. */
export type MyExam = components['schemas']['MyExam']

export const STANDING: Record<MyExam['state'], string> = {
  invited: '待签到', checked_in: '已签到', running: '作答中', submitted: '已交卷', absent: '缺考', deferred: '缓考', removed: '已取消资格', cancelled: '考试已取消',
}

export const KIND: Record<string, string> = { first: '', makeup: '补考', retake: '重考' }

export interface Shown {
  word: string
  tone: 'ok' | 'bad' | 'warn' | 'brand' | ''
}

const TONE: Partial<Record<MyExam['state'], Shown['tone']>> = { running: 'warn', checked_in: 'brand', invited: 'brand', submitted: 'ok', absent: 'bad' }

/** What stands beside an exam: what the phone knows comes before what the server knew when it was asked last. */
export function standingOf(exam: MyExam, kept: KeptExam | undefined): Shown {
  if (exam.result) return exam.result.passed ? { word: '合格', tone: 'ok' } : { word: '不合格', tone: 'bad' }
  if (kept?.submitted_at) return { word: '已交卷', tone: 'ok' }
  if (kept?.handed_in_at) return { word: '已交卷，待上传', tone: 'warn' }
  if (kept?.attempt_id) return { word: '作答中', tone: 'warn' }
  return { word: STANDING[exam.state], tone: TONE[exam.state] ?? '' }
}

/** The list as the phone knows it better: a try begun or handed in here counts before the server was asked anew. */
export function withKept(exam: MyExam, kept: KeptExam | undefined): MyExam {
  if (!kept?.attempt_id) return exam
  const isOver = Boolean(kept.submitted_at) && exam.attempt?.id === kept.attempt_id && exam.attempt.state === 'running'
  const attempt = isOver ? { ...exam.attempt!, state: 'submitted' as const, submitted_at: kept.submitted_at } : exam.attempt
  return { ...exam, tries: Math.max(exam.tries, kept.try_no), attempt }
}

/** Whether the person may still go in: there is a try that runs, or one left. */
export function isOpen(exam: MyExam, kept: KeptExam | undefined, now: number): boolean {
  if (kept && !kept.submitted_at) return true
  if (['absent', 'deferred', 'removed', 'cancelled'].includes(exam.state) || exam.session.state !== 'planned') return false
  if (exam.attempt?.state === 'running') return true
  return exam.tries < exam.most_tries && now <= Date.parse(exam.session.start_closes_at)
}

export function pointsText(result: NonNullable<MyExam['result']>): string {
  return `${result.points_x100 / 100} 分（满分 ${result.worth_x100 / 100}）`
}

export function minutesText(seconds: number): string {
  return seconds % 60 ? `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒` : `${seconds / 60} 分钟`
}

/** Together on one line, with its time before it, however large the letters are. */
export const BEGINS = '\u00a0开\u2060考'

export function timeText(exam: MyExam): string {
  return formatInstant(exam.session.starts_at) + BEGINS
}
