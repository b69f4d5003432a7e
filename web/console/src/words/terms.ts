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

export function withTones(labels: Record<string, string>, tones: Record<string, Tone> = {}): Terms {
  return Object.fromEntries(Object.entries(labels).map(([code, label]) => [code, { label, tone: tones[code] ?? 'plain' }]))
}

export const UNIT_KINDS = withTones(glossary.unit_kind)
export const INDUSTRIES = withTones(glossary.industry)
export const AGENCY_KINDS = withTones(glossary.agency_kind)
export const ROLES = withTones(glossary.role)
export const RESPONSIBILITY_ROLES = withTones(glossary.responsibility_role)
export const TASK_KINDS = withTones(glossary.inspection_kind)
export const TASK_STATES = withTones(glossary.task_state, { open: 'busy', done: 'good' })
export const TASK_ORIGINS = withTones(glossary.task_origin, { level: 'warn' })
export const PLAN_STATES = withTones(glossary.plan_state, { running: 'good', paused: 'warn' })
export const PLAN_ASSIGNMENTS = withTones(glossary.plan_assignment)
export const MANNING_RESULTS = withTones(glossary.manning_result, { assigned: 'good', not_found: 'bad' })
export const INSPECTION_STATES = withTones(glossary.inspection_state, { awaiting_media: 'warn', complete: 'good' })
export const VERDICTS = withTones(glossary.verdict, { pass: 'good', fail: 'bad' })
export const RESULTS = withTones(glossary.record_result, { pass: 'good', partial: 'warn', fail: 'bad' })
export const FLAG_SEVERITIES = withTones(glossary.flag_severity, { breach: 'bad', warning: 'warn' })
export const HAZARD_GRADES = withTones(glossary.hazard_grade, { general: 'warn', major: 'bad' })
export const HAZARD_STATES = withTones(glossary.hazard_state, { found: 'warn', ordered: 'busy', rectified: 'busy', closed: 'good' })
export const HAZARD_SOURCES = withTones(glossary.hazard_source)
export const HAZARD_KINDS = withTones(glossary.hazard_kind, { work_safety: 'warn' })
export const HAZARD_WAITING = withTones(glossary.hazard_waiting)
export const PENALTY_CONDITIONS = withTones(glossary.penalty_condition)
export const HAZARD_EVENTS = withTones(glossary.hazard_step, { overdue: 'bad', recheck_failed: 'bad', recheck_passed: 'good', closed: 'good' })
export const ORDER_STATES = withTones(glossary.order_state, { signing: 'busy', issued: 'good', revoked: 'bad' })
export const DOCUMENT_STATES = withTones(glossary.document_state, { rendering: 'busy', signed: 'good', revoked: 'bad', failed: 'bad', waiting: 'busy', superseded: 'warn' })
export const BASIS_STATES = withTones(glossary.basis_status, { in_force: 'good', lapsed: 'bad', not_yet: 'warn', unknown: 'warn' })
export const BASIS_KINDS = withTones(glossary.basis_kind)
export const TEMPLATE_STATES = withTones(glossary.template_state, { published: 'good', closing: 'warn' })
export const METHODS = withTones(glossary.method)
export const EVIDENCE_KINDS = withTones(glossary.evidence_kind)
export const ITEM_KINDS = withTones(glossary.item_kind)
export const ITEM_GROUPS = withTones(glossary.item_group)
export const DRAW_STATES = withTones(glossary.draw_state, { committed: 'busy', frozen: 'busy', drawn: 'good', abandoned: 'warn' })
export const DRAW_SCOPES = withTones(glossary.draw_scope, { process: 'busy', result: 'good' })
export const LEFT_OUT_REASONS = withTones(glossary.left_out_reason)
export const EXCLUSION_KINDS = withTones(glossary.exclusion_kind, { recusal: 'warn' })
export const PHOTO_SOURCES = withTones({ live: glossary.media.live_photo, file: glossary.media.file_photo }, { live: 'good', file: 'warn' })
export const DOCUMENT_KINDS = withTones(glossary.document_kind)

export const DUTIES = withTones(glossary.duty)
export const DUTY_STATES = withTones(glossary.duty_state, { ok: 'good', open: 'busy', due: 'warn', missing: 'bad', overdue: 'bad', failed: 'bad' })
export const DUTY_ITEMS = withTones(glossary.duty_item)
export const GATES = withTones(glossary.project_gate)
export const DRILL_LACKS = withTones({ sign_in: '缺签到表', photo: '缺现场照片', evaluation: '缺演练评估' }, { sign_in: 'bad', photo: 'bad', evaluation: 'bad' })
export const PROJECT_KINDS = withTones({ new: '新建', rebuild: '改造' })

export const PICTURE_VERDICTS = withTones(glossary.picture_verdict, { fine: 'good', doubt: 'warn', fault: 'bad' })
export const PICTURE_FAULTS = withTones(glossary.picture_fault)
export const PICTURE_FAULT_STATES = withTones(glossary.picture_fault_state, { open: 'bad', confirmed: 'busy', suspected: 'warn', closed: 'good' })
export const PICTURE_FAULT_OUTCOMES = withTones(glossary.picture_fault_outcome)
export const PICTURE_CAUSES = withTones(glossary.picture_cause)
export const PICTURE_LIGHTS = withTones(glossary.picture_light)

export const ACTIVITY_KINDS = withTones(glossary.activity_kind)
export const MICRO_COURSE_STATES = withTones(glossary.micro_course_state, { waiting: 'busy', open: 'good' })
export const PACKAGE_STANDARDS = withTones(glossary.package_standard)

// Words of the console alone: they stand in no rule and on no paper.
export const KEY_LEVELS = withTones({ '1': '一级重点', '2': '二级重点', '3': '三级重点' }, { '1': 'bad', '2': 'warn', '3': 'busy' })
export const SIGNER_ROLES = withTones(glossary.signer_role)
export const DOCUMENT_BATCH_STATES = withTones(glossary.document_batch_state, { running: 'busy', cancelled: 'warn', finished: 'good' })
export const GAP_CODES = withTones(
  { no_first_responsible: '缺第一责任人', part_time_staff_only: '只有兼职人员', no_security_staff: '缺治安保卫人员' },
  { no_first_responsible: 'bad', part_time_staff_only: 'warn', no_security_staff: 'bad' },
)
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
