import glossary from '@shouwang/shared/terms.json'
import type { Term, Terms, Tone } from '@/words/terms'

/** Screen words of alerts, from the glossary, with the tone in which a tag shows them. */
function toned(labels: Record<string, string>, tones: Record<string, Tone> = {}): Terms {
  return Object.fromEntries(Object.entries(labels).map(([code, label]): [string, Term] => [code, { label, tone: tones[code] ?? 'plain' }]))
}

const raised = glossary.raised_level
export const RAISED_LEVELS = toned({ '1': raised.level_1, '2': raised.level_2, '3': raised.level_3 }, { '1': 'bad', '2': 'warn', '3': 'busy' })
export const LEVEL_REASONS = toned(glossary.level_reason)
export const LEVEL_STATES = toned(glossary.level_state, { in_force: 'bad', planned: 'busy' })
export const REPORT_STATES = toned(glossary.report_state, { reported: 'good', happened: 'bad', late: 'warn', missing: 'bad', waiting: 'busy' })
export const RISK_LEVELS = toned(glossary.risk_level, { low: 'good', general: 'busy', larger: 'warn', major: 'bad' })
export const HELP_STATES = toned(glossary.help_state, { asked: 'warn', answered: 'busy', scored: 'good' })
export const BOOKING_STATES = toned(glossary.booking_state, { asked: 'warn', confirmed: 'good' })
export const INCIDENT_KINDS = toned(glossary.incident_kind)
export const INCIDENT_STATES = toned(glossary.incident_state, { running: 'bad', ended: 'good' })
export const CASE_KINDS = toned(glossary.case_kind)
export const WARNING_LEVELS = toned(glossary.warning_level, { red: 'bad', orange: 'warn', yellow: 'warn', blue: 'busy' })
export const WARNING_STATES = toned(glossary.warning_state, { open: 'warn', answered: 'good' })
export const WARNING_TYPES = toned(glossary.warning_type)
export const DRILLS = toned({ true: glossary.security.drill, false: '实战' }, { true: 'busy', false: 'bad' })

/** 40 分钟 / 3 小时 20 分钟 / 2 天 4 小时; a dash for nothing. */
export function waitWords(seconds: number | null): string {
  if (seconds === null) return '—'
  if (seconds < 60) return '不到 1 分钟'
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} 分钟`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} 小时${minutes % 60 ? ` ${minutes % 60} 分钟` : ''}`
  return `${Math.floor(hours / 24)} 天${hours % 24 ? ` ${hours % 24} 小时` : ''}`
}
