import type { Fact, Item } from '@shouwang/shared/contract'
import { describe, expect, it } from 'vitest'
import { conditionWords } from '@/templates/conditions'

const facts: Fact[] = [{ id: 'boarding', label: '寄宿制', kind: 'boolean' }, { id: 'headcount', label: '在校人数', kind: 'integer' }]
const items = [{ id: 'SCH-07', options: [{ value: 'own', label: '仅本校值班室', verdict: 'fail' }] }] as unknown as Item[]

describe('a condition in words', () => {
  it('names a fact that holds and one that does not', () => {
    expect(conditionWords({ fact: 'boarding', is: true }, facts)).toBe('寄宿制')
    expect(conditionWords({ fact: 'boarding', is: false }, facts)).toBe('非寄宿制')
  })

  it('compares numbers', () => {
    expect(conditionWords({ fact: 'headcount', at_least: 1000, below: 1500 }, facts)).toBe('在校人数 不少于 1000，少于 1500')
  })

  it('words another item’s verdict or option', () => {
    expect(conditionWords({ item: 'SCH-01', is: 'fail' }, facts)).toBe('SCH-01 为不合格')
    expect(conditionWords({ item: 'SCH-07', in: ['own'] }, facts, items)).toBe('SCH-07 为仅本校值班室')
  })

  it('joins and negates', () => {
    expect(conditionWords({ all: [{ fact: 'boarding', is: true }, { not: { item: 'A', is: 'na' } }] }, facts)).toBe('寄宿制，且不满足：A 为不适用')
  })
})
