import type { Plan, PlanPreset } from '@/api/types'

export interface Interval {
  every: number
  unit: 'months' | 'weeks' | 'days'
}

export interface Window {
  first: string
  last: string
}

/** One fact a unit must have; a row without a name or a number is not finished yet. */
export interface AskedFact {
  name: string
  value: boolean | number | null
}

/** A plan as its form holds it: every field there, empty where nothing was chosen. */
export interface PlanDraft {
  title: string
  kind: string
  kinds: string[]
  industries: string[]
  key_levels: number[]
  area_codes: string[]
  counter_terror: '' | 'yes' | 'no'
  facts: AskedFact[]
  template_mode: 'by_industry' | 'explicit'
  template_ids: string[]
  mode: 'interval' | 'windows'
  interval: Interval
  by_level: Record<string, Interval | null>
  windows: Window[]
  spread: boolean
  working_days_only: boolean
  grace_days: number
  assignment: string
  officer_ids: string[]
  starts_on: string
  ends_on: string
}

export const LEVELS = ['1', '2', '3'] as const

export const PLAN_FIELD_LABELS: Record<string, string> = {
  title: '计划名称',
  kind: '种类',
  selection: '单位范围',
  template_ids: '检查表',
  schedule: '周期',
  assignment: '派员方式',
  officer_ids: '检查人员',
  starts_on: '开始日期',
  ends_on: '结束日期',
  grace_days: '宽限天数',
}

export const INTERVAL_UNITS: Record<Interval['unit'], string> = { months: '个月', weeks: '周', days: '天' }

export function emptyPlan(today: string): PlanDraft {
  return {
    title: '', kind: 'periodic', kinds: [], industries: [], key_levels: [], area_codes: [], counter_terror: '', facts: [],
    template_mode: 'by_industry', template_ids: [], mode: 'interval', interval: { every: 6, unit: 'months' },
    by_level: { '1': null, '2': null, '3': null }, windows: [], spread: true, working_days_only: true, grace_days: 10,
    assignment: 'station', officer_ids: [], starts_on: today, ends_on: '',
  }
}

/** What a suggestion says replaces what the form says; the selection and the dates stay. */
export function withPreset(draft: PlanDraft, preset: PlanPreset): PlanDraft {
  return {
    ...draft,
    ...scheduleOf(preset.schedule),
    title: preset.title,
    kind: preset.kind,
    template_mode: preset.template_mode,
    spread: preset.spread,
    working_days_only: preset.working_days_only,
    grace_days: preset.grace_days,
    assignment: preset.assignment,
  }
}

export function draftOf(plan: Plan): PlanDraft {
  const chosen = plan.selection
  return {
    ...scheduleOf(plan.schedule),
    title: plan.title,
    kind: plan.kind,
    kinds: [...(chosen.kinds ?? [])],
    industries: [...(chosen.industries ?? [])],
    key_levels: [...(chosen.key_levels ?? [])],
    area_codes: [...(chosen.area_codes ?? [])],
    counter_terror: chosen.counter_terror_target == null ? '' : chosen.counter_terror_target ? 'yes' : 'no',
    facts: Object.entries((chosen.facts ?? {}) as Record<string, boolean | number>).map(([name, value]) => ({ name, value })),
    template_mode: plan.template_mode,
    template_ids: [...plan.template_ids],
    spread: plan.spread,
    working_days_only: plan.working_days_only,
    grace_days: plan.grace_days,
    assignment: plan.assignment,
    officer_ids: [...plan.officer_ids],
    starts_on: plan.starts_on,
    ends_on: plan.ends_on ?? '',
  }
}

export function planPayload(draft: PlanDraft): Record<string, unknown> {
  const isWindows = draft.mode === 'windows'
  const byLevel = Object.entries(draft.by_level).filter((pair): pair is [string, Interval] => pair[1] !== null)
  return {
    title: draft.title.trim(),
    kind: draft.kind,
    selection: {
      kinds: draft.kinds,
      industries: draft.industries,
      key_levels: draft.key_levels,
      area_codes: draft.area_codes,
      counter_terror_target: draft.counter_terror === '' ? null : draft.counter_terror === 'yes',
      facts: Object.fromEntries(draft.facts.filter((one) => one.name !== '' && one.value !== null).map((one) => [one.name, one.value])),
    },
    template_mode: draft.template_mode,
    template_ids: draft.template_mode === 'explicit' ? draft.template_ids : [],
    schedule: {
      mode: draft.mode,
      interval: isWindows ? null : draft.interval,
      by_level: isWindows ? {} : Object.fromEntries(byLevel),
      windows: isWindows ? draft.windows : [],
    },
    spread: draft.spread,
    working_days_only: draft.working_days_only,
    grace_days: draft.grace_days,
    assignment: draft.kind === 'self' ? 'unit' : draft.assignment === 'unit' ? 'station' : draft.assignment,
    officer_ids: draft.kind !== 'self' && draft.assignment === 'named' ? draft.officer_ids : [],
    starts_on: draft.starts_on,
    ends_on: draft.ends_on || null,
  }
}

/** 每 6 个月 / 每 3 个月（一级重点每 1 个月） / 每年 3月1日—3月31日. */
export function scheduleWords(schedule: Plan['schedule'], levelWord: (level: string) => string): string {
  if (schedule.mode === 'windows') {
    return `每年 ${(schedule.windows ?? []).map((one) => `${monthDay(one.first)}—${monthDay(one.last)}`).join('、')}`
  }
  const own = Object.entries(schedule.by_level ?? {}).map(([level, one]) => `${levelWord(level)}${intervalWords(one as Interval)}`)
  return intervalWords(schedule.interval as Interval) + (own.length > 0 ? `（${own.join('，')}）` : '')
}

export function intervalWords(interval: Interval | null): string {
  return interval === null ? '' : `每 ${interval.every} ${INTERVAL_UNITS[interval.unit]}`
}

function monthDay(text: string): string {
  const [month, day] = text.split('-').map(Number)
  return `${month}月${day}日`
}

function scheduleOf(schedule: Plan['schedule']): Pick<PlanDraft, 'mode' | 'interval' | 'by_level' | 'windows'> {
  const own = (schedule.by_level ?? {}) as Record<string, Interval>
  return {
    mode: schedule.mode,
    interval: (schedule.interval as Interval | null) ?? { every: 6, unit: 'months' },
    by_level: Object.fromEntries(LEVELS.map((level) => [level, own[level] ? { ...own[level] } : null])),
    windows: (schedule.windows ?? []).map((one) => ({ ...one })),
  }
}
