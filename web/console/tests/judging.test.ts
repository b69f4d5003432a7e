import type { Item } from '@shouwang/shared/contract'
import { describe, expect, it } from 'vitest'
import type { Answer, Hazard, Inspection } from '@/api/types'
import { countOf, judgeSections, orderableHazards, sortedFlags } from '@/inspections/judging'

function item(id: string, changes: Partial<Item> = {}): Item {
  return { id, text: id, kind: 'verdict', grade: 'general', required: true, score: 1, bases: [], evidence: { on_fail: [], always: [] }, applies_if: null, phrases: [], ...changes }
}

function judged(items: Item[], answers: Record<string, Answer>, facts: Inspection['facts'] = {}) {
  const [section] = judgeSections({
    sections: [{ id: 's', title: '一', group: null, items }], answers, facts, fact_definitions: [], photos: [], hazards: [],
    flags: [{ code: 'photo_missing', detail: '缺少照片', item: 'A', severity: 'breach' }],
  })
  return section!
}

const said = (value: Answer['value']): Answer => ({ value, note: '', photos: [] })

describe('judging a record', () => {
  it('counts verdicts, what is open and what was not to be asked', () => {
    const items = [item('A'), item('B'), item('C'), item('D'), item('E', { applies_if: { fact: 'boarding', is: true } })]
    const section = judged(items, { A: said('fail'), B: said('pass'), C: said('na') }, { boarding: false })
    expect(section.counts).toEqual({ pass: 1, fail: 1, na: 1, filled: 0, open: 1, unasked: 1 })
  })

  it('judges a number by the unit’s own facts', () => {
    const guards = item('A', { kind: 'number', unit: '人', pass_if: { at_least: { fact: 'guards_needed' } } })
    const [few] = judged([guards], { A: said(3) }, { guards_needed: 4 }).items
    expect(few).toMatchObject({ verdict: 'fail', words: '3 人' })
    expect(judged([guards], { A: said(4) }, { guards_needed: 4 }).items[0]!.verdict).toBe('pass')
  })

  it('shows a choice by its label and its own verdict', () => {
    const choice = item('A', { kind: 'choice', options: [{ value: 'own', label: '仅本校值班室', verdict: 'fail' }] })
    expect(judged([choice], { A: said('own') }).items[0]).toMatchObject({ verdict: 'fail', words: '仅本校值班室' })
  })

  it('takes a text for filled, an empty one for open', () => {
    const text = item('A', { kind: 'text' })
    expect(countOf(judged([text], { A: said('两处离线') }).items[0]!)).toBe('filled')
    expect(countOf(judged([text], { A: said('') }).items[0]!)).toBe('open')
  })

  it('brings the flags of an item to it', () => {
    expect(judged([item('A'), item('B')], {}).items.map((one) => one.flags.length)).toEqual([1, 0])
  })
})

describe('flags', () => {
  it('puts breaches before warnings and keeps the order within', () => {
    const flag = (code: string, severity: 'breach' | 'warning') => ({ code, detail: code, item: null, severity })
    expect(sortedFlags([flag('a', 'warning'), flag('b', 'breach'), flag('c', 'breach')]).map(({ code }) => code)).toEqual(['b', 'c', 'a'])
  })
})

describe('hazards to order', () => {
  it('leaves out what an order covers already', () => {
    const one = { state: 'found', order_id: null } as Hazard
    expect(orderableHazards([one, { ...one, order_id: 'o' }, { ...one, state: 'ordered', order_id: 'o' }])).toEqual([one])
  })
})
