import type { Terms } from '@/words/terms'
import type { Attempt, Candidate } from './types'

export const SESSION_STATES: Terms = {
  planned: { label: '已安排', tone: 'busy' },
  closed: { label: '已结束', tone: 'good' },
  cancelled: { label: '已取消', tone: 'plain' },
}

export const SESSION_KINDS: Terms = {
  first: { label: '正考', tone: 'plain' },
  makeup: { label: '补考', tone: 'warn' },
  retake: { label: '重考', tone: 'warn' },
}

export const PAPERS_STATES: Terms = {
  none: { label: '未生成', tone: 'warn' },
  asked: { label: '生成中', tone: 'busy' },
  made: { label: '已生成', tone: 'good' },
  short: { label: '题量不足', tone: 'bad' },
}

export const STANDINGS: Terms = {
  invited: { label: '未签到', tone: 'plain' },
  checked_in: { label: '已签到', tone: 'busy' },
  running: { label: '作答中', tone: 'warn' },
  submitted: { label: '已交卷', tone: 'good' },
  absent: { label: '缺考', tone: 'bad' },
  deferred: { label: '缓考', tone: 'plain' },
  removed: { label: '已移出', tone: 'plain' },
  cancelled: { label: '已取消', tone: 'plain' },
}

export const FLAGS: Terms = {
  late: { label: '迟到的作答', tone: 'warn' },
  offline_late: { label: '离线补传', tone: 'warn' },
  other: { label: '作答冲突', tone: 'bad' },
  device_changed: { label: '更换设备', tone: 'warn' },
  rescued: { label: '文件补传', tone: 'warn' },
  no_photo: { label: '无签到照片', tone: 'warn' },
  clock_odd: { label: '时钟异常', tone: 'warn' },
}

export const VERDICTS: Terms = {
  counted: { label: '计入', tone: 'good' },
  repeated: { label: '重复', tone: 'plain' },
  older: { label: '较旧', tone: 'plain' },
  other: { label: '冲突', tone: 'bad' },
  late: { label: '迟到', tone: 'warn' },
}

export const SENT_BY: Record<string, string> = { save: '自动保存', submit: '交卷', rescue: '文件补传' }

export const EVENTS: Terms = {
  hidden: { label: '离开考试页面', tone: 'warn' },
  blur: { label: '失去焦点', tone: 'plain' },
  snapshot: { label: '抓拍', tone: 'plain' },
  clock: { label: '手机时钟变动', tone: 'warn' },
  taken_over: { label: '未经解除更换设备', tone: 'bad' },
  device_changed: { label: '更换设备', tone: 'warn' },
}

export const CANDIDATE_CHOICES = [
  { value: 'not_started', label: '未开始' },
  { value: 'running', label: '作答中' },
  { value: 'submitted', label: '已交卷' },
  { value: 'deferred', label: '缓考' },
  { value: 'flagged', label: '需查看' },
]

export const ITEM_TYPES: Record<string, string> = {
  single: '单选', multiple: '多选', true_false: '判断', fill_in: '填空', short_answer: '简答', order: '排序', match: '连线', case: '案例',
}

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
