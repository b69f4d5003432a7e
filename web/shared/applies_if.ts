import type { Comparison, Count, FactValue, Outcome, Predicate } from './contract'

/** What a predicate may look at. An unknown fact and an item that is unanswered or does not apply are absent. */
export interface Known {
  fact(id: string): FactValue | null
  item(id: string): { value: FactValue | Count; outcome: Outcome | null } | null
}

/** Whether an item applies. A leaf about something absent is false, so its `not` is true. */
export function applies(predicate: Predicate | null, known: Known): boolean {
  if (predicate === null) return true
  if ('all' in predicate) return predicate.all.every((part) => applies(part, known))
  if ('any' in predicate) return predicate.any.some((part) => applies(part, known))
  if ('not' in predicate) return !applies(predicate.not, known)
  if ('fact' in predicate) {
    const value = known.fact(predicate.fact)
    return value !== null && compares(predicate, value, null)
  }
  const answer = known.item(predicate.item)
  return answer !== null && compares(predicate, answer.value, answer.outcome)
}

function compares(comparison: Comparison, value: FactValue | Count, outcome: Outcome | null): boolean {
  if (comparison.is !== undefined && value !== comparison.is && outcome !== comparison.is) return false
  if (comparison.in !== undefined && !comparison.in.some((entry) => entry === value || entry === outcome)) return false
  return withinBounds(comparison, value)
}

function withinBounds(bounds: Comparison, value: FactValue | Count): boolean {
  const named = (['at_least', 'at_most', 'above', 'below'] as const).filter((name) => bounds[name] !== undefined)
  if (named.length === 0) return true
  if (typeof value !== 'number') return false
  const { at_least = value, at_most = value, above = -Infinity, below = Infinity } = bounds
  return value >= at_least && value <= at_most && value > above && value < below
}
