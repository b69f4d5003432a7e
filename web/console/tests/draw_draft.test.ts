import { describe, expect, it } from 'vitest'
import type { FullDraw } from '@/api/types'
import { countsWords, draftOfDraw, drawPayload, emptyDraw, gapsInDraw, poolsPayload } from '@/draws/drawDraft'

describe('a draw as its form holds it', () => {
  it('says what is missing, and nothing once it is whole', () => {
    const draft = emptyDraw()
    expect(Object.keys(gapsInDraw(draft))).toEqual(['name', 'reason'])
    Object.assign(draft, { name: '抽查', reason: '年度计划' })
    expect(gapsInDraw(draft)).toEqual({})
    draft.repeats_id = 'x'
    draft.left_out.push({ unit_id: 'u', name: '甲', reason: ' ' })
    expect(Object.keys(gapsInDraw(draft))).toEqual(['repeat_reason', 'left_out'])
  })

  it('sends nothing for what was left open', () => {
    expect(poolsPayload(emptyDraw())).toEqual({
      units: { area_code: null, station_id: null, kinds: [], industries: [], levels: [], facts: {}, unchecked_months: null, left_out: [] },
      agency_ids: [],
      weights: { '0': 1, '1': 3, '2': 2, '3': 1 },
    })
  })

  it('sends levels as numbers, facts as true, and no reason without a repeat', () => {
    const sent = drawPayload({ ...emptyDraw(), levels: ['1', '0'], facts: ['has_video'], repeat_reason: '忘了' }, 'id')
    expect(sent).toMatchObject({ id: 'id', units: { levels: [1, 0], facts: { has_video: true } }, repeats_id: null, repeat_reason: '' })
  })

  it('takes the terms of a draw over to repeat it', () => {
    const draw = {
      id: 'd', name: '第四批', reason: '计划', unit_count: 3, officers_per_unit: 2,
      left_out_units: [{ unit: { id: 'u', name: '甲' }, reason: '停业' }],
      terms: {
        units: { area_code: null, station_id: null, kinds: ['organ'], industries: [], levels: [0, 2], facts: { has_video: true }, unchecked_months: 6 },
        officers: { agency_ids: [] }, weights: { '0': 1, '1': 5, '2': 2, '3': 1 },
      },
    } as unknown as FullDraw
    const draft = draftOfDraw(draw)
    expect(draft).toMatchObject({ repeats_id: 'd', kinds: ['organ'], levels: ['0', '2'], unchecked_months: 6, unit_count: 3 })
    expect(draft.weights['1']).toBe(5)
    expect(draft.left_out).toEqual([{ unit_id: 'u', name: '甲', reason: '停业' }])
  })

  it('says counts in words', () => {
    expect(countsWords({ listed: 1, on_leave: 2 }, (code) => code)).toBe('listed 1、on_leave 2')
    expect(countsWords({}, (code) => code)).toBe('')
  })
})
