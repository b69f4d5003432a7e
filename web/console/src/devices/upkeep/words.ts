import glossary from '@shouwang/shared/terms.json'
import type { Terms, Tone } from '@/words/terms'

function toned(labels: Record<string, string>, tones: Record<string, Tone> = {}): Terms {
  return Object.fromEntries(Object.entries(labels).map(([code, label]) => [code, { label, tone: tones[code] ?? 'plain' }]))
}

export const TASK_KINDS = toned(glossary.upkeep_task_kind, { check: 'busy', repair: 'warn', replace: 'bad' })
export const TASK_STATES = toned(glossary.upkeep_task_state, { open: 'warn', done: 'good' })
export const ORIGINS = toned(glossary.upkeep_origin)
export const TEST_KINDS = toned(glossary.facility_test_kind)
export const FACILITY_GAPS = toned(glossary.facility_gap, {
  missing_system: 'bad', unnetworked_system: 'warn', untested_system: 'warn', below_minimum: 'bad', uncounted_post: 'warn',
})
export const CONDITIONS = toned(glossary.facility_condition, { normal: 'good', damaged: 'bad', missing: 'bad' })
export const TYPES = toned(glossary.facility_type)
export const KINDS = toned(glossary.facility_kind)
export const EQUIPMENT = ['baton', 'shield', 'helmet', 'steel_fork', 'cut_proof_gloves', 'torch', 'radio'] as const
