import type { Count, Item, Outcome } from './contract'

const MOST_CHECKED = 1_000_000

type Whole = { checked: number; passed: number }

function isObject(value: unknown): value is Count {
  return typeof value === 'object' && value !== null && 'checked' in value && 'passed' in value
}

/** Both numbers were given, sensible or not. */
export function isSampled(value: unknown): value is Whole {
  return isObject(value) && Number.isInteger(value.checked) && Number.isInteger(value.passed)
}

/** At least one was looked at, and no more were in order than were looked at. */
export function isCount(value: unknown): value is Whole {
  return isSampled(value) && value.checked >= 1 && value.checked <= MOST_CHECKED && value.passed >= 0 && value.passed <= value.checked
}

/** By the rate asked for, in percent, without rounding. */
export function outcomeOfSample(item: Item, value: unknown): Outcome | null {
  const bound = item.pass_if?.at_least
  if (!isCount(value) || typeof bound !== 'number') return null
  return value.passed * 100 >= bound * value.checked ? 'pass' : 'fail'
}

export function isTooSmall(item: Item, value: unknown): boolean {
  return isCount(value) && value.checked < (item.min_checked ?? 1)
}

/** 95 or 99.9: percent with one decimal, cut and never rounded up, so that 100 means all. */
export function rateText(value: Whole): string {
  const tenths = Math.floor((value.passed * 1000) / value.checked)
  return tenths % 10 === 0 ? String(tenths / 10) : (tenths / 10).toFixed(1)
}
