/** The QR code of a step as one SVG path, from its packed modules. */
export const SIDE = 33

export function pathOf(modules: string): string {
  const bytes = Uint8Array.from(atob(modules), (letter) => letter.charCodeAt(0))
  let path = ''
  for (let at = 0; at < SIDE * SIDE; at += 1) {
    if ((bytes[at >> 3]! >> (7 - (at & 7))) & 1) path += `M${at % SIDE} ${Math.floor(at / SIDE)}h1v1h-1z`
  }
  return path
}

/** Which step hangs on the wall: by the server's clock, which was `server_now` when ours said `heardAt`. */
export function stepAt(wall: { first_step: number; step_seconds: number; server_now: string }, heardAt: number, now: number): { index: number; secondsLeft: number } {
  const seconds = (Date.parse(wall.server_now) + now - heardAt) / 1000
  const step = Math.floor(seconds / wall.step_seconds)
  return { index: step - wall.first_step, secondsLeft: Math.ceil((step + 1) * wall.step_seconds - seconds) }
}
