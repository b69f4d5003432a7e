import { retrySeconds, type ExamSender, type Sent } from './sender'

/** How often a phone that has nothing to send asks for the time, so that the invigilator sees it and extra time reaches it. */
const CONTACT_SECONDS = 30
/** What is answered within this time travels together. */
const GATHER_MS = 1_200

/** Decides when to send: soon after an answer, at once when the line comes back, ever later while it does not. */
export class Pump {
  private timer: ReturnType<typeof setTimeout> | null = null
  private failures = 0
  private running = false
  private again = false
  private stopped = false

  constructor(
    private readonly sender: ExamSender,
    private readonly examId: string,
    private readonly onSent: (sent: Sent) => void = () => {},
  ) {}

  start(): void {
    window.addEventListener('online', this.now)
    window.addEventListener('pageshow', this.now)
    document.addEventListener('visibilitychange', this.seen)
    void this.run(true)
  }

  stop(): void {
    this.stopped = true
    if (this.timer) clearTimeout(this.timer)
    window.removeEventListener('online', this.now)
    window.removeEventListener('pageshow', this.now)
    document.removeEventListener('visibilitychange', this.seen)
  }

  /** Something is to be sent. While the line is down the next try keeps its time. */
  soon(): void {
    if (this.failures === 0) this.at(GATHER_MS * (0.5 + Math.random()))
  }

  readonly now = (): void => {
    this.failures = 0
    void this.run(true)
  }

  private readonly seen = (): void => {
    if (document.visibilityState === 'visible') this.now()
  }

  private async run(contact: boolean): Promise<void> {
    if (this.running) {
      this.again = true
      return
    }
    this.running = true
    const sent = await this.sender.drain(this.examId, contact).catch((error: unknown) => {
      console.warn('sending failed', error)
      return { stopped: 'unreachable', retryAfterSeconds: null } as Sent
    })
    this.running = false
    this.onSent(sent)
    if (this.again) {
      this.again = false
      return this.run(false)
    }
    this.next(sent)
  }

  private next({ stopped, retryAfterSeconds }: Sent): void {
    if (stopped === 'displaced' || stopped === 'refused') return
    if (stopped === 'idle' || stopped === 'busy') {
      this.failures = 0
      this.at(CONTACT_SECONDS * 1000 * (0.8 + 0.4 * Math.random()))
    } else {
      this.failures += 1
      this.at((retryAfterSeconds ?? retrySeconds(this.failures)) * 1000)
    }
  }

  private at(ms: number): void {
    if (this.stopped) return
    if (this.timer) clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.run(true), ms)
  }
}
