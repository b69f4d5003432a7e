import { describe, expect, it } from 'vitest'
import { emptyLevel, gapsInLevel, isScopeStated, levelPayload } from '@/alerts/levels/levelDraft'
import { waitWords } from '@/alerts/words'

const today = '2026-11-22'
const empty = emptyLevel(today)
const whole = { ...empty, title: '运动会', reason: '人多', scope: { ...empty.scope, industries: ['school'] } }

describe('a level to be raised', () => {
  it('lasts a week from today and asks for daily checks and reports, unless said otherwise', () => {
    expect([empty.from_on, empty.to_on, empty.check_interval_days, empty.zero_report_by]).toEqual([today, '2026-11-28', 1, '18:00'])
  })

  it('lacks nothing with a name, a reason and a scope', () => {
    expect(gapsInLevel(whole, today)).toEqual({})
  })

  it('never means everybody by leaving everything out', () => {
    expect(isScopeStated(empty.scope)).toBe(false)
    expect(gapsInLevel({ ...whole, scope: empty.scope }, today)).toHaveProperty('scope')
    expect(isScopeStated({ ...empty.scope, whole: true })).toBe(true)
    expect(isScopeStated({ ...empty.scope, key_levels: [0] })).toBe(true)
  })

  it('is neither of yesterday nor ends before it begins', () => {
    expect(gapsInLevel({ ...whole, from_on: '2026-11-21' }, today)).toHaveProperty('from_on')
    expect(gapsInLevel({ ...whole, to_on: '2026-11-21' }, today)).toHaveProperty('to_on')
  })

  it('sends no hour as none', () => {
    expect(levelPayload({ ...whole, zero_report_by: '' }, 'i', 'p')).toMatchObject({ id: 'i', password: 'p', zero_report_by: null })
  })
})

describe('a waiting time', () => {
  it.each([
    [null, '—'],
    [20, '不到 1 分钟'],
    [600, '10 分钟'],
    [3600, '1 小时'],
    [18_300, '5 小时 5 分钟'],
    [187_200, '2 天 4 小时'],
  ])('of %s seconds reads %s', (seconds, words) => {
    expect(waitWords(seconds)).toBe(words)
  })
})
