import { describe, expect, it } from 'vitest'
import type { Plan, PlanPreset } from '@/api/types'
import { draftOf, emptyPlan, planPayload, scheduleWords, withPreset } from '@/plans/planDraft'

const today = '2026-11-22'
const preset = {
  code: 'self_regular', title: '单位定期自查', kind: 'self', template_mode: 'by_industry', spread: false, working_days_only: true,
  grace_days: 7, assignment: 'unit',
  schedule: { mode: 'interval', interval: { every: 3, unit: 'months' }, by_level: { '1': { every: 1, unit: 'months' } }, windows: [] },
} as unknown as PlanPreset

describe('a plan', () => {
  it('takes a suggestion over and keeps which units it is for', () => {
    const draft = withPreset({ ...emptyPlan(today), industries: ['school'] }, preset)
    expect(draft).toMatchObject({ kind: 'self', assignment: 'unit', industries: ['school'], starts_on: today })
    expect(draft.by_level).toEqual({ '1': { every: 1, unit: 'months' }, '2': null, '3': null })
  })

  it('never shares its intervals with the suggestion', () => {
    const draft = withPreset(emptyPlan(today), preset)
    draft.by_level['1']!.every = 9
    expect(withPreset(emptyPlan(today), preset).by_level['1']!.every).toBe(1)
  })

  it('sends only the levels that have an interval of their own', () => {
    const sent = planPayload(withPreset(emptyPlan(today), preset))
    expect(sent.schedule).toEqual({ mode: 'interval', interval: { every: 3, unit: 'months' }, by_level: { '1': { every: 1, unit: 'months' } }, windows: [] })
  })

  it('sends windows without an interval', () => {
    const draft = { ...emptyPlan(today), mode: 'windows' as const, windows: [{ first: '03-01', last: '03-31' }] }
    expect(planPayload(draft).schedule).toEqual({ mode: 'windows', interval: null, by_level: {}, windows: draft.windows })
  })

  it('leaves a self-check to the unit, whatever was chosen before', () => {
    const draft = { ...emptyPlan(today), kind: 'self', assignment: 'named', officer_ids: ['a', 'b'] }
    expect(planPayload(draft)).toMatchObject({ assignment: 'unit', officer_ids: [] })
    expect(planPayload({ ...draft, kind: 'periodic', assignment: 'unit' })).toMatchObject({ assignment: 'station' })
  })

  it('asks for targets only when told to', () => {
    const ask = (counter_terror: '' | 'yes' | 'no') => (planPayload({ ...emptyPlan(today), counter_terror }).selection as Record<string, unknown>).counter_terror_target
    expect([ask(''), ask('yes'), ask('no')]).toEqual([null, true, false])
  })

  it('is the same after it was sent and read again', () => {
    const draft = { ...withPreset(emptyPlan(today), preset), key_levels: [0, 1], facts: [{ name: 'boarding', value: true }], counter_terror: 'no' as const }
    expect(draftOf(planPayload(draft) as unknown as Plan)).toEqual(draft)
  })

  it('keeps every fact asked for: several, a no, a number, and one the form has no word for', () => {
    const facts = { boarding: true, has_guards: false, headcount: 0, full_time_security_staff: 3, made_up: true }
    const saved = { ...planPayload(emptyPlan(today)), selection: { facts } } as unknown as Plan
    expect((planPayload(draftOf(saved)).selection as Record<string, unknown>).facts).toEqual(facts)
  })

  it('leaves out a fact that is not chosen or counted yet', () => {
    const facts = [{ name: '', value: true }, { name: 'headcount', value: null }, { name: 'boarding', value: true }]
    expect(planPayload({ ...emptyPlan(today), facts }).selection).toMatchObject({ facts: { boarding: true } })
  })

  it('says its rhythm in words', () => {
    const word = (level: string) => `${level}级`
    expect(scheduleWords(preset.schedule, word)).toBe('每 3 个月（1级每 1 个月）')
    expect(scheduleWords({ mode: 'windows', interval: null, by_level: {}, windows: [{ first: '03-01', last: '04-30' }] } as Plan['schedule'], word)).toBe('每年 3月1日—4月30日')
  })
})
