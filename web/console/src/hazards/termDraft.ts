import type { HazardTerm } from '@/api/types'

export type TermCode = HazardTerm['code']

export interface ReminderLine {
  about: 'deadline' | 'extension' | 'recheck'
  days: number
  to: ('unit' | 'agency' | 'superior')[]
  text: string
}

export interface EscalationLine {
  days: number
  levels: number
}

/** One term as its form holds it; only the part that its code asks for is sent. */
export interface TermDraft {
  code: TermCode
  working_days: number
  reminders: ReminderLine[]
  escalations: EscalationLine[]
  basis: string
  from_on: string
}

export const TERM_TITLES: Record<TermCode, string> = { recheck_working_days: '复查期限', reminders: '到期提醒', escalations: '逾期上报' }
export const TERM_HINTS: Record<TermCode, string> = {
  recheck_working_days: '收到单位整改报告后，须在多少个工作日内复查。',
  reminders: '期限前后提醒谁、怎么说。天数为负表示提前。',
  escalations: '逾期满多少天，上报到上几级机关。',
}
export const ABOUT: Record<ReminderLine['about'], string> = { deadline: '整改期限', extension: '延期审批', recheck: '复查期限' }
export const READERS: Record<ReminderLine['to'][number], string> = { unit: '单位', agency: '承办机关', superior: '上级机关' }

export function emptyReminder(): ReminderLine {
  return { about: 'deadline', days: -3, to: ['unit'], text: '距整改期限还有3天（{deadline}）：{title}' }
}

/** Begins with what is in force: most changes touch one line. */
export function draftOfTerm(code: TermCode, terms: readonly HazardTerm[], today: string): TermDraft {
  const value: unknown = structuredClone(terms.find((term) => term.code === code && term.in_force)?.value)
  return {
    code,
    working_days: code === 'recheck_working_days' && typeof value === 'number' ? value : 3,
    reminders: code === 'reminders' && Array.isArray(value) ? (value as ReminderLine[]) : [],
    escalations: code === 'escalations' && Array.isArray(value) ? (value as EscalationLine[]) : [],
    basis: '',
    from_on: today,
  }
}

export function termPayload(draft: TermDraft): Record<string, unknown> {
  const value = { recheck_working_days: draft.working_days, reminders: draft.reminders, escalations: draft.escalations }[draft.code]
  return { code: draft.code, value, basis: draft.basis.trim(), from_on: draft.from_on }
}

function dayWords(days: number): string {
  return days < 0 ? `提前 ${-days} 天` : days === 0 ? '当天' : `过后 ${days} 天`
}

/** A term in words, a line for each of its rows. */
export function termLines(term: Pick<HazardTerm, 'code' | 'value'>): string[] {
  if (term.code === 'recheck_working_days') return [`${String(term.value)} 个工作日`]
  if (term.code === 'escalations') return (term.value as EscalationLine[]).map((line) => `逾期 ${line.days} 天，报上 ${line.levels} 级机关`)
  return (term.value as ReminderLine[]).map((line) => `${ABOUT[line.about]}${dayWords(line.days)}，告知${line.to.map((reader) => READERS[reader]).join('、')}：${inWords(line.text)}`)
}

/** What stands for a word of the hazard, as a reader can understand it. */
function inWords(text: string): string {
  return text.replaceAll('{unit}', '〔单位〕').replaceAll('{title}', '〔隐患〕').replaceAll('{deadline}', '〔期限〕')
}
