import glossary from '@shouwang/shared/terms.json'

/**
 * Screen words for the codes on the wire, from the glossary, with the tone in which a tag shows them.
 * A code without a word is shown as it came.
 */

export type Tone = 'good' | 'warn' | 'bad' | 'plain' | 'busy'

export interface Term {
  label: string
  tone: Tone
}

export type Terms = Record<string, Term>

function withTones(labels: Record<string, string>, tones: Record<string, Tone> = {}): Terms {
  return Object.fromEntries(Object.entries(labels).map(([code, label]) => [code, { label, tone: tones[code] ?? 'plain' }]))
}

export const UNIT_KINDS = withTones(glossary.unit_kind)
export const INDUSTRIES = withTones(glossary.industry)
export const AGENCY_KINDS = withTones(glossary.agency_kind)
export const ROLES = withTones(glossary.role)
export const RESPONSIBILITY_ROLES = withTones(glossary.responsibility_role)
export const TASK_KINDS = withTones(glossary.inspection_kind)
export const TASK_STATES = withTones(glossary.task_state, { open: 'busy', done: 'good' })
export const INSPECTION_STATES = withTones(glossary.inspection_state, { awaiting_media: 'warn', complete: 'good' })
export const VERDICTS = withTones(glossary.verdict, { pass: 'good', fail: 'bad' })
export const FLAG_SEVERITIES = withTones(glossary.flag_severity, { breach: 'bad', warning: 'warn' })
export const HAZARD_GRADES = withTones(glossary.hazard_grade, { general: 'warn', major: 'bad' })
export const HAZARD_STATES = withTones(glossary.hazard_state, { found: 'warn', ordered: 'busy' })
export const ORDER_STATES = withTones(glossary.order_state, { signing: 'busy', issued: 'good', revoked: 'bad' })
export const DOCUMENT_STATES = withTones(glossary.document_state, { rendering: 'busy', signed: 'good', revoked: 'bad', failed: 'bad' })
export const BASIS_STATES = withTones(glossary.basis_status, { in_force: 'good', lapsed: 'bad', not_yet: 'warn', unknown: 'warn' })
export const BASIS_KINDS = withTones(glossary.basis_kind)
export const TEMPLATE_STATES = withTones(glossary.template_state, { published: 'good', closing: 'warn' })
export const METHODS = withTones(glossary.method)
export const EVIDENCE_KINDS = withTones(glossary.evidence_kind)
export const ITEM_KINDS = withTones(glossary.item_kind)
export const ITEM_GROUPS = withTones(glossary.item_group)
export const PHOTO_SOURCES = withTones({ live: glossary.media.live_photo, file: glossary.media.file_photo }, { live: 'good', file: 'warn' })
export const DOCUMENT_KINDS = withTones({
  inspection_record: glossary.inspection.inspection_record,
  rectification_order: glossary.order.rectification_order,
})

// Words of the console alone: they stand in no rule and on no paper.
export const KEY_LEVELS = withTones({ '1': '一级重点', '2': '二级重点', '3': '三级重点' }, { '1': 'bad', '2': 'warn', '3': 'busy' })
export const SIGNER_ROLES = withTones({ officer: '承办人', authority: '机关' })
export const GAP_CODES = withTones({ no_first_responsible: '缺第一责任人' }, { no_first_responsible: 'bad' })
export const HAZARD_EVENTS = withTones({ found: '检查发现', ordered: '责令整改', released: '通知书撤销，恢复待处理' })
export const DEVICE_STATES = withTones({ active: '使用中', revoked: '已停用' }, { active: 'good', revoked: 'bad' })
export const ACCOUNT_STATES = withTones({ active: '正常', locked: '已锁定', disabled: '已停用' }, { active: 'good', locked: 'bad', disabled: 'bad' })
export const CHAIN_BREAKS = withTones({
  row_missing: '缺少一行',
  link_broken: '与上一行不相连',
  row_altered: '内容被改动',
  rows_missing_at_the_end: '末尾缺少若干行',
})

export function wordFor(terms: Terms, code: string | number | null | undefined): string {
  if (code === null || code === undefined || code === '') return ''
  return terms[String(code)]?.label ?? String(code)
}

export function toneFor(terms: Terms, code: string | number | null | undefined): Tone {
  return terms[String(code)]?.tone ?? 'plain'
}

export function optionsOf(terms: Terms): { value: string; label: string }[] {
  return Object.entries(terms).map(([value, { label }]) => ({ value, label }))
}
