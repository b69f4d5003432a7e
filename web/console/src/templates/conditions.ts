import type { Comparison, Fact, FactValue, Item, Predicate } from '@shouwang/shared/contract'
import { VERDICTS, wordFor } from '@/words/terms'

/** A condition of a checklist in words: 寄宿制；或 SCH-07 为合格. */
export function conditionWords(predicate: Predicate, facts: readonly Fact[], items: readonly Item[] = []): string {
  const inWords = (part: Predicate) => conditionWords(part, facts, items)
  if ('all' in predicate) return predicate.all.map(inWords).join('，且')
  if ('any' in predicate) return predicate.any.map(inWords).join('，或')
  if ('not' in predicate) return `不满足：${inWords(predicate.not)}`
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
