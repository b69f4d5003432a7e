/** Items as they are typed: options a line each, what is right by letters. Built into content and key, and back. */

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
  parts?: { id: string; type: string; share: number; content: Content }[]
}

export interface Key {
  right?: string[] | boolean
  blanks?: string[][]
  points?: { text: string; share: number }[]
  pairs?: Record<string, string>
  parts?: Record<string, Key>
}

export interface Short {
  type: string
  stem: string
  options: string
  others: string
  answer: string
  share: number
  parts: Short[]
}

export const LETTERS = 'ABCDEFGHIJKL'
const BLANK = /_{4,}/g

export function emptyShort(type = 'single'): Short {
  return { type, stem: '', options: '', others: '', answer: '', share: 1, parts: [] }
}

/** What the answer's field asks for. */
export const ANSWER_HINTS: Record<string, string> = {
  single: '正确选项的字母，如 B',
  multiple: '正确选项的字母，如 ACD',
  true_false: '对 或 错',
  fill_in: '每空一行，可接受的答案用 | 隔开；题干里用 ____ 表示空',
  short_answer: '每个采分点一行：权重|内容',
  order: '按正确先后写字母，如 CAB',
  match: '按左侧的顺序写右侧的字母，如 BAC',
}

export function build(short: Short): { content: Content; key: Key } {
  const stem = short.stem.trim()
  if (short.type === 'true_false') return { content: { stem }, key: short.answer.trim() ? { right: short.answer.trim() === '对' } : {} }
  if (short.type === 'fill_in') {
    const blanks = lines(short.answer).map((line) => line.split('|').map((text) => text.trim()).filter(Boolean))
    return { content: { stem, blanks: (stem.match(BLANK) ?? []).length }, key: { blanks } }
  }
  if (short.type === 'short_answer') return { content: { stem }, key: { points: lines(short.answer).map(point) } }
  if (short.type === 'match') {
    const left = optionsOf(short.options)
    const fits = ids(short.answer)
    const pairs = Object.fromEntries(left.map((option, place): [string, string] => [option.id, fits[place] ?? '']))
    return { content: { stem, left, right: optionsOf(short.others) }, key: { pairs } }
  }
  if (short.type === 'case') {
    const parts = short.parts.map((part, place) => ({ id: String(place + 1), type: part.type, share: part.share, ...build(part) }))
    return {
      content: { stem, parts: parts.map(({ id, type, share, content }) => ({ id, type, share, content })) },
      key: { parts: Object.fromEntries(parts.map(({ id, key }): [string, Key] => [id, key])) },
    }
  }
  return { content: { stem, options: optionsOf(short.options) }, key: { right: ids(short.answer) } }
}

export function toShort(type: string, content: Content, key: Key, share = 1): Short {
  const short = { ...emptyShort(type), stem: content.stem, share }
  if (type === 'true_false') return { ...short, answer: key.right === true ? '对' : '错' }
  if (type === 'fill_in') return { ...short, answer: (key.blanks ?? []).map((accepted) => accepted.join('|')).join('\n') }
  if (type === 'short_answer') return { ...short, answer: (key.points ?? []).map((one) => `${one.share}|${one.text}`).join('\n') }
  if (type === 'match') {
    const letters = (content.left ?? []).map((option) => letterOf(content.right ?? [], key.pairs?.[option.id] ?? '')).join('')
    return { ...short, options: texts(content.left), others: texts(content.right), answer: letters }
  }
  if (type === 'case') return { ...short, parts: (content.parts ?? []).map((part) => toShort(part.type, part.content, key.parts?.[part.id] ?? {}, part.share)) }
  const right = Array.isArray(key.right) ? key.right : []
  return { ...short, options: texts(content.options), answer: right.map((id) => letterOf(content.options ?? [], id)).join('') }
}

function point(line: string): { text: string; share: number } {
  const found = /^(\d{1,3})\s*[|｜]\s*(.+)$/.exec(line)
  return found ? { text: found[2]!, share: Number(found[1]) } : { text: line, share: 1 }
}

function ids(letters: string): string[] {
  return [...letters.toUpperCase().replace(/[\s,，、]/g, '')].map((letter) => letter.toLowerCase())
}

function letterOf(options: Option[], id: string): string {
  return LETTERS[options.findIndex((option) => option.id === id)] ?? ''
}

function optionsOf(text: string): Option[] {
  return lines(text).map((line, place) => ({ id: LETTERS[place]?.toLowerCase() ?? String(place + 1), text: line }))
}

function texts(options: Option[] | undefined): string {
  return (options ?? []).map((option) => option.text).join('\n')
}

function lines(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean)
}
