import { describe, expect, it } from 'vitest'
import type { HazardTerm } from '@/api/types'
import { draftOfTerm, termLines, termPayload } from '@/hazards/termDraft'

function term(code: HazardTerm['code'], value: unknown, changes: Partial<HazardTerm> = {}): HazardTerm {
  return { id: 't', code, value, basis: '内部规定', from_on: '2007-10-01', at: '2026-01-01T00:00:00Z', in_force: true, ...changes } as HazardTerm
}

const reminder = { about: 'deadline', days: -3, to: ['unit', 'agency'], text: '{title}' }

describe('a term of hazards', () => {
  it('begins its next version with what is in force, and leaves that as it was', () => {
    const now = term('reminders', [reminder])
    const draft = draftOfTerm('reminders', [term('reminders', [], { in_force: false }), now], '2026-11-22')
    draft.reminders[0]!.days = -5
    expect(now.value).toEqual([reminder])
    expect(termPayload({ ...draft, basis: ' 新规定 ' })).toEqual({ code: 'reminders', value: [{ ...reminder, days: -5 }], basis: '新规定', from_on: '2026-11-22' })
  })

  it('is sent with the value of its own code', () => {
    expect(termPayload(draftOfTerm('recheck_working_days', [term('recheck_working_days', 5)], '2026-11-22'))).toMatchObject({ code: 'recheck_working_days', value: 5 })
    expect(termPayload(draftOfTerm('escalations', [term('escalations', [{ days: 1, levels: 1 }])], '2026-11-22'))).toMatchObject({ value: [{ days: 1, levels: 1 }] })
  })

  it('is told in words', () => {
    expect(termLines(term('recheck_working_days', 3))).toEqual(['3 个工作日'])
    expect(termLines(term('escalations', [{ days: 15, levels: 2 }]))).toEqual(['逾期 15 天，报上 2 级机关'])
    expect(termLines(term('reminders', [reminder, { ...reminder, days: 0 }, { ...reminder, days: 7 }]))).toEqual([
      '整改期限提前 3 天，告知单位、承办机关：〔隐患〕', '整改期限当天，告知单位、承办机关：〔隐患〕', '整改期限过后 7 天，告知单位、承办机关：〔隐患〕',
    ])
  })
})
