import { describe, expect, it } from 'vitest'
import glossary from '@shouwang/shared/terms.json'
import { boxBetween, isDrawable, toPercent } from '@/devices/cameras/boxes'
import { meaningOf, measureOf } from '@/devices/cameras/findings'

describe('rectangles over text in a picture', () => {
  it('are drawn from any corner, and stay inside', () => {
    expect(boxBetween({ x: 0.5, y: 0.2 }, { x: 0.1, y: -0.3 })).toEqual({ left: 0.1, top: 0, right: 0.5, bottom: 0.2 })
  })
  it('are none when too small to be meant', () => {
    expect(boxBetween({ x: 0.5, y: 0.5 }, { x: 0.501, y: 0.9 })).toBeNull()
    expect(isDrawable({ left: 0.4, top: 0, right: 0.2, bottom: 1 })).toBe(false)
  })
  it('are told in per cents', () => {
    expect(toPercent(0.12345)).toBe(12.3)
  })
})

describe('findings in words', () => {
  it('say for every kind what it means', () => {
    expect(Object.keys(glossary.picture_fault).filter((kind) => meaningOf(kind) === '')).toEqual([])
  })
  it('tell the measure, its limit and how far the view went', () => {
    const finding = { kind: 'moved', verdict: 'fault', score: 0.12, limit: 0.02, boxes: [], shift: [-0.119, 0.044], turn_degrees: 2.26, scale: 1 }
    expect(measureOf(finding)).toBe('得分 0.12，异常界限 0.02；横向偏移 11.9%，纵向 4.4%；转动 2.26°')
  })
})
