/** What the wall's QR code says: mark, class, half minute, six digits. */
export interface WallCode {
  code: string
  meeting_id: string | null
}

export function codeIn(text: string): WallCode | null {
  const found = /^SWC1\/([0-9a-f-]{36})\/\d{1,12}\/(\d{6})$/.exec(text.trim())
  return found ? { code: found[2]!, meeting_id: found[1]! } : null
}
