import type { Definition, Item, Section } from '@shouwang/shared/contract'

/** A checklist as it is being written: everything the server keeps, also what no screen of the phone reads. */
export type DefinitionDraft = Definition & { kinds_of_unit: string[]; extends: string | null; basis_note: string }
export type ItemKind = Item['kind']

/** Where the selection stands; an item's section is the first number. */
export interface Place {
  section: number
  item: number
}

/** Product defaults, as in the packs that ship with the program. */
const DEFAULT_SCORE = 3
const DEFAULT_SAMPLE = 20

export function emptyDefinition(): DefinitionDraft {
  return {
    code: '', title: '', version: 1, industries: [], kinds_of_unit: [], extends: null, basis_note: '', facts: [],
    sections: [{ id: 'organisation', title: '机构、人员与备案', group: 'organisation', items: [] }],
  } as unknown as DefinitionDraft
}

/** A copy that can be edited, with every list in place. */
export function editable(definition: Definition): DefinitionDraft {
  const copy = JSON.parse(JSON.stringify(definition)) as DefinitionDraft
  return { ...copy, industries: copy.industries ?? [], kinds_of_unit: copy.kinds_of_unit ?? [], extends: copy.extends ?? null, basis_note: copy.basis_note ?? '' }
}

export function newItem(definition: DefinitionDraft): Item {
  return {
    id: nextItemId(definition), text: '', help: '', kind: 'verdict', grade: 'general', required: true, score: DEFAULT_SCORE, critical: false,
    bases: [], methods: [], evidence: { on_fail: ['note'], always: [] }, applies_if: null, phrases: [],
  } as Item
}

export function newSection(definition: DefinitionDraft): Section {
  return { id: freeId('section', definition.sections.map((section) => section.id)), title: '', group: null, items: [] } as unknown as Section
}

/** SCH-07 after SCH-06; ids that were given are never given again within the checklist. */
export function nextItemId(definition: DefinitionDraft): string {
  const prefix = definition.code || 'ITEM'
  const numbers = itemsOf(definition).map((item) => Number(new RegExp(`^${prefix}-(\\d+)`).exec(item.id)?.[1] ?? 0))
  return `${prefix}-${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`
}

function freeId(stem: string, taken: readonly string[]): string {
  let number = taken.length + 1
  while (taken.includes(`${stem}-${number}`)) number += 1
  return `${stem}-${number}`
}

export function itemsOf(definition: Definition): Item[] {
  return definition.sections.flatMap((section) => section.items)
}

/** What a kind needs and what it has no use for. */
export function turnInto(item: Item, kind: ItemKind): void {
  item.kind = kind
  if (kind !== 'choice') delete item.options
  if (kind !== 'number' && kind !== 'sample') {
    delete item.unit
    delete item.pass_if
  }
  if (kind !== 'number') {
    delete item.min
    delete item.max
  }
  if (kind !== 'sample') delete item.min_checked
  if (kind === 'choice') item.options ??= [{ value: 'a', label: '', verdict: 'pass' }, { value: 'b', label: '', verdict: 'fail' }]
  if (kind === 'sample') {
    item.min_checked = DEFAULT_SAMPLE
    item.pass_if = { at_least: 100 }
  }
}

/** One step up or down, over the border of a section as well; the place it has then. */
export function moveItem(definition: DefinitionDraft, { section, item }: Place, step: -1 | 1): Place {
  const items = definition.sections[section]!.items
  const target = item + step
  if (target >= 0 && target < items.length) {
    items.splice(target, 0, items.splice(item, 1)[0]!)
    return { section, item: target }
  }
  const next = definition.sections[section + step]
  if (!next) return { section, item }
  const [moved] = items.splice(item, 1)
  const place = step === 1 ? 0 : next.items.length
  next.items.splice(place, 0, moved!)
  return { section: section + step, item: place }
}

/** The words that are sent: optional fields that say nothing are left out. */
export function payload(draft: DefinitionDraft): Definition {
  const copy = JSON.parse(JSON.stringify(draft)) as DefinitionDraft
  for (const section of copy.sections) {
    if (!section.levels?.length) delete section.levels
    for (const item of section.items) {
      if (!item.levels?.length) delete item.levels
      if (!item.weight || item.weight === 1) delete item.weight
      if (!item.unit) delete item.unit
      for (const name of ['min', 'max', 'min_checked'] as const) if (item[name] === null || item[name] === undefined) delete item[name]
      if (item.pass_if && Object.keys(item.pass_if).length === 0) delete item.pass_if
      item.phrases = item.phrases.map((phrase) => phrase.trim()).filter(Boolean)
    }
  }
  return copy
}

/**
 * The server's complaints by place: `sections.0.items.3.text`, `facts.0.label`, `title`. It names items either by their
 * position in what was sent or by their id.
 */
export function messagesByPlace(errors: readonly { field: string; message: string }[], definition: Definition): Record<string, string> {
  const messages: Record<string, string> = {}
  for (const { field, message } of errors) {
    for (const place of placesOf(field.replace(/^definition\.?/, ''), definition)) messages[place] ??= message
  }
  return messages
}

/** What a place is called in the list of what is wrong: SCH-07 检查内容. */
export function placeLabels(errors: readonly { field: string }[], definition: Definition, words: Record<string, string>): Record<string, string> {
  return Object.fromEntries(errors.map(({ field }) => {
    const parts = (placesOf(field.replace(/^definition\.?/, ''), definition)[0] ?? field).split('.')
    const word = words[parts.at(-1)!] ?? ''
    if (parts[0] === 'facts') return [field, `情况“${definition.facts[Number(parts[1])]?.label ?? ''}” ${word}`]
    if (parts[0] !== 'sections') return [field, words[parts[0]!] ?? '']
    const section = definition.sections[Number(parts[1])]
    return [field, `${parts[2] === 'items' && parts[3] ? section?.items[Number(parts[3])]?.id : `部分“${section?.title ?? ''}”`} ${word}`]
  }))
}

function placesOf(field: string, definition: Definition): string[] {
  const [head, id, ...rest] = field.split('.')
  const tail = rest.length > 0 ? `.${rest[0]}` : '.id'
  if (head === 'items') {
    return definition.sections.flatMap((section, s) => section.items.flatMap((item, i) => (item.id === id ? [`sections.${s}.items.${i}${tail}`] : [])))
  }
  if (head === 'facts' && id !== undefined && !/^\d+$/.test(id)) return definition.facts.flatMap((fact, index) => (fact.id === id ? [`facts.${index}${tail}`] : []))
  if (head === 'sections' && id !== undefined && !/^\d+$/.test(id)) {
    return definition.sections.flatMap((section, index) => (section.id === id ? [`sections.${index}${tail}`] : []))
  }
  return [field.split('.').slice(0, head === 'sections' && rest[0] === 'items' ? 5 : 3).join('.')]
}

const KEPT = 'shouwang-template-'

export interface KeptDraft {
  at: string
  definition: DefinitionDraft
}

/** What was being written when the page was left; on this computer only. */
export function keptDraft(key: string): KeptDraft | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT + key) ?? 'null') as KeptDraft | null
  } catch {
    return null
  }
}

export function keepDraft(key: string, definition: DefinitionDraft, at: string): boolean {
  try {
    localStorage.setItem(KEPT + key, JSON.stringify({ at, definition }))
    return true
  } catch {
    return false // full or forbidden: the page says so, what was typed is still on it
  }
}

export function forgetDraft(key: string): void {
  try {
    localStorage.removeItem(KEPT + key)
  } catch {
    /* nothing was kept where nothing can be kept */
  }
}
