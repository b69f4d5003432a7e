// By name: the whole of the words would weigh on every page.
import {
  delivery_channel, delivery_receiver, delivery_way, document_kind, downgrade_state, rating_appeal_state, rating_direction, rating_move, rating_origin,
  rating_state,
} from '@shouwang/shared/terms.json'

type Words = Record<string, string>
export const WAY: Words = delivery_way
export const CHANNEL: Words = delivery_channel
export const RECEIVER: Words = delivery_receiver
export const PAPER: Words = document_kind
export const ORIGIN: Words = rating_origin
export const STATE: Words = rating_state
export const DIRECTION: Words = rating_direction
export const DIRECTION_TONE: Words = { first: 'ok', up: 'ok', kept: 'brand', down: 'bad', refused: 'warn' }
export const MOVE: Words = rating_move
export const DOWNGRADE: Words = downgrade_state
export const APPEAL: Words = rating_appeal_state

/** Hundredths of points as people read them: 85.5 分. */
export function points(hundredths: number | null | undefined): string {
  return hundredths === null || hundredths === undefined ? '—' : `${hundredths / 100} 分`
}
