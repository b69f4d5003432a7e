import type { Clock } from '@shouwang/shared/contract'
import { readMeta, writeMeta } from './database'

/** A server's time token, and where this page's monotonic clock stood when it came. */
export interface ClockMark {
  token: string
  server_now: string
  /** Which page life the mark belongs to; the monotonic clock starts anew with each. */
  page: number
  at_ms: number
}

export function markClock(clock: Clock): ClockMark {
  return { token: clock.token, server_now: clock.server_now, page: performance.timeOrigin, at_ms: performance.now() }
}

/** Whole milliseconds since the token came, or null when the app was started anew since. */
export function elapsedSince(mark: ClockMark | null): number | null {
  if (!mark || mark.page !== performance.timeOrigin) return null
  return Math.max(0, Math.round(performance.now() - mark.at_ms))
}

export async function keepClock(clock: Clock): Promise<void> {
  await writeMeta('clock', markClock(clock))
}

export async function lastClock(): Promise<ClockMark | null> {
  return (await readMeta<ClockMark>('clock')) ?? null
}
