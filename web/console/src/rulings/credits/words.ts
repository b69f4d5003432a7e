import type { components } from '@shouwang/shared/api-types'
import glossary from '@shouwang/shared/terms.json'
import { withTones } from '@/words/terms'

export type CreditRecord = components['schemas']['CreditRecord']

export const CREDIT_STATES = withTones(glossary.credit_state, { pending: 'warn', reported: 'good', withdrawing: 'bad' })
export const COLUMN_SETS = withTones({ current: '现行字段', legacy: '旧版字段（CF_）', public: '公开字段（自然人隐名）' })
export const EXPORT_FORMS = withTones({ xlsx: 'Excel', csv: 'CSV', json: 'JSON' })
