/** Screen words for the codes on the wire. They stand in docs/glossary.md; terms.json is made from it. */
import {
  duty, duty_item, duty_state, hazard_grade, hazard_state, hazard_step, inspection_kind, item_group, method, record_result, role,
  task_origin, unit_kind, verdict,
} from './terms.json'

type Words = Record<string, string>

export const INSPECTION_KIND: Words = inspection_kind
export const TASK_ORIGIN: Words = task_origin
export const GRADE: Words = hazard_grade
export const OUTCOME: Words = verdict
export const RESULT: Words = record_result
export const GROUP: Words = item_group
export const METHOD: Words = method
export const UNIT_KIND: Words = unit_kind
export const HAZARD_STATE: Words = hazard_state
export const ROLE: Words = role
export const HAZARD_EVENT: Words = hazard_step
export const DUTY: Words = duty
export const DUTY_ITEM: Words = duty_item
export const DUTY_STATE: Words = duty_state
