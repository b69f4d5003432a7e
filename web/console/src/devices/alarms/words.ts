import glossary from '@shouwang/shared/terms.json'
import type { Terms, Tone } from '@/words/terms'

function toned(labels: Record<string, string>, tones: Record<string, Tone>): Terms {
  return Object.fromEntries(Object.entries(labels).map(([code, label]) => [code, { label, tone: tones[code] ?? 'plain' }]))
}

export const ALARM_KINDS = toned(glossary.alarm_kind, {
  panic: 'bad', intrusion: 'bad', perimeter: 'bad', other: 'bad', unknown: 'bad', tamper: 'warn', power: 'warn', heartbeat_lost: 'warn', restore: 'good', test: 'busy',
})
export const LINE_STATES = toned(glossary.alarm_line_state, { online: 'good', silent: 'bad', waiting: 'warn' })
export const LINE_PROTOCOLS = toned(glossary.alarm_protocol, {})
export const TEST_RESULTS = toned(glossary.alarm_test_result, { received: 'good', late: 'warn', missed: 'bad', waiting: 'busy' })
export const ZONE_KINDS: Terms = Object.fromEntries(['panic', 'intrusion', 'perimeter', 'tamper', 'other'].map((code) => [code, ALARM_KINDS[code]!]))

/** How long ago, in words that fit a card. */
export function agoWords(instant: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(instant)) / 1000))
  if (seconds < 60) return `${seconds} 秒前`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} 分钟前`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} 小时前`
  return `${Math.floor(seconds / 86_400)} 天前`
}
