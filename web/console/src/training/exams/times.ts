/** Times of a form are Beijing's, whatever zone the officer's computer keeps. */

const BEIJING_MS = 8 * 3_600_000

/** 2026-11-23T09:00 for a field, from an instant. */
export function toField(instant: string | number): string {
  return new Date(new Date(instant).getTime() + BEIJING_MS).toISOString().slice(0, 16)
}

/** The instant of a field; an empty text for none. */
export function fromField(field: string): string {
  return field ? new Date(`${field}:00+08:00`).toISOString() : ''
}

/** The next full hour that leaves time to prepare: tomorrow at nine. */
export function tomorrowAtNine(now: number): string {
  return `${toField(now + 86_400_000).slice(0, 10)}T09:00`
}

export function addMinutes(field: string, minutes: number): string {
  return field ? toField(Date.parse(fromField(field)) + minutes * 60_000) : ''
}
