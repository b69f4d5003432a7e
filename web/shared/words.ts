/** Screen words for the codes on the wire. They stand in docs/glossary.md; terms.json is made from it. */
import {
  activity_kind, package_status,
  audience, enrolment_state, hour_kind,
  duty, duty_item, duty_state, hazard_grade, hazard_state, hazard_step, inspection_kind, item_group, method, record_result, role,
  task_origin, training_category, unit_kind, verdict, lesson_kind,
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
export const COURSE_CATEGORY: Words = training_category
export const LESSON_KIND: Words = lesson_kind
export const ACTIVITY_KIND: Words = activity_kind
export const PACKAGE_STATUS: Words = package_status
export const AUDIENCE: Words = audience
export const ENROLMENT_STATE: Words = enrolment_state
export const HOUR_KIND: Words = hour_kind
