import { Sheet } from '@shouwang/shared/checklist'
import { isCount, rateText } from '@shouwang/shared/sampling'
import type { AnswerValue, Definition, Item, Outcome } from '@shouwang/shared/contract'
import type { Answer, Flag, Hazard, Inspection, InspectionPhoto } from '@/api/types'

/** One line of the record as an officer judges it. */
export interface JudgedItem {
  item: Item
  answer: Answer | null
  /** By the rules that the phone and the server follow too. */
  verdict: Outcome | null
  /** Whether this unit had to be asked at all. */
  isAsked: boolean
  /** What was answered, in words, when it is more than a verdict. */
  words: string
  photos: InspectionPhoto[]
  flags: Flag[]
  hazard: Hazard | null
}

export type Count = 'pass' | 'fail' | 'na' | 'filled' | 'open' | 'unasked'

export interface JudgedSection {
  title: string
  items: JudgedItem[]
  counts: Record<Count, number>
}

type Judged = Pick<Inspection, 'sections' | 'answers' | 'facts' | 'fact_definitions' | 'photos' | 'flags' | 'hazards'>

export function judgeSections(inspection: Judged): JudgedSection[] {
  const sheet = new Sheet(
    { sections: inspection.sections, facts: inspection.fact_definitions } as Definition,
    inspection.facts,
    inspection.answers as Record<string, AnswerValue>,
  )
  return inspection.sections.map((section) => {
    const items = section.items.map((item) => judgeItem(item, sheet, inspection))
    const counts: Record<Count, number> = { pass: 0, fail: 0, na: 0, filled: 0, open: 0, unasked: 0 }
    for (const judged of items) counts[countOf(judged)] += 1
    return { title: section.title, items, counts }
  })
}

export function countOf(judged: JudgedItem): Count {
  if (judged.verdict !== null) return judged.verdict
  if (isAnswered(judged.answer)) return 'filled'
  return judged.isAsked ? 'open' : 'unasked'
}

function isAnswered(answer: Answer | null): boolean {
  return answer !== null && answer.value !== null && answer.value !== ''
}

function judgeItem(item: Item, sheet: Sheet, inspection: Judged): JudgedItem {
  const answer = inspection.answers[item.id] ?? null
  const named = new Set(answer?.photos ?? [])
  return {
    item,
    answer,
    verdict: sheet.outcome(item),
    isAsked: sheet.applies(item),
    words: answerWords(item, answer),
    photos: inspection.photos.filter((photo) => photo.item === item.id || named.has(photo.sha256)),
    flags: inspection.flags.filter((flag) => flag.item === item.id),
    hazard: inspection.hazards.find((one) => one.item_id === item.id) ?? null,
  }
}

function answerWords(item: Item, answer: Answer | null): string {
  const value = answer?.value
  if (value === null || value === undefined || item.kind === 'verdict') return ''
  if (item.kind === 'choice') return item.options?.find((one) => one.value === value)?.label ?? String(value)
  if (isCount(value)) return `抽查 ${value.checked}${item.unit ? ` ${item.unit}` : ''}，合格 ${value.passed}，合格率 ${rateText(value)}%（应达到 ${item.pass_if?.at_least ?? 100}%）`
  return `${value}${item.kind === 'number' && item.unit ? ` ${item.unit}` : ''}`
}

export function sortedFlags(flags: readonly Flag[]): Flag[] {
  return [...flags].sort((a, b) => Number(b.severity === 'breach') - Number(a.severity === 'breach'))
}

/** Hazards of this inspection that no order covers yet. */
export function orderableHazards(hazards: readonly Hazard[]): Hazard[] {
  return hazards.filter((hazard) => hazard.state === 'found' && hazard.order_id === null)
}
