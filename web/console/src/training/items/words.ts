import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import type { Term, Terms, Tone } from '@/words/terms'

export type Item = components['schemas']['BankItem']
export type ItemFile = components['schemas']['BankItemFile']
export type Point = components['schemas']['KnowledgePoint']
export type ItemImport = components['schemas']['ItemImport']
export type ExportPlan = components['schemas']['ItemExportPlan']

function terms(words: Record<string, string>, tones: Record<string, Tone> = {}): Terms {
  return Object.fromEntries(Object.entries(words).map(([code, label]): [string, Term] => [code, { label, tone: tones[code] ?? 'plain' }]))
}

export const TYPES = terms(glossary.item_type)
export const CATEGORIES = terms(glossary.training_category)
export const STATES = terms(glossary.item_state, { draft: 'warn', live: 'good' })
export const BASIS_STATES = terms(glossary.basis_status, { in_force: 'good', lapsed: 'bad', not_yet: 'warn', unknown: 'warn' })

export function choices(words: Terms): { value: string; label: string }[] {
  return Object.entries(words).map(([value, term]) => ({ value, label: term.label }))
}

export const FORMATS = [
  { value: 'xlsx', label: 'Excel', accept: '.xlsx' },
  { value: 'gift', label: 'GIFT', accept: '.txt,.gift' },
  { value: 'aiken', label: 'Aiken', accept: '.txt' },
  { value: 'moodle', label: 'Moodle XML', accept: '.xml' },
  { value: 'qti21', label: 'QTI 2.1', accept: '.zip,.xml' },
  { value: 'qti30', label: 'QTI 3.0', accept: '.zip,.xml' },
]
