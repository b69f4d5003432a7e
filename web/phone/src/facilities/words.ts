// By name: the whole of the words would weigh on every phone's first load.
import { facility_condition, facility_kind, facility_type, upkeep_origin, upkeep_task_kind } from '@shouwang/shared/terms.json'

type Words = Record<string, string>
export const KIND: Words = facility_kind
export const TYPE: Words = facility_type
export const CONDITION: Words = facility_condition
export const CONDITION_TONE: Words = { unknown: '', normal: 'ok', damaged: 'bad', missing: 'bad' }
export const TASK_KIND: Words = upkeep_task_kind
export const ORIGIN: Words = upkeep_origin
