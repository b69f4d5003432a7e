import type { Answer, Flag, Hazard, Inspection, InspectionPhoto, TemplateItem, TemplateSection } from '@/api/types'

/** One line of the record as an officer judges it. */
export interface JudgedItem {
  item: TemplateItem
  answer: Answer | null
  verdict: 'pass' | 'fail' | 'na' | null
  /** What was answered, in words, when it is more than a verdict. */
  words: string
  photos: InspectionPhoto[]
  flags: Flag[]
  hazard: Hazard | null
}

export interface JudgedSection {
  title: string
  items: JudgedItem[]
  counts: { pass: number; fail: number; na: number; open: number }
}

export function judgeSections(inspection: Pick<Inspection, 'sections' | 'answers' | 'photos' | 'flags' | 'hazards'>): JudgedSection[] {
  return inspection.sections.map((section: TemplateSection) => {
    const items = section.items.map((item) => judgeItem(item, inspection))
    const counts = { pass: 0, fail: 0, na: 0, open: 0 }
    for (const judged of items) counts[judged.verdict ?? (judged.answer === null ? 'open' : 'pass')] += 1
    return { title: section.title, items, counts }
  })
}

function judgeItem(item: TemplateItem, inspection: Pick<Inspection, 'answers' | 'photos' | 'flags' | 'hazards'>): JudgedItem {
  const answer = inspection.answers[item.id] ?? null
  const hazard = inspection.hazards.find((one) => one.item_id === item.id) ?? null
  const named = new Set(answer?.photos ?? [])
  return {
    item,
    answer,
    verdict: verdictOf(item, answer, hazard),
    words: answerWords(item, answer),
    photos: inspection.photos.filter((photo) => photo.item === item.id || named.has(photo.sha256)),
    flags: inspection.flags.filter((flag) => flag.item === item.id),
    hazard,
  }
}

/** The server makes a hazard from every failed item, so a hazard means "failed" for numbers and choices too. */
function verdictOf(item: TemplateItem, answer: Answer | null, hazard: Hazard | null): JudgedItem['verdict'] {
  if (hazard !== null) return 'fail'
  const value = answer?.value
  if (value === 'pass' || value === 'fail' || value === 'na') return value
  return item.options?.find((option) => option.value === value)?.verdict ?? null
}

function answerWords(item: TemplateItem, answer: Answer | null): string {
  const value = answer?.value
  if (value === null || value === undefined || value === 'pass' || value === 'fail' || value === 'na') return ''
  const option = item.options?.find((one) => one.value === value)
  return option?.label ?? `${value}${item.unit ? ` ${item.unit}` : ''}`
}

/** Photos named by the record but tied to no item: surroundings, documents shown. */
export function loosePhotos(inspection: Pick<Inspection, 'sections' | 'answers' | 'photos'>): InspectionPhoto[] {
  const items = new Set(inspection.sections.flatMap((section) => section.items.map((item) => item.id)))
  const named = new Set(Object.values(inspection.answers).flatMap((answer) => answer.photos ?? []))
  return inspection.photos.filter((photo) => !(photo.item !== null && items.has(photo.item)) && !named.has(photo.sha256))
}

export function sortedFlags(flags: readonly Flag[]): Flag[] {
  return [...flags].sort((a, b) => Number(b.severity === 'breach') - Number(a.severity === 'breach'))
}

/** Hazards of this inspection that no order covers yet. */
export function orderableHazards(hazards: readonly Hazard[]): Hazard[] {
  return hazards.filter((hazard) => hazard.state === 'found' && hazard.order_id === null)
}
