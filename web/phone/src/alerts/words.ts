// By name: the whole of the words would weigh on every phone's first load.
import { booking_state, help_state, level_reason, raised_level, risk_level } from '@shouwang/shared/terms.json'

type Words = Record<string, string>
export const RAISED_LEVEL: Words = { 1: raised_level.level_1, 2: raised_level.level_2, 3: raised_level.level_3 }
export const LEVEL_REASON: Words = level_reason
export const RISK_LEVEL: Words = risk_level
export const RISK_TONE: Words = { low: 'ok', general: 'brand', larger: 'warn', major: 'bad' }
export const HELP_STATE: Words = help_state
export const BOOKING_STATE: Words = booking_state
