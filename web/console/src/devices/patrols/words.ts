import glossary from '@shouwang/shared/terms.json'
import type { PatrolRound } from '@/api/types'
import type { Term, Terms, Tone } from '@/words/terms'

function toned(labels: Record<string, string>, tones: Record<string, Tone> = {}): Terms {
  return Object.fromEntries(Object.entries(labels).map(([code, label]): [string, Term] => [code, { label, tone: tones[code] ?? 'plain' }]))
}

export const ROUND_KINDS = toned(glossary.patrol_round_kind)
export const ROUND_STATES = toned(glossary.patrol_round_state, { running: 'busy', ended: 'good', stopped: 'warn' })
export const LEFT_OUT = glossary.patrol_left_out
export const CLASSES = ['1', '2', '3'] as const
export const CLASS_WORDS: Record<string, string> = { 1: '一类部位', 2: '二类部位', 3: '三类部位' }

/** 每 6 小时 / 6:00、18:00 / 不巡检 */
export function hoursWords(hours: readonly number[]): string {
  if (hours.length === 0) return '不巡检'
  if (hours.length === 24) return '每小时'
  const step = 24 / hours.length
  if (hours.length > 2 && Number.isInteger(step) && hours.every((hour, place) => hour === hours[0]! + place * step)) return `每 ${step} 小时（${hours[0]}:00 起）`
  return hours.map((hour) => `${hour}:00`).join('、')
}

/** 未配置取图 3，长期离线暂缓 1 */
export function leftOutWords(round: PatrolRound): string {
  return Object.entries(round.left_out).filter(([, count]) => count > 0).map(([code, count]) => `${LEFT_OUT[code as keyof typeof LEFT_OUT]} ${count}`).join('，')
}

/** 97.5 %; a dash for nothing counted. */
export function rateWords(rate: number | null): string {
  return rate === null ? '—' : `${Math.round(rate * 1000) / 10}%`
}

/** 3 天 4 小时 / 2 小时 / 40 分钟 */
export function spanWords(seconds: number): string {
  const hours = Math.round(seconds / 3600)
  if (hours >= 48) return `${Math.floor(hours / 24)} 天${hours % 24 ? ` ${hours % 24} 小时` : ''}`
  return hours > 0 ? `${hours} 小时` : `${Math.round(seconds / 60)} 分钟`
}
