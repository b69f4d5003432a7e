import { INDUSTRIES, wordFor } from '@/words/terms'
import type { UpkeepTerm } from './types'
import { EQUIPMENT, KINDS, TASK_KINDS, TYPES } from './words'

export type TermCode = 'check_interval_days' | 'test_interval_days' | 'task_days' | 'life_warning_days' | 'equipment_minimum' | 'required_systems'

export interface MinimumLine {
  industries: string[]
  minimum: Record<string, number>
}

export interface SystemLine {
  type: string
  needs_network: boolean
  industries: string[]
}

export const TERM_TITLES: Record<TermCode, string> = {
  check_interval_days: '查看周期',
  test_interval_days: '测试周期',
  task_days: '任务期限',
  life_warning_days: '使用期限提醒',
  equipment_minimum: '岗位器材最低配备',
  required_systems: '按行业应有的报警系统',
}
export const TERM_HINTS: Record<TermCode, string> = {
  check_interval_days: '超过这么多天没有查看的设施列为查看任务；设施档案里单独定了周期的，以档案为准。',
  test_interval_days: '在这么多天内测试合格，才算应有的系统有效。',
  task_days: '任务产生后应在多少天内办理。',
  life_warning_days: '使用期限届满前多少天提醒单位。',
  equipment_minimum: '每个岗位七种器材的最低数量；写明行业的先用，其余按“其他行业”。',
  required_systems: '这些行业的单位须有的系统，未安装、未联网、未按期测试的列为缺口。',
}

function nameOf(code: string): string {
  return KINDS[code]?.label ?? wordFor(TYPES, code)
}

function industriesOf(codes: readonly string[]): string {
  return codes.length === 0 ? '其他行业' : codes.map((code) => wordFor(INDUSTRIES, code)).join('、')
}

/** A term in words, a line for each of its rows. */
export function termLines(term: Pick<UpkeepTerm, 'code' | 'value'>): string[] {
  const value = term.value as unknown
  if (term.code === 'life_warning_days') return [`提前 ${String(value)} 天`]
  if (term.code === 'task_days') return Object.entries(value as Record<string, number>).map(([kind, days]) => `${wordFor(TASK_KINDS, kind)}：${days} 天`)
  if (term.code === 'equipment_minimum') return (value as MinimumLine[]).map((line) => `${industriesOf(line.industries)}：${EQUIPMENT.map((type) => `${wordFor(TYPES, type)} ${line.minimum[type] ?? 0}`).join('，')}`)
  if (term.code === 'required_systems') return (value as SystemLine[]).map((line) => `${wordFor(TYPES, line.type)}${line.needs_network ? '（与公安机关联网）' : ''}：${industriesOf(line.industries)}`)
  return Object.entries(value as Record<string, number>).map(([code, days]) => `${nameOf(code)}：${days} 天`)
}

/** Names that a table of days may have, in the order of the screen. */
export function rowsOfDays(code: TermCode): { key: string; label: string }[] {
  if (code === 'task_days') return Object.entries(TASK_KINDS).map(([key, { label }]) => ({ key, label }))
  if (code === 'test_interval_days') return ['one_button', 'intrusion', 'perimeter', 'vehicle_one_button'].map((key) => ({ key, label: wordFor(TYPES, key) }))
  return Object.entries(KINDS).map(([key, { label }]) => ({ key, label }))
}
