import type { components } from '@shouwang/shared/api-types'
import { database, plain, type KeptAnswer } from '../../device/database'
import type { ItemType } from './kept_exam'

/** What the server says about an answer it has put down; whatever it says, it has it. */
export type Ack = components['schemas']['ExamAck']

export type AnswerState = 'blank' | 'kept' | 'synced'

export const ANSWER_STATE: Record<AnswerState, string> = { blank: '未答', kept: '本机已存', synced: '已同步' }

/** Written before anybody says so, each change under a higher number than any before. `above`: numbers the server has seen of this slot. */
export async function keepAnswer(examId: string, slot: number, value: unknown, recordedAt: string, above = 0): Promise<KeptAnswer> {
  const transaction = (await database()).transaction('answers', 'readwrite', { durability: 'strict' })
  const earlier = await transaction.store.get([examId, slot])
  const same = earlier !== undefined && earlier.seq > 0 && JSON.stringify(earlier.value) === JSON.stringify(value)
  const answer: KeptAnswer = same
    ? earlier
    : { exam_id: examId, slot, seq: Math.max(earlier?.seq ?? 0, above) + 1, value: plain(value ?? null), recorded_at: recordedAt, state: 'kept' }
  if (!same) await transaction.store.put(answer)
  await transaction.done
  return answer
}

export async function answersOf(examId: string): Promise<KeptAnswer[]> {
  return (await database()).getAllFromIndex('answers', 'exam', examId)
}

export async function unsentAnswers(examId: string): Promise<KeptAnswer[]> {
  return (await answersOf(examId)).filter((answer) => answer.state === 'kept')
}

/** Only the acknowledgement of this very number clears an answer: meanwhile it may have been changed. Returns what was cleared. */
export async function acknowledge(examId: string, acks: Ack[]): Promise<number> {
  const transaction = (await database()).transaction('answers', 'readwrite', { durability: 'strict' })
  let cleared = 0
  for (const ack of acks) {
    const answer = await transaction.store.get([examId, ack.slot])
    if (!answer || answer.seq !== ack.seq || answer.state === 'synced') continue
    await transaction.store.put({ ...answer, state: 'synced', verdict: ack.verdict })
    cleared += 1
  }
  await transaction.done
  return cleared
}

/** What the server has of this attempt, for a phone that knows nothing of it or less: another one began it, or this one forgot. */
export async function takeBack(examId: string, known: { slot: number; seq: number; value: unknown }[], recordedAt: string): Promise<void> {
  const transaction = (await database()).transaction('answers', 'readwrite', { durability: 'strict' })
  for (const { slot, seq, value } of known) {
    const here = await transaction.store.get([examId, slot])
    if (!here || here.seq < seq) await transaction.store.put({ exam_id: examId, slot, seq, value, recorded_at: recordedAt, state: 'synced' })
  }
  await transaction.done
}

/** An answer emptied again is blank only once the server knows. */
export function stateOf(type: ItemType, answer: KeptAnswer | undefined): AnswerState {
  if (!answer || (answer.state === 'synced' && isBlank(type, answer.value))) return 'blank'
  return answer.state
}

/** Nothing was picked or written. A half-filled answer is not blank. */
export function isBlank(type: ItemType, value: unknown): boolean {
  if (value === null || value === undefined) return true
  if (type === 'true_false') return false
  if (typeof value === 'string') return value.trim() === ''
  if (Array.isArray(value)) return value.every((one) => isBlank('short_answer', one))
  return typeof value === 'object' && Object.values(value).every((one) => isBlank(typeof one === 'boolean' ? 'true_false' : 'short_answer', one))
}
