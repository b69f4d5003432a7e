import { applies, type Known } from './applies_if'
import { isSampled, isTooSmall, outcomeOfSample } from './sampling'
import type { AnswerValue, Bound, Definition, Evidence, FactValue, Group, Item, Outcome, PassIf } from './contract'

export type Facts = Record<string, FactValue>
export type Answers = Record<string, AnswerValue>

/** The groups that every police inspection covers or says why not. Source: JN-2.3.3d. */
export const GROUPS: readonly Group[] = ['organisation', 'measures', 'facilities']

/** Of the register, never asked on site; absent where the unit is no key unit. */
export const LEVEL_FACT = 'key_unit_level'

/** How the whole sheet came out. */
export type Result = 'pass' | 'partial' | 'fail'

/** One form as it stands: which items apply, and what their answers amount to. */
export class Sheet {
  private readonly items: Map<string, Item>
  private readonly levels: Map<string, number[][]>
  private readonly applying = new Map<string, boolean>()
  private readonly visiting = new Set<string>()
  private readonly known: Known

  constructor(
    readonly definition: Definition,
    readonly facts: Facts,
    readonly answers: Answers,
  ) {
    this.items = new Map(definition.sections.flatMap((section) => section.items.map((item) => [item.id, item])))
    this.levels = new Map(definition.sections.flatMap((section) =>
      section.items.map((item) => [item.id, [section.levels, item.levels].filter((levels) => levels !== undefined)] as [string, number[][]])))
    this.known = {
      fact: (id) => facts[id] ?? null,
      item: (id) => {
        const item = this.items.get(id)
        const value = answers[id]?.value ?? null
        if (!item || value === null || !this.applies(item)) return null
        return { value, outcome: this.outcome(item) }
      },
    }
  }

  applies(item: Item): boolean {
    const earlier = this.applying.get(item.id)
    if (earlier !== undefined) return earlier
    // An item that depends on itself never applies by that way.
    if (this.visiting.has(item.id)) return false
    this.visiting.add(item.id)
    const result = this.isOfLevel(item) && applies(item.applies_if, this.known)
    this.visiting.delete(item.id)
    if (this.visiting.size === 0) this.applying.set(item.id, result)
    return result
  }

  outcome(item: Item): Outcome | null {
    const value = this.answers[item.id]?.value ?? null
    if (value === null) return null
    if (item.kind === 'verdict') return value === 'pass' || value === 'fail' || value === 'na' ? value : null
    if (item.kind === 'choice') return item.options?.find((option) => option.value === value)?.verdict ?? null
    if (item.kind === 'number' && typeof value === 'number' && item.pass_if) return this.passes(item.pass_if, value)
    if (item.kind === 'sample') return outcomeOfSample(item, value)
    return null
  }

  isAnswered(item: Item): boolean {
    const value = this.answers[item.id]?.value ?? null
    if (item.kind === 'sample') return isSampled(value)
    return value !== null && value !== ''
  }

  /** Evidence asked for and not there yet. */
  missingEvidence(item: Item): Evidence[] {
    const wanted = new Set(item.evidence.always)
    if (this.outcome(item) === 'fail') item.evidence.on_fail.forEach((kind) => wanted.add(kind))
    const answer = this.answers[item.id]
    if (answer?.photos.length) wanted.delete('photo')
    if (answer?.note.trim()) wanted.delete('note')
    return this.isAnswered(item) && this.answers[item.id]?.value !== 'na' ? [...wanted] : []
  }

  score(): { earned: number; possible: number } {
    let earned = 0
    let possible = 0
    for (const item of this.applyingItems()) {
      const outcome = this.outcome(item)
      if (outcome !== 'pass' && outcome !== 'fail') continue
      const points = item.score * (item.weight ?? 1)
      possible += points
      if (outcome === 'pass') earned += points
    }
    return { earned, possible }
  }

  /** The critical items that failed; one is enough for the whole sheet. */
  failedCritical(): Item[] {
    return this.applyingItems().filter((item) => item.critical && this.outcome(item) === 'fail')
  }

  /** fail when a critical item failed, partial when others did, pass when nothing judged failed, null before. */
  result(): Result | null {
    if (this.failedCritical().length > 0) return 'fail'
    const outcomes = new Set(this.applyingItems().map((item) => this.outcome(item)))
    return outcomes.has('fail') ? 'partial' : outcomes.has('pass') ? 'pass' : null
  }

  /** Sampled items of which fewer were looked at than asked. */
  tooSmallSamples(): Item[] {
    return this.applyingItems().filter((item) => isTooSmall(item, this.answers[item.id]?.value))
  }

  applyingItems(): Item[] {
    return [...this.items.values()].filter((item) => this.applies(item))
  }

  unanswered(): Item[] {
    return this.applyingItems().filter((item) => item.required && !this.isAnswered(item))
  }

  /** Groups in which nothing was looked at; 不适用 alone is not looking. */
  uncoveredGroups(): Group[] {
    return GROUPS.filter((group) => !this.definition.sections.some((section) => section.group === group
      && section.items.some((item) => this.applies(item) && this.isAnswered(item) && this.answers[item.id]?.value !== 'na')))
  }

  /** Tiers: items and sections may be for key units of certain levels only. */
  private isOfLevel(item: Item): boolean {
    const level = this.facts[LEVEL_FACT]
    return (this.levels.get(item.id) ?? []).every((levels) => typeof level === 'number' && levels.includes(level))
  }

  private passes(bounds: PassIf, value: number): Outcome | null {
    let passed = true
    for (const [name, bound] of Object.entries(bounds) as [keyof PassIf, Bound][]) {
      const limit = typeof bound === 'number' ? bound : this.facts[bound.fact]
      if (typeof limit !== 'number') return null
      passed &&= { at_least: value >= limit, at_most: value <= limit, above: value > limit, below: value < limit }[name]
    }
    return passed ? 'pass' : 'fail'
  }
}
