import { describe, expect, it } from 'vitest'
import type { Hazard, PolicyBasis } from '@/api/types'
import { deadlineOf, gapsInOrder, isSelectable, MOST_VIOLATED, newDraft, orderableHazards, orderPayload, sortedBases, violatedText } from '@/orders/orderDraft'

function basis(changes: Partial<PolicyBasis> = {}): PolicyBasis {
  return {
    id: 'state-council-421', title: '企业事业单位内部治安保卫条例', doc_no: null, issuer: '国务院', kind: 'regulation', region_code: null, issued_on: null,
    effective_from: '2004-12-01', effective_to: null, supersedes: null, aliases: [], articles: [{ article: '第十六条', summary: '' }], verified: true, note: '',
    status: 'in_force', version: 1, ...changes,
  }
}

function hazard(id: string, bases: Hazard['bases']): Hazard {
  return {
    id, inspection_id: 'i', unit_id: 'u', unit_name: '示范学校', site_id: null, item_id: 'SCH-04', title: '防冲撞设施', note: '', grade: 'major', bases, photos: [],
    found_on: '2026-11-22', source: 'inspection', kind: 'public_security', state: 'found', order_id: null, deadline_on: null,
    recheck_due_on: null, extension_asked_on: null, overdue_on: null, failed_on: null, closed_on: null, version: 1, history: [],
  }
}

const lapsed = basis({ id: 'jinan-2021-15', title: '济南实施意见', effective_to: '2026-07-31', status: 'lapsed' })

describe('what a decision may rest on', () => {
  it('is in force that day: not lapsed, not to come, not unknown', () => {
    expect(isSelectable(basis())).toBe(true)
    for (const status of ['lapsed', 'not_yet', 'unknown'] as const) expect(isSelectable(basis({ status }))).toBe(false)
  })

  it('keeps what cannot be chosen in sight, at the end', () => {
    expect(sortedBases([lapsed, basis()]).map((one) => one.id)).toEqual(['state-council-421', 'jinan-2021-15'])
  })
})

describe('a new draft', () => {
  it('takes all hazards, the usual article and the citations in force', () => {
    const hazards = [hazard('h1', [{ basis_id: 'a', title: '甲', article: '第一条', status: 'in_force' }])]
    expect(newDraft(hazards, [basis()], '2026-11-22')).toEqual({
      hazard_ids: ['h1'], deadline_days: 15, basis_id: 'state-council-421', article: '第十六条', violated: '《甲》第一条', measures: '', decided_on: '2026-11-22',
    })
  })

  it('leaves the basis open when the usual one is not in force', () => {
    expect(newDraft([], [basis({ status: 'lapsed' })], '2026-11-22')).toMatchObject({ basis_id: '', article: '' })
  })

  it('ends fifteen days after the day of decision', () => {
    expect(deadlineOf(newDraft([], [], '2026-11-22'))).toBe('2026-12-07')
  })
})

describe('the violated clauses', () => {
  it('names each text and article once and leaves lapsed ones out', () => {
    const cited = [
      { basis_id: 'a', title: '甲', article: '第一条', status: 'in_force' },
      { basis_id: 'a', title: '甲', article: '第二条', status: 'in_force' },
      { basis_id: 'j', title: '济南实施意见', article: '二（二）', status: 'lapsed' },
    ]
    const again = [{ basis_id: 'a', title: '甲', article: '第一条', status: 'in_force' }, { basis_id: 'b', title: '乙', article: '', status: 'in_force' }]
    expect(violatedText([hazard('1', cited), hazard('2', again)])).toBe('《甲》第一条、第二条；《乙》')
  })

  it('fits on the paper by leaving whole citations away', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ basis_id: `b${index}`, title: `某某条例第${index}号`, article: '第一条', status: 'in_force' }))
    const text = violatedText([hazard('1', many)])
    expect(text.length).toBeLessThanOrEqual(MOST_VIOLATED)
    expect(text).toMatch(/第一条$/)
  })
})

describe('before sending', () => {
  const whole = { hazard_ids: ['h1'], deadline_days: 15, basis_id: 'state-council-421', article: '第十六条', violated: '《甲》第一条', measures: '增派保安员', decided_on: '2026-11-22' }

  it('finds nothing missing in a whole draft', () => {
    expect(gapsInOrder(whole, [basis()])).toEqual({})
  })

  it('names every missing field', () => {
    const empty = { ...whole, hazard_ids: [], deadline_days: 0, basis_id: '', article: ' ', violated: '', measures: '' }
    expect(Object.keys(gapsInOrder(empty, [basis()]))).toEqual(['hazard_ids', 'deadline_days', 'basis_id', 'article', 'violated', 'measures'])
  })

  it('refuses a basis that a changed day of decision made lapse', () => {
    expect(gapsInOrder({ ...whole, basis_id: lapsed.id }, [basis(), lapsed])).toHaveProperty('basis_id')
  })

  it('refuses a deadline of part of a day or past the most', () => {
    for (const deadline_days of [1.5, -1, 366]) expect(gapsInOrder({ ...whole, deadline_days }, [basis()])).toHaveProperty('deadline_days')
  })

  it('sends trimmed texts under the ids it chose', () => {
    expect(orderPayload({ ...whole, measures: ' 增派保安员\n' }, { id: 'o', inspection_id: 'i' })).toEqual({ ...whole, id: 'o', inspection_id: 'i' })
  })
})

describe('what an order may name', () => {
  const told = (id: string, changes: Partial<Hazard> = {}): Hazard => ({ ...hazard(id, []), inspection_id: null, item_id: null, source: 'report', ...changes })
  const ids = (hazards: Hazard[]) => hazards.map((one) => one.id)

  it('is what the inspection found and what an officer told of the unit, found first', () => {
    expect(ids(orderableHazards([hazard('found', [])], [told('told')], []))).toEqual(['found', 'told'])
  })

  it("leaves out a unit's own findings, matters of work safety, and what is ordered or closed", () => {
    const reported = [told('own', { source: 'self' }), told('lift', { kind: 'work_safety' }), told('closed', { state: 'closed' }), told('ordered', { order_id: 'o' })]
    expect(orderableHazards([{ ...hazard('taken', []), order_id: 'other' }], reported, [])).toEqual([])
  })

  it('keeps what the order names already, each once', () => {
    const named = told('told', { state: 'ordered', order_id: 'o' })
    expect(ids(orderableHazards([], [named, told('other')], [named]))).toEqual(['told', 'other'])
  })
})
