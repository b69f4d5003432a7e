import { describe, expect, it } from 'vitest'
import vectors from '../../../tests/vectors/applies_if.json'
import { applies } from '../applies_if'
import { Sheet } from '../checklist'
import { rateText } from '../sampling'
import type { AnswerValue, Definition, FactValue, Outcome, Predicate } from '../contract'

type Items = Record<string, { value: FactValue; outcome: Outcome | null }>

describe('applies_if', () => {
  it.each(vectors.predicates)('$name', (vector) => {
    const facts = vector.facts as unknown as Record<string, FactValue>
    const items = vector.items as unknown as Items
    const known = { fact: (id: string) => facts[id] ?? null, item: (id: string) => items[id] ?? null }
    expect(applies(vector.predicate as unknown as Predicate | null, known)).toBe(vector.expect)
  })
})

describe('a checklist', () => {
  const definitions = vectors.definitions as unknown as Record<string, Definition>

  it.each(vectors.checklists)('$name', (vector) => {
    const definition = definitions[vector.definition]!
    const sheet = new Sheet(definition, vector.facts as unknown as Record<string, FactValue>, vector.answers as unknown as Record<string, AnswerValue>)
    const applying = sheet.applyingItems()
    const outcomes = Object.fromEntries(applying.flatMap((item) => (sheet.outcome(item) ? [[item.id, sheet.outcome(item)]] : [])))
    const missing = Object.fromEntries(applying.flatMap((item) => (sheet.missingEvidence(item).length ? [[item.id, sheet.missingEvidence(item)]] : [])))
    expect({
      applies: applying.map((item) => item.id),
      outcomes,
      unanswered: sheet.unanswered().map((item) => item.id),
      missing_evidence: missing,
      uncovered_groups: sheet.uncoveredGroups(),
      score: sheet.score(),
      result: sheet.result(),
      failed_critical: sheet.failedCritical().map((item) => item.id),
      too_small_samples: sheet.tooSmallSamples().map((item) => item.id),
    }).toEqual(vector.expect)
  })
})

describe('a rate', () => {
  it.each(vectors.rates as [number, number, string][])('of %d, %d in order: %s percent', (checked, passed, text) => {
    expect(rateText({ checked, passed })).toBe(text)
  })
})
