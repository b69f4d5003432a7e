import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import type { Term, Terms, Tone } from '@/words/terms'

export type Recorder = components['schemas']['Recorder']
export type RecorderFile = components['schemas']['RecorderFile']
export type RecordingCheck = components['schemas']['RecordingCheck']

const tones: Record<string, Tone> = { met: 'good', short: 'bad', gapped: 'bad', growing: 'busy' }
export const RECORDING_VERDICTS: Terms = Object.fromEntries(
  Object.entries(glossary.recording_verdict).map(([code, label]): [string, Term] => [code, { label, tone: tones[code] ?? 'plain' }]),
)
export const RECORDING_ORIGINS: Terms = Object.fromEntries(
  Object.entries(glossary.recording_origin).map(([code, label]): [string, Term] => [code, { label, tone: 'plain' }]),
)

/** What lists are narrowed to. */
export const RECORDING_CHOICES = [
  { value: 'failing', label: '不合格和有中断' },
  { value: 'overlong', label: '保存超期' },
  { value: 'growing', label: '使用未满期限' },
  { value: 'met', label: '合格' },
  { value: 'unseen', label: '尚未检查' },
]

export function daysOf(check: RecordingCheck): string {
  return `${check.kept_days}/${check.required_days} 天`
}

export function gapOf(check: RecordingCheck): string {
  if (check.longest_gap_hours === null) return '未检查中断'
  if (check.longest_gap_hours === 0) return '无中断'
  return check.longest_gap_hours < 48 ? `最长中断 ${check.longest_gap_hours} 小时` : `最长中断 ${Math.round(check.longest_gap_hours / 24)} 天`
}
