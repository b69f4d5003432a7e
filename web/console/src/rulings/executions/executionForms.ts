import { addDays, beijingToday } from '@/words/dates'
import { optionsOf } from '@/words/terms'
import type { ActField, ActForm, Option } from '../penalties/actForms'
import { COURT_RESULTS, ENDING_GROUNDS, PAYMENT_CHANNELS, REMEDIES, REMEDY_OUTCOMES, type Execution } from './words'

/** The form of each act after a decision as a table; one dialog shows them all. */

export interface ExecutionForm extends ActForm {
  hasInstalments?: boolean
}

const choice = (name: string, label: string, options: readonly Option[], initial = ''): ActField => ({ name, label, kind: 'choice', options, initial })
const text = (name: string, label: string, more: Partial<ActField> = {}): ActField => ({ name, label, kind: 'text', ...more })
const line = (name: string, label: string, more: Partial<ActField> = {}): ActField => ({ name, label, kind: 'line', most: 64, ...more })
const day = (name: string, label: string): ActField => ({ name, label, kind: 'day', initial: beijingToday() })
const sum = (name: string, label: string, fen: number): ActField => ({ name, label, kind: 'yuan', initial: fen })

/** The form of an act as the execution stands today. */
export function executionFormOf(act: string, one: Execution): ExecutionForm {
  const owed = one.owed
  const forms: Record<string, () => ExecutionForm> = {
    payment: () => ({ path: 'payments', hasFiles: true, note: '须附银行或者电子支付的缴款凭据。', fields: [day('paid_on', '缴款日期'), sum('fine_fen', '罚款（元）', owed.fine_open_fen), sum('surcharge_fen', '加处罚款（元）', owed.surcharge_open_fen), choice('channel', '缴款方式', optionsOf(PAYMENT_CHANNELS), 'bank'), line('receipt_no', '凭据号码')] }),
    postponement_request: () => ({ path: 'postponement-requests', hasFiles: true, fields: [day('asked_on', '申请日期'), text('text', '申请理由和希望的期限')] }),
    postponement_reply: () => ({ path: 'postponement-replies', hasInstalments: true, note: `未缴罚款共 ${(owed.fine_open_fen / 100).toFixed(2)} 元，各期数额之和须与之相等。`, fields: [{ name: 'is_granted', label: '同意延期或者分期缴纳', kind: 'flag', initial: true }, text('reasons', '理由')] }),
    remedy: () => ({ path: 'remedies', hasFiles: true, fields: [choice('remedy', '途径', optionsOf(REMEDIES)), day('lodged_on', '申请或者起诉日期'), line('authority', '复议机关或者法院', { most: 120 }), line('reference_no', '受理文号', { isOptional: true }), text('late_reason', '超过法定期限仍受理的理由', { isOptional: true, most: 500 })] }),
    remedy_outcome: () => ({ path: 'remedy-outcomes', hasFiles: true, note: '撤销的，处罚决定书随即在登记册上撤销，并生成撤回公示信息的任务。', fields: [choice('outcome', '结果', optionsOf(REMEDY_OUTCOMES)), day('decided_on', '决定或者裁判日期'), day('received_on', '当事人收到日期'), line('reference_no', '文号', { isOptional: true }), sum('fine_fen', '变更后的罚款（元，未变更不填）', 0), text('text', '要点')] }),
    demand: () => ({ path: 'payment-demands', note: '登记后生成《履行行政处罚决定催告书》，送达后满十个工作日仍不履行的，才能申请强制执行。', fields: [text('text', '催告内容', { initial: '请将未缴罚款及加处罚款缴至指定账户。' })] }),
    court_application: () => ({ path: 'court-applications', hasFiles: true, fields: [day('applied_on', '申请日期'), line('court', '法院', { most: 120 }), line('reference_no', '案号', { isOptional: true })] }),
    court_result: () => ({ path: 'court-results', hasFiles: true, fields: [choice('result', '结果', optionsOf(COURT_RESULTS)), day('decided_on', '日期'), text('text', '情况')] }),
    enforcement_end: () => ({ path: 'enforcement-endings', needsPassword: true, hasFiles: true, note: '登记后生成《终结执行决定书》，未缴部分不再执行，送达后可以结案。当事人死亡或者终止的须附证明，无须送达。', fields: [choice('ground', '情形', optionsOf(ENDING_GROUNDS)), text('reason', '具体情况')] }),
    annulment: () => ({ path: 'annulments', needsPassword: true, note: '撤销不能恢复：决定书在登记册上撤销，已报的公示信息须在三个工作日内撤回，已缴款项退还。', fields: [text('reason', '撤销理由', { most: 500 })] }),
    refund: () => ({ path: 'refunds', hasFiles: true, fields: [day('refunded_on', '退款日期'), sum('fen', '金额（元）', owed.refund_fen), line('receipt_no', '凭据号码')] }),
    closing: () => ({ path: 'closings', note: '登记后生成《结案报告》。', fields: [text('opinion', '结案意见')] }),
    case_file: () => ({ path: 'case-files', note: '按时间先后汇集全部文书、送达凭据和证据，制成一份 PDF，完成后列在执行经过里。', fields: [] }),
  }
  return forms[act]?.() ?? { path: act, fields: [] }
}

/** A plan to begin with: two halves, a month and two months from today. */
export function firstPlan(openFen: number): { due_on: string; yuan: number }[] {
  const half = Math.floor(openFen / 2)
  return [{ due_on: addDays(beijingToday(), 30), yuan: half / 100 }, { due_on: addDays(beijingToday(), 60), yuan: (openFen - half) / 100 }]
}
