import { describe, expect, it } from 'vitest'
import { factWords, rebasedFacts, withFact } from '../src/units/facts'

describe('facts of a unit', () => {
  it('keep what the form does not know, and lose what was emptied', () => {
    const facts = { odd: 'x', headcount: 12 }
    expect(withFact(facts, 'headcount', null)).toEqual({ odd: 'x' })
    expect(withFact(facts, 'has_guards', false)).toEqual({ odd: 'x', headcount: 12, has_guards: false })
    expect(facts).toEqual({ odd: 'x', headcount: 12 })
  })

  it('put only my own changes on top of somebody else\'s', () => {
    const began = { headcount: 12, has_video: true, boarding: true }
    const mine = { headcount: 13, has_video: true }
    const theirs = { headcount: 20, has_video: false, boarding: true }
    expect(rebasedFacts(began, mine, theirs)).toEqual({ headcount: 13, has_video: false })
  })

  it('are named in the words of the field', () => {
    expect(factWords({ part_time_security_staff: 3 })).toEqual([{ label: '兼职治安保卫人员（人）', value: '3' }])
  })
})
