import type { Comparison, Fact, FactValue, Item, Predicate } from '@shouwang/shared/contract'
import { VERDICTS, wordFor } from '@/words/terms'

/** A condition of a checklist in words: 寄宿制；或 SCH-07 为合格. */
export function conditionWords(predicate: Predicate, facts: readonly Fact[], items: readonly Item[] = []): string {
  const inWords = (part: Predicate) => conditionWords(part, facts, items)
  // Joined inside of joined stands in brackets: “且” and “或” side by side can be read two ways.
  const enclosed = (part: Predicate) => ((('all' in part && part.all.length > 1) || ('any' in part && part.any.length > 1)) ? `（${inWords(part)}）` : inWords(part))
  if ('all' in predicate) return predicate.all.map(enclosed).join('，且')
  if ('any' in predicate) return predicate.any.map(enclosed).join('，或')
  if ('not' in predicate) return `不满足：${enclosed(predicate.not)}`
  if ('item' in predicate) return `${predicate.item} ${comparisonWords(predicate, (value) => optionLabel(predicate.item, value, items))}`
  const label = facts.find((fact) => fact.id === predicate.fact)?.label ?? predicate.fact
  if (predicate.is === true) return label
  if (predicate.is === false) return `非${label}`
  return `${label} ${comparisonWords(predicate, String)}`
}

function comparisonWords(comparison: Comparison, valueWords: (value: FactValue) => string): string {
  const parts: string[] = []
  if (comparison.is !== undefined) parts.push(`为${valueWords(comparison.is)}`)
  if (comparison.in !== undefined) parts.push(`为${comparison.in.map(valueWords).join('或')}`)
  if (comparison.at_least !== undefined) parts.push(`不少于 ${comparison.at_least}`)
  if (comparison.at_most !== undefined) parts.push(`不多于 ${comparison.at_most}`)
  if (comparison.above !== undefined) parts.push(`多于 ${comparison.above}`)
  if (comparison.below !== undefined) parts.push(`少于 ${comparison.below}`)
  return parts.join('，')
}

function optionLabel(itemId: string, value: FactValue, items: readonly Item[]): string {
  const option = items.find((item) => item.id === itemId)?.options?.find((one) => one.value === value)
  return option?.label ?? wordFor(VERDICTS, String(value))
}
