import type { Condition, TemplateFact, TemplateItem } from '@/api/types'
import { VERDICTS, wordFor } from '@/words/terms'

/** A condition of a checklist in words: 寄宿制；或 SCH-07 为合格. */
export function conditionWords(condition: Condition, facts: readonly TemplateFact[], items: readonly TemplateItem[] = []): string {
  const inWords = (part: Condition) => conditionWords(part, facts, items)
  if ('all' in condition && Array.isArray(condition.all)) return condition.all.map(inWords).join('，且')
  if ('any' in condition && Array.isArray(condition.any)) return condition.any.map(inWords).join('，或')
  if ('not' in condition && condition.not) return `不满足：${inWords(condition.not as Condition)}`
  if ('item' in condition) return `${condition.item} ${comparisonWords(condition, (value) => optionLabel(String(condition.item), value, items))}`
  if ('fact' in condition) {
    const label = facts.find((fact) => fact.id === condition.fact)?.label ?? String(condition.fact)
    if (condition.is === true) return label
    if (condition.is === false) return `非${label}`
    return `${label} ${comparisonWords(condition, String)}`
  }
  return JSON.stringify(condition)
}

const COMPARISONS: Record<string, string> = {
  is: '为',
  is_not: '不为',
  at_least: '不少于',
  at_most: '不多于',
  more_than: '多于',
  less_than: '少于',
  in: '为以下之一：',
}

function comparisonWords(condition: Record<string, unknown>, valueWords: (value: unknown) => string): string {
  const parts = Object.entries(condition).filter(([name]) => name in COMPARISONS)
  return parts
    .map(([name, value]) => COMPARISONS[name] + (Array.isArray(value) ? value.map(valueWords).join('、') : valueWords(value)))
    .join('，')
}

function optionLabel(itemId: string, value: unknown, items: readonly TemplateItem[]): string {
  const option = items.find((item) => item.id === itemId)?.options?.find((one) => one.value === value)
  return option?.label ?? wordFor(VERDICTS, String(value))
}
