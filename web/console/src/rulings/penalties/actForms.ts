import { addDays, beijingToday } from '@/words/dates'
import { optionsOf } from '@/words/terms'
import { CONSEQUENCES, EVIDENCE, GRADES, NO_PENALTY, OUTCOMES, type CaseAct, type PenaltyCase } from './words'

/** The form of each act as a table: which fields, of which kind; one dialog shows them all. */

export interface Option {
  value: string
  label: string
}

export interface ActField {
  name: string
  label: string
  kind: 'line' | 'text' | 'day' | 'instant' | 'choice' | 'many' | 'flag' | 'yuan' | 'number' | 'names' | 'officer'
  options?: readonly Option[]
  isOptional?: boolean
  initial?: unknown
  most?: number
}

export interface ActForm {
  path: string
  note?: string
  fields: readonly ActField[]
  needsPassword?: boolean
  hasFiles?: boolean
}

const WAYS = [{ value: 'signed', label: '已签收' }, { value: 'refused', label: '拒绝签收' }]
const choice = (name: string, label: string, options: readonly Option[], initial = ''): ActField => ({ name, label, kind: 'choice', options, initial })
const text = (name: string, label: string, more: Partial<ActField> = {}): ActField => ({ name, label, kind: 'text', ...more })
const line = (name: string, label: string, more: Partial<ActField> = {}): ActField => ({ name, label, kind: 'line', ...more })
const day = (name: string, label: string): ActField => ({ name, label, kind: 'day', initial: beijingToday() })

function latest(one: PenaltyCase, kind: string): CaseAct | undefined {
  return [...one.acts].reverse().find((act) => act.kind === kind)
}

function optionsOfOfficers(one: PenaltyCase): Option[] {
  const known = new Map<string, string>()
  for (const act of one.acts) {
    const details = act.details as { officers?: { person_id: string; name: string }[]; officer?: { person_id: string; name: string } }
    for (const officer of [...(details.officers ?? []), ...(details.officer ? [details.officer] : [])]) known.set(officer.person_id, officer.name)
  }
  return one.officer_ids.map((id) => ({ value: id, label: known.get(id) ?? '办案人员' }))
}

function preserved(one: PenaltyCase): Option[] {
  const settled = one.acts.filter((act) => act.kind === 'preservation_decision').map((act) => (act.details as { preservation_id: string }).preservation_id)
  return one.acts.filter((act) => act.kind === 'preservation' && !settled.includes(act.id)).map((act) => ({ value: act.id, label: String((act.details as { items: string }).items).slice(0, 40) }))
}

function measure(one: PenaltyCase, factors: readonly Option[]): ActField[] {
  const before = (latest(one, 'notice')?.details ?? {}) as Record<string, unknown>
  return [
    text('facts', '查明的事实', { initial: before.facts ?? one.summary }),
    text('reasons', '裁量理由', { initial: before.reasons ?? '' }),
    { name: 'is_warning', label: '给予警告', kind: 'flag', initial: before.is_warning ?? one.respondent_kind === 'unit' },
    { name: 'fine_fen', label: '罚款（元，不罚款填 0）', kind: 'yuan', initial: before.fine_fen ?? 0 },
    choice('grade', '裁量档次', optionsOf(GRADES), (before.grade as string) ?? 'ordinary'),
    { name: 'factors', label: '裁量情节', kind: 'many', options: factors, isOptional: true, initial: before.factors ?? [] },
  ]
}

