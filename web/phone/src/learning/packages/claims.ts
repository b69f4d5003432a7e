import type { components } from '@shouwang/shared/api-types'
import { SeenTime } from '@shouwang/shared/package_player'
import { plain, readMeta, writeMeta } from '../../device/database'
import { api } from '../../session/session'

export type Progress = components['schemas']['PackageProgress']
type Claims = Record<string, Record<string, string>>

/**
 * What a package says of its learner, on its way to the server: on the phone first, part by part, one request at a time.
 * What the server has acknowledged is forgotten; what could not be sent is sent with the next.
 */
export class ClaimQueue {
  private claims: Claims = {}
  private sending: Promise<void> | null = null
  readonly seen = new SeenTime()

  constructor(
    private readonly owner: string,
    private readonly lessonId: string,
    private readonly onProgress: (progress: Progress) => void,
  ) {}

  private get key(): string {
    return `package:${this.owner}:${this.lessonId}`
  }

  get isWaiting(): boolean {
    return Object.keys(this.claims).length > 0
  }

  /** Take up what an earlier visit could not send. */
  async restore(): Promise<void> {
    this.claims = (await readMeta<Claims>(this.key)) ?? {}
  }

  async add(part: number, elements: Record<string, string>): Promise<void> {
    this.claims[part] = { ...this.claims[part], ...elements }
    await writeMeta(this.key, plain(this.claims))
  }

  /** Send what waits, or only the time when nothing does. Raises as the api does; then everything is still here. */
  async send(part: number): Promise<void> {
    while (this.sending) await this.sending.catch(() => undefined)
    this.sending = this.sendAll(part)
    try {
      await this.sending
    } finally {
      this.sending = null
    }
  }

  private async sendAll(part: number): Promise<void> {
    const parts = Object.keys(this.claims).length > 0 ? Object.keys(this.claims).map(Number) : [part]
    for (const one of parts) {
      const elements = { ...this.claims[one] }
      const visible_ms = Math.min(this.seen.take(), 3_600_000)
      try {
        const body = { part: one, elements, visible_ms }
        this.onProgress(await api.post<Progress>(`/my/packages/${this.lessonId}/commits`, body, { as: this.owner }))
      } catch (error) {
        this.seen.giveBack(visible_ms)
        throw error
      }
      await this.forget(one, elements)
    }
  }

  private async forget(part: number, sent: Record<string, string>): Promise<void> {
    const kept = Object.entries(this.claims[part] ?? {}).filter(([name, value]) => sent[name] !== value)
    if (kept.length > 0) this.claims[part] = Object.fromEntries(kept)
    else delete this.claims[part]
    await writeMeta(this.key, plain(this.claims))
  }
}
