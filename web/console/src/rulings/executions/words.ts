import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import { withTones } from '@/words/terms'

type Schemas = components['schemas']
export type Execution = Schemas['Execution']

export const EXECUTION_STATES = withTones(glossary.execution_state, { overdue: 'bad', demanded: 'bad', at_court: 'warn', disputed: 'warn', running: 'busy', settled: 'good', closed: 'good' })
export const EXECUTION_ACTS = withTones(glossary.execution_act)
export const REMEDY_OUTCOMES = withTones(glossary.remedy_outcome)
export const COURT_RESULTS = withTones(glossary.court_result)
export const REMEDIES = withTones({ review: '行政复议', suit: '行政诉讼' })
export const PAYMENT_CHANNELS = withTones({ bank: '银行', e_pay: '电子支付' })

/** 123456 → ¥1,234.56 */
export function yuan(fen: number): string {
  return `¥${(fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 })}`
}
