/** What a page of a course package says from inside of its frame; see courses/packages/player/runtime.js. */
export interface PackageWord {
  kind: 'loaded' | 'begun' | 'told' | 'ended'
  part: number
  elements: Record<string, string>
}

/** A frame of a package: scripts and forms, and never the app's own origin. */
export const PACKAGE_SANDBOX = 'allow-scripts allow-forms'
/** The name that a package's pages leave notes for each other in. */
export const PACKAGE_FRAME_NAME = 'shouwang:'

/**
 * Hear what the frame's pages say, nested ones too. What other windows send, or what is of another shape, is passed over: the
 * words are claims of strangers' scripts, and the server takes them as such. Call the answer to stop.
 */
export function hearPackage(frame: HTMLIFrameElement, hear: (word: PackageWord) => void): () => void {
  const listen = (event: MessageEvent): void => {
    if (event.origin !== 'null' || !isInside(event.source as Window | null, frame.contentWindow)) return
    const word = event.data as (PackageWord & { from?: string }) | null
    if (word?.from !== 'shouwang-package' || typeof word.part !== 'number' || typeof word.elements !== 'object' || word.elements === null) return
    const elements = Object.fromEntries(Object.entries(word.elements).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
    hear({ kind: word.kind, part: word.part, elements })
  }
  window.addEventListener('message', listen)
  return () => window.removeEventListener('message', listen)
}

function isInside(source: Window | null, frame: Window | null): boolean {
  for (let depth = 0, at = source; at && frame && depth < 8; depth += 1, at = at.parent) {
    if (at === frame) return true
    if (at === at.parent) return false
  }
  return false
}

/** Milliseconds that the page was to be seen since they were last taken. */
export class SeenTime {
  private since: number | null = null
  private gathered = 0

  /** Call when the page comes and goes; says nothing twice. */
  show(isSeen: boolean, now = performance.now()): void {
    if (this.since !== null) this.gathered += now - this.since
    this.since = isSeen ? now : null
  }

  take(now = performance.now()): number {
    if (this.since !== null) {
      this.gathered += now - this.since
      this.since = now
    }
    const taken = Math.round(this.gathered)
    this.gathered = 0
    return taken
  }

  giveBack(milliseconds: number): void {
    this.gathered += milliseconds
  }
}
