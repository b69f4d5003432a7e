import { ProblemError, Unreachable } from '@shouwang/shared/problems'
import { mayPass } from '@shouwang/shared/queue'
import type { KeptAnswer } from '../../device/database'
import { acknowledge, answersOf, unsentAnswers } from './answers'
import { phoneNow, type Now, type TimeReply } from './clock'
import { changeExam, readExam, type KeptExam, type RoomEvent } from './kept_exam'
import type { AttemptLine } from './wire'

export type Stopped = 'idle' | 'busy' | 'unreachable' | 'asked_to_wait' | 'displaced' | 'refused'

export interface Sent {
  stopped: Stopped
  retryAfterSeconds: number | null
}

/** What a page wants to hear of while answers travel. Nothing of it is needed for them to arrive. */
export interface Listener {
  onTime?(reply: TimeReply, sent: Now, at: Now): void
  onChange?(): void
  /** Bring a snapshot's picture to the server; false when that cannot be now. Its event waits until then. */
  deliver?(exam: KeptExam, event: RoomEvent): Promise<boolean>
}

const BATCH = 40
const BACK_OFF_SECONDS = [2, 4, 8, 15, 30]
const IDLE: Sent = { stopped: 'idle', retryAfterSeconds: null }

/** Seconds until the next try after so many failures; a whole room that lost its line does not come back in one moment. */
export function retrySeconds(failures: number, random: number = Math.random()): number {
  return BACK_OFF_SECONDS[Math.min(Math.max(failures, 1), BACK_OFF_SECONDS.length) - 1]! * (0.6 + 0.8 * random)
}

/** Brings what one phone keeps of an attempt to the server, again and again, until every answer is acknowledged. */
export class ExamSender {
  constructor(
    private readonly line: AttemptLine,
    private readonly listener: Listener = {},
    private readonly now: () => Now = phoneNow,
  ) {}

  /** Send all that waits of this exam. A second page gets `busy`; the sequence numbers are the real guard. */
  async drain(examId: string, contact = false): Promise<Sent> {
    const locks = globalThis.navigator?.locks
    if (!locks) return this.run(examId, contact)
    return locks.request(`shouwang-exam-${examId}`, { ifAvailable: true }, (lock) =>
      lock ? this.run(examId, contact) : { stopped: 'busy' as const, retryAfterSeconds: null },
    )
  }

  private async run(examId: string, contact: boolean): Promise<Sent> {
    const exam = await readExam(examId)
    if (!exam?.attempt_id || exam.stopped || exam.submitted_at) return IDLE
    try {
      if (exam.handed_in_at) await this.submit(exam, exam.attempt_id)
      else await this.sendAnswers(exam, exam.attempt_id, contact)
      await this.sendEvents(examId)
      return IDLE
    } catch (error) {
      return this.failed(examId, error)
    }
  }

  private async sendAnswers(exam: KeptExam, attemptId: string, contact: boolean): Promise<void> {
    for (let first = true; ; first = false) {
      const batch = (await unsentAnswers(attemptId)).slice(0, BATCH)
      if (batch.length === 0 && !(first && contact)) return
      const sent = this.now()
      const reply = await this.line.answers(exam.token, attemptId, batch)
      this.listener.onTime?.(reply, sent, this.now())
      const cleared = await acknowledge(attemptId, reply.acks)
      if (reply.state === 'submitted') await this.ended(exam.id, exam.deadline_at)
      this.listener.onChange?.()
      if (batch.length === 0) return
      // A reply that acknowledges nothing of what was sent is no answer to it, however well it looks.
      if (cleared === 0 && (await isStillThere(attemptId, batch))) throw new Unreachable('foreign_answer')
    }
  }

  /** With every answer, those acknowledged long ago too: one request that is enough by itself. */
  private async submit(exam: KeptExam, attemptId: string): Promise<void> {
    const reply = await this.line.submit(exam.token, attemptId, await answersOf(attemptId))
    await acknowledge(attemptId, reply.acks)
    if (reply.state !== 'submitted' || (await unsentAnswers(attemptId)).length > 0) throw new Unreachable('foreign_answer')
    await changeExam(exam.id, ({ handed_in_at }) => ({ submitted_at: reply.submitted_at ?? handed_in_at }))
    this.listener.onChange?.()
  }

  private async sendEvents(examId: string): Promise<void> {
    const exam = await readExam(examId)
    if (!exam?.attempt_id) return
    const sent: RoomEvent[] = []
    for (const event of exam.events.slice(0, BATCH)) {
      if (!event.sha256 || (await this.listener.deliver?.(exam, event))) sent.push(event)
    }
    if (sent.length === 0) return
    await this.line.events(exam.token, exam.attempt_id, sent)
    await changeExam(examId, ({ events }) => ({ events: events.filter((event) => !sent.some((one) => one.id === event.id)) }))
  }

  /** The deadline passed at the server, or staff ended the attempt: the page is closed, what is unsent still goes out. */
  private async ended(examId: string, at: string | null): Promise<void> {
    await changeExam(examId, ({ handed_in_at }) => ({ handed_in_at: handed_in_at ?? at ?? new Date().toISOString() }))
  }

  private async failed(examId: string, error: unknown): Promise<Sent> {
    if (error instanceof ProblemError && isDisplaced(error)) return this.stop(examId, 'displaced', error)
    if (error instanceof ProblemError && !mayPass(error)) return this.stop(examId, 'refused', error)
    const seconds = error instanceof ProblemError ? error.retryAfterSeconds : null
    if (!(error instanceof ProblemError) && !(error instanceof Unreachable)) throw error
    return { stopped: seconds === null ? 'unreachable' : 'asked_to_wait', retryAfterSeconds: seconds }
  }

  private async stop(examId: string, stopped: 'displaced' | 'refused', error: ProblemError): Promise<Sent> {
    await changeExam(examId, () => ({ stopped, problem: error.message }))
    this.listener.onChange?.()
    return { stopped, retryAfterSeconds: null }
  }
}

/** Another phone has this attempt now, or the token's time is over. */
function isDisplaced({ status, code }: ProblemError): boolean {
  return status === 401 || status === 403 || code === 'device_replaced'
}

async function isStillThere(attemptId: string, batch: KeptAnswer[]): Promise<boolean> {
  const unsent = await unsentAnswers(attemptId)
  return batch.some((answer) => unsent.some((one) => one.slot === answer.slot && one.seq === answer.seq))
}
