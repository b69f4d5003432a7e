/** Screen words for the codes on the wire. They stand in docs/glossary.md; terms.json is made from it. */
import {
  hazard_grade, hazard_state, inspection_kind, item_group, method, role, unit_kind, verdict,
} from './terms.json'

type Words = Record<string, string>

export const INSPECTION_KIND: Words = inspection_kind
export const GRADE: Words = hazard_grade
export const OUTCOME: Words = verdict
export const GROUP: Words = item_group
export const METHOD: Words = method
export const UNIT_KIND: Words = unit_kind
export const HAZARD_STATE: Words = hazard_state
export const ROLE: Words = role
export const HAZARD_EVENT: Words = { found: '检查发现', ordered: '责令整改', released: '通知书撤销，恢复待处理' }
