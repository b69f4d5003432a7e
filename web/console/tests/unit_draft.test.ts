import { describe, expect, it } from 'vitest'
import { conflictsBetween, emptyDraft, rebase, unitPayload, type UnitDraft } from '@/units/unitDraft'

const began: UnitDraft = {
  ...emptyDraft(), name: '示范一中', kind: 'institution', industry: 'school', area_code: '370102', address: '示范路1号',
  managed_by_id: 'bureau', station_id: 'station', department_id: 'education',
}

describe('the body of a unit', () => {
  it('sends an authority left out as null, so that the rule names it', () => {
    const body = unitPayload({ ...began, station_id: '' }, { id: 'u', facts: {} })
    expect(body).toMatchObject({ id: 'u', station_id: null, guided_by_id: null, uscc: null })
  })

  it('writes the credit code in capitals and the level as a number', () => {
    expect(unitPayload({ ...began, uscc: ' 91370102ma3abcde1x ', key_unit_level: '2' }, { facts: {} })).toMatchObject({ uscc: '91370102MA3ABCDE1X', key_unit_level: 2 })
  })

  it('keeps the facts it was given and sends no id when revising', () => {
    const body = unitPayload(began, { facts: { boarding: true } })
    expect(body.facts).toEqual({ boarding: true })
    expect(body).not.toHaveProperty('id')
  })
})

describe('a parallel edit', () => {
  const mine = { ...began, name: '示范第一中学', address: '示范路2号' }
  const theirs = { ...began, address: '示范路3号', key_unit_level: '1' }

  it('tells a clash from changes in different fields', () => {
    const clashes = Object.fromEntries(conflictsBetween(began, mine, theirs).map((conflict) => [conflict.field, conflict.isClash]))
    expect(clashes).toEqual({ name: false, address: true, key_unit_level: false })
  })

  it('says nothing of fields that agree', () => {
    expect(conflictsBetween(began, { ...began, name: '同名' }, { ...began, name: '同名' })).toEqual([])
  })

  it('lays my changes on top of theirs and keeps theirs elsewhere', () => {
    expect(rebase(began, mine, theirs)).toEqual({ ...began, name: '示范第一中学', address: '示范路2号', key_unit_level: '1' })
  })

  it('leaves theirs whole when I changed nothing', () => {
    expect(rebase(began, began, theirs)).toEqual(theirs)
  })
})
