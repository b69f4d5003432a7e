import type { Api } from './api'
import type { Receipt } from './contract'
import { describeProblem, ProblemError, SignInNeeded, Unreachable, WrongPerson } from './problems'
import { sendFile, type Upload } from './upload'

export type SendingState = 'waiting' | 'awaiting_media' | 'complete' | 'held'

/** Where one frozen record stands. `held` waits for a person; everything else goes on by itself. */
export interface Sending {
  id: string
  /** account_id of the person who froze it. */
  owner: string
  owner_name: string
  task_id: string | null
  template_version_id: string
  unit_name: string
  title: string
  record_hash: string
  state: SendingState
  frozen_at: number
  attempts: number
  last_tried_at: number | null
  receipt: Receipt | null
  problem: { code: string; title: string; detail: string } | null
  uploads: Upload[]
  completed_at: number | null
}

export interface QueueStore {
  /** Ids of the owner's records that are neither complete nor held, oldest first. */
  due(owner: string): Promise<string[]>
  sending(id: string): Promise<Sending | undefined>
  /** The body exactly as frozen. */
  body(id: string): Promise<string | undefined>
  media(id: string, sha256: string): Promise<ArrayBuffer | undefined>
  save(sending: Sending): Promise<void>
}

export type Stopped = 'empty' | 'busy' | 'unreachable' | 'sign_in' | 'wrong_person' | 'too_old' | 'asked_to_wait' | 'left_over'

export interface Drained {
  stopped: Stopped
  retryAfterSeconds: number | null
}

const LOCK = 'shouwang-queue'
const BACK_OFF_SECONDS = [5, 15, 30, 60, 120, 300]
/** Statuses after which sending the same bytes again may well succeed. */
const PASSING = new Set([401, 408, 423, 425, 426, 429, 500, 502, 503, 504])

/** Seconds until the next try after so many failures, spread so that phones do not come back at once. */
export function backOffSeconds(failures: number, random: number = Math.random()): number {
  const base = BACK_OFF_SECONDS[Math.min(failures, BACK_OFF_SECONDS.length) - 1] ?? BACK_OFF_SECONDS[0]!
  return base * (0.8 + 0.4 * random)
}

export class Queue {
  constructor(
    private readonly api: Api,
    private readonly store: QueueStore,
    private readonly onChange: (sending: Sending) => void = () => {},
  ) {}

