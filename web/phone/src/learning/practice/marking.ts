/** What an item shows and what is right; the server's courses/items/rules/grading.py is the judge, this is its offline echo. */
export interface Option {
  id: string
  text: string
}

export interface Content {
  stem: string
  options?: Option[]
  left?: Option[]
  right?: Option[]
  blanks?: number
}

export interface Key {
  right?: string[] | boolean
  blanks?: string[][]
  pairs?: Record<string, string>
}

export type Value = string | boolean | string[] | Record<string, string> | null

/** Width, case, white space and surrounding punctuation make no difference: ３０ 日。 is 30日. */
export function normaliseBlank(text: string): string {
  const edge = '.,;:!?。，；：！？、"\'“”‘’'
  const letters = [...text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')]
  while (letters.length && edge.includes(letters[0]!)) letters.shift()
  while (letters.length && edge.includes(letters[letters.length - 1]!)) letters.pop()
  return letters.join('')
}

export function isRight(type: string, key: Key, value: Value): boolean {
  if (type === 'true_false') return value === key.right
  if (type === 'single') return Array.isArray(key.right) && key.right.length === 1 && value === key.right[0]
  if (type === 'multiple') return Array.isArray(value) && Array.isArray(key.right) && sameSet(value, key.right)
  if (type === 'order') return Array.isArray(value) && JSON.stringify(value) === JSON.stringify(key.right)
  if (type === 'match') return isPairs(value) && samePairs(value, key.pairs ?? {})
  const blanks = key.blanks ?? []
  return Array.isArray(value) && blanks.length > 0 && blanks.every((accepted, place) => accepted.map(normaliseBlank).includes(normaliseBlank(value[place] ?? '')))
}

/** An answer that says something for every place; only such a one can be handed in. */
export function isComplete(type: string, content: Content, value: Value): boolean {
  if (type === 'true_false') return typeof value === 'boolean'
  if (type === 'single') return typeof value === 'string'
  if (type === 'match') return isPairs(value) && (content.left ?? []).every((option) => Boolean(value[option.id]))
  if (type === 'fill_in') return Array.isArray(value) && value.length === content.blanks && value.every((text) => text.trim() !== '')
  return Array.isArray(value) && value.length > 0
}

/** Where an order begins: never the right one by accident of how it was written. */
export function firstValue(type: string, content: Content): Value {
  if (type === 'order') return (content.options ?? []).map((option) => option.id)
  if (type === 'multiple') return []
  if (type === 'match') return {}
  if (type === 'fill_in') return Array.from({ length: content.blanks ?? 1 }, () => '')
  return null
}

/** What is right, in words. */
export function solutionLines(type: string, content: Content, key: Key): string[] {
  const names = Object.fromEntries([...(content.options ?? []), ...(content.right ?? [])].map((option) => [option.id, option.text]))
  if (type === 'true_false') return [key.right === true ? '对' : '错']
  if (type === 'fill_in') return (key.blanks ?? []).map((accepted) => accepted.join(' 或 '))
  if (type === 'match') return (content.left ?? []).map((option) => `${option.text}：${names[key.pairs?.[option.id] ?? ''] ?? ''}`)
  return Array.isArray(key.right) ? key.right.map((id) => names[id] ?? '') : []
}

function sameSet(given: string[], right: string[]): boolean {
  const picks = new Set(given)
  return picks.size === right.length && right.every((id) => picks.has(id))
}

function isPairs(value: Value): value is Record<string, string> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function samePairs(given: Record<string, string>, right: Record<string, string>): boolean {
  const keys = Object.keys(right)
  return Object.keys(given).length === keys.length && keys.every((id) => given[id] === right[id])
}
