import type { Api } from '@shouwang/shared/api'
import type { components } from '@shouwang/shared/api-types'
import { Unreachable } from '@shouwang/shared/problems'
import type { KeptAnswer } from '../../device/database'
import type { Ack } from './answers'
import type { RoomEvent } from './kept_exam'

export type StartReply = components['schemas']['ExamStarted']
export type Receipt = components['schemas']['ExamReceipt']

const TIMEOUT_MS = 20_000

/**
 * What an attempt says to the server, under its own token: it needs no sign-in and outlives one. A reply counts only when it has the
 * shape that this server gives it; whatever stands in between and answers in its place did not answer.
 */
export class AttemptLine {
  constructor(private readonly api: Api) {}

  async start(token: string): Promise<StartReply> {
    const reply = await this.post<StartReply>(token, '/exam-starts', {})
    if (!isText(reply.attempt_id) || !isText(reply.key) || !isTime(reply.server_now) || !isTime(reply.deadline_at)) throw new Unreachable('foreign_answer')
    return reply
  }

  async answers(token: string, attemptId: string, answers: KeptAnswer[]): Promise<Receipt> {
    const reply = await this.post<Receipt>(token, '/exam-answers', { attempt_id: attemptId, answers: answers.map(toWire) })
    if (!areAcks(reply.acks) || !isTime(reply.server_now)) throw new Unreachable('foreign_answer')
    return reply
  }

  async submit(token: string, attemptId: string, answers: KeptAnswer[]): Promise<Receipt> {
    const reply = await this.post<Receipt>(token, '/exam-submissions', { attempt_id: attemptId, answers: answers.map(toWire) })
    if (!areAcks(reply.acks) || !isText(reply.state)) throw new Unreachable('foreign_answer')
    return reply
  }

  async events(token: string, attemptId: string, events: RoomEvent[]): Promise<void> {
    await this.post(token, '/exam-events', { attempt_id: attemptId, events })
  }

  private async post<T>(token: string, path: string, json: unknown): Promise<T> {
    const answer = await this.api.request<T>(path, {
      method: 'POST', json, open: true, headers: { Authorization: `Bearer ${token}` }, timeoutMs: TIMEOUT_MS,
    })
    if (typeof answer.data !== 'object' || answer.data === null) throw new Unreachable('foreign_answer')
    return answer.data
  }
}

function toWire({ slot, seq, value, recorded_at }: KeptAnswer): object {
  return { slot, seq, value, recorded_at }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isTime(value: unknown): boolean {
  return isText(value) && Number.isFinite(Date.parse(value))
}

function areAcks(value: unknown): value is Ack[] {
  return Array.isArray(value) && value.every((ack: Partial<Ack> | null) => Number.isInteger(ack?.slot) && Number.isInteger(ack?.seq))
}
