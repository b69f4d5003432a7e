/** Where the phone's two clocks stand: the wall clock, which anybody may set, and the page's own, which starts anew with each page. */
export interface Now {
  wall: number
  mono: number
  /** Which page life `mono` belongs to. */
  page: number
}

/** The server's time and deadline, tied to the phone's clocks at one moment. All in milliseconds. */
export interface Anchor extends Now {
  server_ms: number
  deadline_ms: number | null
  /** False once only the wall clock could tell how long the phone was away: good enough to show, never to end an exam. */
  sure: boolean
}

export interface Reading {
  server_ms: number
  /** Null as long as nothing is running. Negative once time is over. */
  remaining_ms: number | null
  sure: boolean
  /** The anchor changed and wants to be kept. */
  moved: boolean
}

export interface TimeReply {
  server_now: string
  remaining_ms?: number | null
}

/** Clocks of one phone agree this well over a second; more is a sleep or somebody's hand. */
const TOLERANCE_MS = 2_000

export function phoneNow(): Now {
  return { wall: Date.now(), mono: performance.now(), page: performance.timeOrigin }
}

/**
 * Tells what time it is at the server. The deadline is the server's; between its replies the page's own clock counts, and that clock
 * stands still while a phone sleeps. A jump of the wall clock seen by a page in full view is therefore somebody setting the clock
 * and changes nothing; a jump while nobody looked is a sleep and counts, unsurely, until the server has spoken again.
 */
export class ExamClock {
  private anchor: Anchor | null
  private last: Now

  constructor(kept: Anchor | null, at: Now) {
    this.anchor = kept ? resumed(kept, at) : null
    this.last = at
  }

  get kept(): Anchor | null {
    return this.anchor
  }

  /** Take a reply's time; an older reply that comes late changes nothing. Returns whether the anchor changed. */
  accept(reply: TimeReply, sent: Now, at: Now): boolean {
    const spoken = Date.parse(reply.server_now)
    if (!Number.isFinite(spoken)) return false
    if (this.anchor?.sure && spoken < this.spokenAt) return false
    this.spokenAt = spoken
    // The server spoke somewhere between question and answer: half-way is wrong by least.
    const onTheWay = sent.page === at.page ? Math.max(0, at.mono - sent.mono) / 2 : 0
    const deadline = typeof reply.remaining_ms === 'number' ? spoken + reply.remaining_ms : (this.anchor?.deadline_ms ?? null)
    this.anchor = { ...at, server_ms: spoken + onTheWay, deadline_ms: deadline, sure: true }
    this.last = at
    return true
  }

  /** `watched`: the page was in view ever since the last reading. Null before the server has spoken for the first time. */
  read(at: Now, watched: boolean): Reading | null {
    if (!this.anchor) return null
    const moved = this.follow(this.anchor, at, watched)
    const server = this.anchor.server_ms + (at.mono - this.anchor.mono)
    const { deadline_ms: deadline, sure } = this.anchor
    return { server_ms: server, remaining_ms: deadline === null ? null : deadline - server, sure, moved }
  }

  private spokenAt = -Infinity

  private follow(anchor: Anchor, at: Now, watched: boolean): boolean {
    const step = at.mono - this.last.mono
    const jump = at.wall - this.last.wall - step
    this.last = at
    if (Math.abs(jump) <= TOLERANCE_MS) return false
    const server = anchor.server_ms + (at.mono - anchor.mono)
    const slept = jump > 0 && !watched
    this.anchor = { ...anchor, ...at, server_ms: slept ? server + jump : server, sure: anchor.sure && !slept }
    return true
  }
}

/** After the app was started anew only the wall clock knows how long that took; a clock put back tells nothing. */
function resumed(kept: Anchor, at: Now): Anchor {
  if (kept.page === at.page) return kept
  return { ...kept, ...at, server_ms: kept.server_ms + Math.max(0, at.wall - kept.wall), sure: false }
}

/** 1:05:09 or 05:09; whole seconds, never negative. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const tail = `${String(minutes).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
  return hours ? `${hours}:${tail}` : tail
}
