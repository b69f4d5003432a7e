import { describe, expect, it } from 'vitest'
import type { ResponsibilityGap, Unit } from '@/api/types'
import { pointsOf } from '@/gaps/points'

function unit(changes: Partial<Unit> = {}): Unit {
  return { id: 'u', name: '水务公司', lat: 36.6, lon: 117, sites: [], gaps: [], ...changes } as Unit
}

const gap: ResponsibilityGap = { unit_id: 'u', unit_name: '水务公司', site_id: 's', site_name: '南山加压站', code: 'no_first_responsible', grade: 'general', detail: '', lat: 36.5, lon: 117.1 }

describe('points of the map', () => {
  it('marks the one site that lacks a person, not its unit', () => {
    const sites = [{ id: 's', name: '南山加压站', address: '', station_id: 'p', lat: 36.5, lon: 117.1 }]
    const points = pointsOf([unit({ sites, gaps: [{ code: 'no_first_responsible', site_id: 's', detail: '', grade: 'general' }] })], [])
    expect(points.map(({ label, hasGap }) => [label, hasGap])).toEqual([['水务公司', false], ['水务公司 · 南山加压站', true]])
  })

  it('shows a gap whose unit has not been read yet, and once only', () => {
    expect(pointsOf([], [gap, gap])).toHaveLength(1)
  })

  it('leaves out what has no position', () => {
    expect(pointsOf([unit({ lat: null })], [{ ...gap, lon: null }])).toEqual([])
  })
})
