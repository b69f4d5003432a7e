import { formatDay } from '@/words/dates'
import { wordFor } from '@/words/terms'
import type { FacilityGap } from './types'
import { FACILITY_GAPS, TYPES } from './words'

/** A gap in words: what, where, how many of how many, and when it was last in order. */
export function sayGap(gap: FacilityGap): string {
  return `${detailOfGap(gap)} ${wordFor(FACILITY_GAPS, gap.code)}`
}

/** The same without what a tag beside it already says. */
export function detailOfGap(gap: FacilityGap): string {
  const what = [gap.place, gap.type ? wordFor(TYPES, gap.type) : ''].filter(Boolean).join(' ')
  const figure = gap.code === 'below_minimum' ? `（实有 ${gap.counted}，应有 ${gap.minimum}）` : ''
  return `${what}${figure}${gap.last_on ? `，最近 ${formatDay(gap.last_on)}` : ''}`
}

export function keyOfGap(gap: FacilityGap): string {
  return [gap.code, gap.type, gap.place_id ?? ''].join(':')
}