/** The form of an act on this case as it stands. */
export function formOf(act: string, one: PenaltyCase, factors: readonly Option[]): ActForm {
  const held = latest(one, 'hearing')?.details as { held_at?: string } | undefined
  const forms: Record<string, () => ActForm> = {
    replacement: () => ({ path: 'officer-replacements', fields: [choice('out_id', '换下的办案人员', optionsOfOfficers(one)), { name: 'in_id', label: '接办的民警', kind: 'officer' }, choice('ground', '原因', [{ value: 'recusal', label: '回避' }, { value: 'other', label: '其他' }]), text('reason', '说明')] }),
    evidence: () => ({ path: 'evidence', hasFiles: true, fields: [choice('evidence_kind', '证据种类', optionsOf(EVIDENCE)), line('title', '名称', { most: 200 }), day('obtained_on', '取得日期'), line('obtained_from', '来源', { isOptional: true, most: 200 }), text('note', '说明', { isOptional: true })] }),
    consequence: () => ({ path: 'consequences', hasFiles: true, note: '罚款须有已记录的后果，并有证据。', fields: [choice('consequence', '后果', optionsOf(CONSEQUENCES)), day('happened_on', '发生日期'), text('text', '情况')] }),
    preservation: () => ({ path: 'preservations', hasFiles: true, fields: [text('items', '物品清单'), line('place', '保存地点', { most: 200 }), text('reason', '理由', { most: 500 })] }),
    preservation_decision: () => ({ path: 'preservation-decisions', fields: [choice('preservation_id', '保存的物品', preserved(one)), choice('outcome', '处理', optionsOf(OUTCOMES)), text('reason', '理由', { most: 500 })] }),
    notice: () => ({ path: 'notices', needsPassword: true, note: '登记后生成《行政处罚告知笔录》，送当事人签收。达到听证数额的，自动载明听证权利。', fields: [...measure(one, factors), { name: 'is_serious', label: '情节复杂或者重大违法行为（须集体讨论）', kind: 'flag', initial: false }] }),
    receipt: () => ({ path: 'receipts', hasFiles: true, fields: [day('received_on', '签收日期'), choice('way', '签收情况', WAYS, 'signed'), line('witness', '见证人（拒绝签收时填写）', { isOptional: true, most: 200 })] }),
    statement: () => ({ path: 'statements', hasFiles: true, fields: [{ name: 'is_made', label: '当事人提出陈述、申辩', kind: 'flag', initial: false }, text('text', '内容（不提出的记明“不陈述、不申辩”）', { initial: '不陈述、不申辩。' })] }),
    statement_review: () => ({ path: 'statement-reviews', fields: [{ name: 'is_accepted', label: '予以采纳', kind: 'flag', initial: false }, text('reasons', '复核意见')] }),
    hearing_request: () => ({ path: 'hearing-requests', hasFiles: true, fields: [day('asked_on', '提出日期'), text('text', '说明', { isOptional: true })] }),
    hearing_waiver: () => ({ path: 'hearing-waivers', hasFiles: true, fields: [text('text', '说明', { isOptional: true, initial: '当事人书面表示不要求听证。' })] }),
    hearing: () => ({ path: 'hearings', needsPassword: true, note: '由你主持听证。通知书送达满七个工作日才能举行，请留出送达的时间。', fields: [{ name: 'held_at', label: '时间', kind: 'instant', initial: `${addDays(beijingToday(), 14)}T09:30` }, line('place', '地点', { most: 200 }), line('recorder', '记录人', { most: 64 }), { name: 'is_open', label: '公开举行', kind: 'flag', initial: true }] }),
    hearing_record: () => ({ path: 'hearing-records', needsPassword: true, hasFiles: true, fields: [{ name: 'held_at', label: '举行时间', kind: 'instant', initial: held?.held_at ?? '' }, text('attendees', '参加人', { most: 1000 }), text('officers_views', '办案人员的意见'), text('respondents_views', '当事人的意见'), text('evidence', '证据和质证'), text('opinion', '主持人意见')] }),
    hearing_withdrawal: () => ({ path: 'hearing-withdrawals', hasFiles: true, fields: [text('text', '情况')] }),
    legal_review: () => ({ path: 'legal-reviews', needsPassword: true, fields: [choice('outcome', '审核结论', [{ value: 'agreed', label: '同意' }, { value: 'returned', label: '不同意，退回补正' }]), text('opinion', '审核意见')] }),
    discussion: () => ({ path: 'discussions', hasFiles: true, fields: [day('discussed_on', '讨论日期'), { name: 'participants', label: '参加人（用顿号隔开）', kind: 'names' }, text('opinion', '结论')] }),
    term_extension: () => ({ path: 'term-extensions', fields: [{ name: 'days', label: '延长天数', kind: 'number', initial: 30 }, text('ground', '法律、法规、规章的依据', { most: 500 })] }),
    decision: () => ({ path: 'decisions', needsPassword: true, note: '作出后取得文号，不能修改；不得重于告知的处罚。', fields: measure(one, factors) }),
    no_penalty: () => ({ path: 'no-penalty-decisions', needsPassword: true, fields: [choice('ground', '理由', optionsOf(NO_PENALTY)), text('facts', '查明的事实', { initial: one.summary }), text('reasons', '说明')] }),
    withdrawal: () => ({ path: 'withdrawals', fields: [text('reason', '撤案理由')] }),
    transfer: () => ({ path: 'transfers', needsPassword: true, hasFiles: true, fields: [line('addressee', '接收机关', { most: 120 }), line('crime', '涉嫌罪名', { most: 200 }), text('reason', '移送理由')] }),
    spot_report: () => ({ path: 'spot-reports', fields: [text('note', '备注', { isOptional: true, most: 500 })] }),
  }
  return forms[act]!()
}
