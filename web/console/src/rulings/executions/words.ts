import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import { withTones } from '@/words/terms'

type Schemas = components['schemas']
export type Execution = Schemas['Execution']

export const EXECUTION_STATES = withTones(glossary.execution_state, { overdue: 'bad', demanded: 'bad', ended: 'good', at_court: 'warn', disputed: 'warn', running: 'busy', settled: 'good', closed: 'good' })
export const EXECUTION_ACTS = withTones(glossary.execution_act)
export const REMEDY_OUTCOMES = withTones(glossary.remedy_outcome)
export const COURT_RESULTS = withTones(glossary.court_result)
export const ENDING_GROUNDS = withTones({ court_refused: '法院裁定不予执行', court_window_over: '申请强制执行的期限已过', respondent_gone: '当事人死亡或者终止，无财产、无义务承受人' })
export const REMEDIES = withTones({ review: '行政复议', suit: '行政诉讼' })
export const PAYMENT_CHANNELS = withTones({ bank: '银行', e_pay: '电子支付' })

/** 123456 → ¥1,234.56 */
export function yuan(fen: number): string {
  return `¥${(fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 })}`
}