  /** Send all that is due, one record at a time. A second tab gets `busy`; the server's idempotence is the real guard. */
  async drain(owner: string): Promise<Drained> {
    const locks = globalThis.navigator?.locks
    if (!locks) return this.drainAll(owner)
    return locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? this.drainAll(owner) : { stopped: 'busy', retryAfterSeconds: null }))
  }

  private async drainAll(owner: string): Promise<Drained> {
    let leftOver = false
    for (const id of await this.store.due(owner)) {
      const sending = await this.store.sending(id)
      if (!sending || sending.owner !== owner) continue
      const stop = await this.send(sending)
      if (stop) return stop
      leftOver ||= sending.state !== 'complete' && sending.state !== 'held'
    }
    return { stopped: leftOver ? 'left_over' : 'empty', retryAfterSeconds: null }
  }

  /** One record as far as it goes; a result means that the whole queue has to wait. */
  private async send(sending: Sending): Promise<Drained | null> {
    sending.attempts += 1
    sending.last_tried_at = Date.now()
    try {
      await this.pushRecord(sending)
      await this.sendMedia(sending)
      await this.settle(sending)
      return null
    } catch (error) {
      return this.failed(sending, error)
    }
  }

  private async pushRecord(sending: Sending): Promise<void> {
    if (sending.receipt) return
    const body = await this.store.body(sending.id)
    if (body === undefined) throw lost('记录正文已不在手机上')
    const answer = await this.api.request<Receipt>('/mobile/records', {
      method: 'POST', body, headers: { 'Content-Type': 'application/json' }, as: sending.owner, timeoutMs: 45_000,
    })
    await this.accept(sending, answer.data)
  }

  private async sendMedia(sending: Sending): Promise<void> {
    for (const sha256 of sending.receipt?.missing ?? []) {
      const upload = sending.uploads.find((entry) => entry.sha256 === sha256)
      if (!upload || upload.problem) continue
      const bytes = await this.store.media(sending.id, sha256)
      if (!bytes) {
        upload.problem = { code: 'media_lost', title: '照片已不在手机上', detail: '' }
        await this.save(sending)
        continue
      }
      await this.sendOne(sending, upload, bytes)
    }
  }

  private async sendOne(sending: Sending, upload: Upload, bytes: ArrayBuffer): Promise<void> {
    const onProgress = () => this.save(sending)
    // The server misses it, whatever was believed before.
    upload.done = false
    try {
      await sendFile({ api: this.api, owner: sending.owner, recordId: sending.id, onProgress }, upload, bytes)
    } catch (error) {
      // What is wrong with one photo must not keep the others back.
      if (!(error instanceof ProblemError) || mayPass(error)) throw error
      upload.problem = { code: error.code, title: error.problem.title, detail: error.problem.detail }
      await this.save(sending)
    }
  }

  private async settle(sending: Sending): Promise<void> {
    if (sending.receipt!.state !== 'complete') {
      await this.accept(sending, await this.api.get<Receipt>(`/mobile/records/${sending.id}`, undefined, { as: sending.owner }))
    }
    const receipt = sending.receipt!
    if (receipt.state === 'complete') {
      sending.state = 'complete'
      sending.completed_at = Date.now()
      sending.uploads.forEach((upload) => Object.assign(upload, { done: true, problem: null }))
    } else if (receipt.missing.length > 0 && receipt.missing.every((sha256) => sending.uploads.find((entry) => entry.sha256 === sha256)?.problem)) {
      sending.state = 'held'
      sending.problem = { code: 'media_refused', title: '有照片没能送达', detail: '记录已收到，请查看照片的说明' }
    } else {
      sending.state = 'awaiting_media'
    }
    await this.save(sending)
  }

  /** Only a receipt for these very bytes counts; a portal's page or another record's answer does not. */
  private async accept(sending: Sending, receipt: Receipt): Promise<void> {
    if (receipt?.id !== sending.id || receipt.record_hash !== sending.record_hash || !Array.isArray(receipt.missing)) {
      throw new Unreachable('foreign_answer')
    }
    sending.receipt = receipt
    sending.state = 'awaiting_media'
    sending.problem = null
    await this.save(sending)
  }

  private async failed(sending: Sending, error: unknown): Promise<Drained | null> {
    const shown = describeProblem(error)
    const holds = !(error instanceof Unreachable) && !(error instanceof SignInNeeded) && !(error instanceof WrongPerson)
      && !(error instanceof ProblemError && mayPass(error))
    sending.problem = { code: shown.code, title: shown.title, detail: shown.lines.join('；') }
    if (holds) sending.state = 'held'
    await this.save(sending)
    if (error instanceof SignInNeeded) return { stopped: 'sign_in', retryAfterSeconds: null }
    if (error instanceof WrongPerson) return { stopped: 'wrong_person', retryAfterSeconds: null }
    if (error instanceof Unreachable) return { stopped: 'unreachable', retryAfterSeconds: null }
    if (!(error instanceof ProblemError)) return null
    if (error.status === 426) return { stopped: 'too_old', retryAfterSeconds: null }
    if (error.status === 401) return { stopped: 'sign_in', retryAfterSeconds: null }
    if (error.status === 429 || error.status === 503) return { stopped: 'asked_to_wait', retryAfterSeconds: error.retryAfterSeconds }
    return null
  }

  private async save(sending: Sending): Promise<void> {
    await this.store.save(sending)
    this.onChange(sending)
  }
}

/** Whether the same bytes may well be taken later: after signing in, updating, waiting, or when the server is well again. */
export function mayPass(error: ProblemError): boolean {
  return PASSING.has(error.status)
}

function lost(detail: string): ProblemError {
  return new ProblemError({ type: 'about:blank', title: detail, status: 410, detail, code: 'record_lost', errors: [] })
}
