import type { Duty } from '@/api/types'

/** 1/2 for what is counted by the year; empty for the rest. */
export function figureOf(duty: Pick<Duty, 'duty' | 'counted' | 'required'>): string {
  if (duty.duty === 'project') return `${duty.counted} 个环节已完成`
  return duty.duty === 'drill' || duty.duty === 'training' ? `${duty.counted}/${duty.required}` : ''
}

/** Whether a paper can be filed for it. */
export function isFiled(duty: string): duty is 'rulebook' | 'plan' | 'standard' {
  return duty === 'rulebook' || duty === 'plan' || duty === 'standard'
}

/** 门卫值班巡查制度 缺失、… in few words for a row of a list. */
export function gapWords(gaps: readonly Pick<Duty, 'duty' | 'title' | 'counted' | 'required'>[]): string {
  return gaps.map((gap) => [gap.title, figureOf(gap)].filter(Boolean).join(' ')).join('、')
}
