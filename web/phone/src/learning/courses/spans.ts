/** Half-open spans [from, to) of whole milliseconds. The server keeps the same union; this one only tells how far one may move. */
export type Span = [number, number]

export function union(spans: readonly (readonly number[])[]): Span[] {
  const joined: Span[] = []
  const sorted = spans.filter((span) => span[0]! < span[1]!).map((span): Span => [span[0]!, span[1]!]).sort((a, b) => a[0] - b[0])
  for (const [from, to] of sorted) {
    const last = joined.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else joined.push([from, to])
  }
  return joined
}

export function total(spans: readonly (readonly number[])[]): number {
  return union(spans).reduce((sum, [from, to]) => sum + to - from, 0)
}

/** As far as one may move on the first viewing: to the end of what was watched from the beginning on, small gaps forgiven. */
export function reachOf(spans: readonly (readonly number[])[], forgivenMs = 2_000): number {
  let reach = 0
  for (const [from, to] of union(spans)) {
    if (from > reach + forgivenMs) break
    reach = Math.max(reach, to)
  }
  return reach
}

/** A stretch that is being watched: of the film, and of the phone's clock. */
export interface Stretch {
  from: number
  to: number
  began: number
  last: number
}

const JUMP_MS = 1_500
const ASLEEP_MS = 15_000

/** The stretch one moment later; null when the film jumped or the phone slept, and a new stretch must begin. */
export function advance(stretch: Stretch, film: number, now: number, speed: number): Stretch | null {
  const passed = now - stretch.last
  if (passed < 0 || passed > ASLEEP_MS) return null
  if (film < stretch.to || film - stretch.to > passed * speed + JUMP_MS) return null
  return { ...stretch, to: film, last: now }
}
