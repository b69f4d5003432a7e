import type { Key } from './words'

/** Right answers as they are entered for a regrade, of every kind that a key marks; built from a key and back. */

export interface Option { id: string; text: string }
export interface Content {
  stem?: string
  options?: Option[]
  left?: Option[]
  right?: Option[]
  blanks?: number
  parts?: { id: string; type: string; content: Content }[]
}

/** `picks`: options picked, in their right order for an order; `pairs`: left → right; `parts`: of a case. */
export interface KeyEntry {
  picks: string[]
  blanks: string[]
  pairs: Record<string, string>
  parts: Record<string, KeyEntry>
}

const BETWEEN = /[|｜]/
export const TRUE_FALSE: readonly Option[] = [{ id: 'true', text: '对' }, { id: 'false', text: '错' }]

/** Whether a key marks all of it; what people mark is given in full or voided. */
export function canKey(type: string, content: Content): boolean {
  if (type === 'case') return (content.parts ?? []).every((part) => canKey(part.type, part.content))
  return type !== 'short_answer'
}

/** A key as the form shows it first, so that only what is wrong has to be changed. */
export function entryOf(type: string, content: Content, key: Key): KeyEntry {
  const entry: KeyEntry = { picks: [], blanks: [], pairs: {}, parts: {} }
  if (type === 'true_false') entry.picks = [String(key.right)]
  else if (type === 'fill_in') entry.blanks = ((key.blanks as string[][] | undefined) ?? []).map((accepted) => accepted.join(' | '))
  else if (type === 'match') entry.pairs = { ...(key.pairs as Record<string, string> | undefined) }
  else if (type === 'case') {
    const keys = (key.parts ?? {}) as Record<string, Key>
    for (const part of content.parts ?? []) entry.parts[part.id] = entryOf(part.type, part.content, keys[part.id] ?? {})
  } else entry.picks = [...((key.right as string[] | undefined) ?? [])]
  return entry
}

/** The key that is entered, or null while something of it is missing. */
export function keyOf(type: string, content: Content, entry: KeyEntry): Key | null {
  if (type === 'true_false') return entry.picks.length === 1 ? { right: entry.picks[0] === 'true' } : null
  if (type === 'fill_in') {
    const blanks = Array.from({ length: content.blanks ?? 1 }, (_, place) => (entry.blanks[place] ?? '').split(BETWEEN).map((text) => text.trim()).filter(Boolean))
    return blanks.every((accepted) => accepted.length > 0) ? { blanks } : null
  }
  if (type === 'match') {
    const left = content.left ?? []
    return left.every((one) => entry.pairs[one.id]) ? { pairs: Object.fromEntries(left.map((one) => [one.id, entry.pairs[one.id]])) } : null
  }
  if (type === 'case') {
    const keys = (content.parts ?? []).map((part): [string, Key | null] => [part.id, entry.parts[part.id] ? keyOf(part.type, part.content, entry.parts[part.id]!) : null])
    return keys.every(([, key]) => key !== null) ? { parts: Object.fromEntries(keys) } : null
  }
  if (type === 'order') return entry.picks.length === (content.options ?? []).length ? { right: [...entry.picks] } : null
  const right = (content.options ?? []).map((option) => option.id).filter((id) => entry.picks.includes(id))
  return right.length > 0 ? { right } : null
}

/** A list with one of its members moved by so many places; past an end it stays. */
export function moved(list: readonly string[], place: number, by: number): string[] {
  const to = place + by
  const rest = [...list]
  if (to < 0 || to >= rest.length) return rest
  rest.splice(to, 0, ...rest.splice(place, 1))
  return rest
}
