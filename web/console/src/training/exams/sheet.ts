import type { components } from '@shouwang/shared/api-types'

export type SheetSlot = components['schemas']['AttemptSheet']['slots'][number]

export interface Choice {
  id: string
  letter: string
  text: string
  isChosen: boolean
  isRight: boolean
  isLate: boolean
}

/** The options in the order the candidate saw them; of types without options to choose from there are none. */
export function choicesOf(slot: SheetSlot): Choice[] {
  if (slot.type !== 'single' && slot.type !== 'multiple') return []
  const options = (slot.content.options ?? []) as { id: string; text: string }[]
  const seen = slot.options.length === options.length ? slot.options : options.map((option) => option.id)
  const right = new Set(slot.keys.flatMap((key) => (key.right ?? []) as string[]))
  const chosen = chosenOf(slot.value)
  const late = slot.late ? chosenOf(slot.late.value) : new Set<string>()
  return seen.map((id, place) => ({
    id,
    letter: String.fromCharCode(65 + place),
    text: options.find((option) => option.id === id)?.text ?? id,
    isChosen: chosen.has(id),
    isRight: right.has(id),
    isLate: late.has(id),
  }))
}

function chosenOf(value: unknown): Set<string> {
  if (Array.isArray(value)) return new Set(value.map(String))
  return new Set(value === null || value === undefined ? [] : [String(value)])
}
