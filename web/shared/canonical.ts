/** The value cannot be written the same way everywhere. */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical'
}

/** Canonical JSON after RFC 8785: keys by UTF-16 code unit, no white space, shortest numbers. The server writes the same text. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NotCanonical('not a finite number')
    return JSON.stringify(value)
  }
  if (typeof value === 'string') {
    // Older Safari has no isWellFormed; what is typed on a phone is well-formed anyway, and the server checks again.
    if (value.isWellFormed?.() === false) throw new NotCanonical('lone surrogate')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && isPlain(value)) {
    const fields = value as Record<string, unknown>
    const keys = Object.keys(fields).sort((a, b) => (a < b ? -1 : 1))
    return `{${keys.map((key) => `${canonicalJson(key)}:${canonicalJson(fields[key])}`).join(',')}}`
  }
  throw new NotCanonical(`${typeof value} is not JSON`)
}

/** Coordinates and the like, so that both sides print few digits. */
export function roundTo(value: number, decimals: number): number {
  const rounded = Number(value.toFixed(decimals))
  return rounded === 0 ? 0 : rounded
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
